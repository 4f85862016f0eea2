import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { idOf, IfMatch, PAGE_DEFAULT } from '@app/platform/http';
import { AddComment } from '../actions/add-comment.js';
import type { CommentState } from '../comments.js';
import { CaseRecords } from '../queries/case-records.query.js';
import { CommentDto, CommentPatchDto, RecordsQuery } from './records.dto.js';
import { CommentPage, CommentView, presentComment } from './records.view.js';

@ApiTags('incidents')
@Controller('incidents/:incidentId/comments')
export class CommentsController {
  constructor(
    private readonly records: CaseRecords,
    private readonly comments: AddComment,
  ) {}

  @Get()
  @Requires('comments.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<CommentPage> {
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<CommentState>(caller, sight, {
      kind: 'comment',
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
    return {
      items: found.items.map(({ state, users }) => presentComment({ caller, sight }, state, users)),
      nextCursor: found.nextCursor,
    };
  }

  @Post()
  @Requires('comments.write')
  async add(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: CommentDto,
  ): Promise<CommentView> {
    return await this.comments.execute(caller, sight, body, (state) =>
      presentComment({ caller, sight }, state, { [caller.userId]: caller.name }),
    );
  }

  @Patch(':commentId')
  @Requires('comments.write')
  async amend(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('commentId') commentId: string,
    @IfMatch() readVersion: number,
    @Body() body: CommentPatchDto,
  ): Promise<CommentView> {
    const state = await this.comments.amend(caller, sight, {
      id: idOf(commentId, 'comment'),
      readVersion,
      patch: body,
    });
    const shown = await this.records.shownTo(caller, sight);
    return presentComment({ caller, sight }, shown(state), { [caller.userId]: caller.name });
  }
}
