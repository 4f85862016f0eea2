import { Module } from '@nestjs/common';
import { AccessModule } from '../access.module.js';
import { AuthController } from './auth.controller.js';

@Module({ imports: [AccessModule], controllers: [AuthController] })
export class AccessHttpModule {}
