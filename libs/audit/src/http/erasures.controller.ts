import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { page } from '@app/platform';
import { idOf, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { DecideErasures } from '../erasure/decide-erasures.js';
import type { ErasureState } from '../erasure/erasure.js';
import { Erasures } from '../erasure/erasures.query.js';
import { ErasureDto, ErasureRefusalDto } from './erasures.dto.js';
import { ErasurePage, ErasureView, presentErasure } from './erasures.view.js';

/** What is taken out of a case for ever, by two persons of the organization whose case it is (docs/operations/retention.md). */
@ApiTags('incidents')
@Controller('incidents/:incidentId/erasures')
export class ErasuresController {
  constructor(
    private readonly erasures: Erasures,
    private readonly deciding: DecideErasures,
  ) {}

  @Get()
  @Requires('erasures.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: PageQuery,
  ): Promise<ErasurePage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.erasures.list(caller, sight, { limit, cursor: query.cursor });
    return page(
      rows,
      limit,
      ({ erasure, names }) => presentErasure({ caller, sight }, erasure, names),
      ({ erasure }) => [erasure.id],
    );
  }

  /** Asks for it. Nothing is erased until somebody else approves. */
  @Post()
  @Requires('erasures.decide')
  async request(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: ErasureDto,
  ): Promise<ErasureView> {
    return await this.deciding.request(caller, sight, body, presentedTo(caller, sight));
  }

  /** Erases what somebody else asked for, at once and for ever. */
  @Post(':erasureId/approvals')
  @Requires('erasures.decide')
  async approve(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('erasureId') erasureId: string,
  ): Promise<ErasureView> {
    return await this.deciding.approve(caller, sight, idOf(erasureId, 'erasure'), presentedTo(caller, sight));
  }

  @Post(':erasureId/rejections')
  @Requires('erasures.decide')
  async reject(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('erasureId') erasureId: string,
    @Body() { reason }: ErasureRefusalDto,
  ): Promise<ErasureView> {
    const decision = { id: idOf(erasureId, 'erasure'), status: 'rejected', reason } as const;
    return await this.deciding.end(caller, sight, decision, presentedTo(caller, sight));
  }

  /** Takes one's own request back. */
  @Post(':erasureId/withdrawals')
  @Requires('erasures.decide')
  async withdraw(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('erasureId') erasureId: string,
  ): Promise<ErasureView> {
    const decision = { id: idOf(erasureId, 'erasure'), status: 'withdrawn' } as const;
    return await this.deciding.end(caller, sight, decision, presentedTo(caller, sight));
  }
}

const presentedTo =
  (caller: Caller, sight: CaseSight) =>
  (erasure: ErasureState, names: Readonly<Record<string, string>>): ErasureView =>
    presentErasure({ caller, sight }, erasure, names);
