import { Module } from '@nestjs/common';
import { IncidentsModule } from '../incidents.module.js';
import { AccountsController } from './accounts.controller.js';
import { CommentsController } from './comments.controller.js';
import { DependentsController } from './dependents.controller.js';
import { PseudonymsController } from './pseudonyms.controller.js';
import { TasksController } from './tasks.controller.js';

@Module({
  imports: [IncidentsModule],
  controllers: [AccountsController, CommentsController, TasksController, DependentsController, PseudonymsController],
})
export class IncidentsHttpModule {}
