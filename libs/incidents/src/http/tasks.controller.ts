import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { idOf, IfMatch, PAGE_DEFAULT } from '@app/platform/http';
import { RecordTasks } from '../actions/record-tasks.js';
import { CaseRecords } from '../queries/case-records.query.js';
import type { TaskState } from '../tasks.js';
import { RecordsQuery, TaskDto, TaskPatchDto } from './records.dto.js';
import { presentTask, TaskPage, TaskView } from './records.view.js';

@ApiTags('incidents')
@Controller('incidents/:incidentId/tasks')
export class TasksController {
  constructor(
    private readonly records: CaseRecords,
    private readonly tasks: RecordTasks,
  ) {}

  @Get()
  @Requires('tasks.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<TaskPage> {
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<TaskState>(caller, sight, {
      kind: 'task',
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
    return {
      items: found.items.map(({ state, users }) => presentTask({ caller, sight }, state, users)),
      nextCursor: found.nextCursor,
    };
  }

  @Post()
  @Requires('tasks.write')
  async add(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: TaskDto,
  ): Promise<TaskView> {
    return await this.tasks.add(caller, sight, body, (state, names) => presentTask({ caller, sight }, state, names));
  }

  @Patch(':taskId')
  @Requires('tasks.write')
  async amend(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('taskId') taskId: string,
    @IfMatch() readVersion: number,
    @Body() body: TaskPatchDto,
  ): Promise<TaskView> {
    return await this.tasks.amend(
      caller,
      sight,
      { id: idOf(taskId, 'task'), readVersion, patch: body },
      (state, names) => presentTask({ caller, sight }, state, names),
    );
  }
}
