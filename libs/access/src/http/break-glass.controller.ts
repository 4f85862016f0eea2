import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock, Invalid, page } from '@app/platform';
import { PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { BreakGlass } from '../actions/break-glass.js';
import type { Caller } from '../caller.js';
import { Elevations } from '../elevations.repository.js';
import type { NamedParticipant } from '../participants.repository.js';
import { BreakGlassDto } from './break-glass.dto.js';
import { ElevationPage, ElevationView, presentElevation } from './break-glass.view.js';
import { CurrentCaller, SignedInByPerson } from './decorators.js';

@ApiTags('participants')
@Controller('break-glass')
export class BreakGlassController {
  constructor(
    private readonly breaking: BreakGlass,
    private readonly elevations: Elevations,
    private readonly clock: Clock,
  ) {}

  /** The access that you took, newest first. */
  @Get()
  @SignedInByPerson('lists the elevations of the caller')
  async mine(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<ElevationPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.elevations.mine(caller, { limit, cursor: query.cursor });
    return page(rows, limit, presentElevation(this.clock.now()), ({ id }) => [id]);
  }

  /**
   * Takes access to read a case for four hours, in an emergency. Its owner is told at once who and why, sees every
   * read, and can end it.
   */
  @Post()
  @SignedInByPerson('opens cases to administrators and to those who take or took part in them; to others, none exists')
  async open(@CurrentCaller() caller: Caller, @Body() body: BreakGlassDto): Promise<ElevationView> {
    requireOneCase(body);
    return await this.breaking.execute(caller, body, (participant) => this.present(participant));
  }

  private present({ id, incidentId, reason, createdAt, until, endedAt }: NamedParticipant): ElevationView {
    const now = this.clock.now();
    const taken = { id, incidentId, reason: reason ?? '', createdAt, until: until ?? now, endedAt };
    return presentElevation(now)({ ...taken, reference: null });
  }
}

/** @throws {Invalid} not exactly one case is named. */
function requireOneCase({ incidentId, organizationId, reference }: BreakGlassDto): void {
  const byReference = organizationId !== undefined && reference !== undefined;
  const nothingElse = organizationId === undefined && reference === undefined;
  if (incidentId === undefined ? !byReference : !nothingElse) {
    throw Invalid.at('incidentId', 'one_of', 'Name the case by its id, or by its organization and reference.');
  }
}
