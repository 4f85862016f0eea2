import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock, page, type ParticipantId } from '@app/platform';
import { idOf, IfMatch, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { AmendParticipant } from '../actions/amend-participant.js';
import { InviteParticipant } from '../actions/invite-participant.js';
import type { Caller, CaseSight } from '../caller.js';
import { ParticipantSights } from '../participant-sight.query.js';
import { Participants, type NamedParticipant } from '../participants.repository.js';
import { CurrentCaller, CurrentSight, Requires } from './decorators.js';
import { ParticipantSightView } from './participant-sight.view.js';
import { EndingDto, ParticipantDto, ParticipantPatchDto } from './participants.dto.js';
import { ParticipantPage, ParticipantView, presentParticipant } from './participants.view.js';

@ApiTags('participants')
@Controller('incidents/:incidentId/participants')
export class ParticipantsController {
  constructor(
    private readonly participants: Participants,
    private readonly invite: InviteParticipant,
    private readonly amending: AmendParticipant,
    private readonly sights: ParticipantSights,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('participants.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: PageQuery,
  ): Promise<ParticipantPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.participants.list(caller, sight, { limit, cursor: query.cursor });
    return page(rows, limit, this.presenter(caller, sight), ({ id }) => [id]);
  }

  /** Invites an organization (found by its whole name in the directory) or a person. */
  @Post()
  @Requires('participants.manage')
  async add(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: ParticipantDto,
  ): Promise<ParticipantView> {
    return await this.invite.execute(caller, sight, body, this.presenter(caller, sight));
  }

  @Patch(':participantId')
  @Requires('participants.manage')
  async amend(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('participantId') participantId: string,
    @IfMatch() readVersion: number,
    @Body() patch: ParticipantPatchDto,
  ): Promise<ParticipantView> {
    return await this.amending.execute(
      caller,
      { sight, id: idOf(participantId, 'participant'), readVersion, patch },
      this.presenter(caller, sight),
    );
  }

  /** Ends the participation: from then on they do not see the case by it. */
  @Post(':participantId/endings')
  @Requires('participants.manage')
  async end(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('participantId') participantId: string,
    @Body() { reason }: EndingDto,
  ): Promise<ParticipantView> {
    return await this.amending.end(
      caller,
      { sight, id: idOf(participantId, 'participant'), reason },
      this.presenter(caller, sight),
    );
  }

  /** What they can see of the case and do in it, counted; what it looks like to them is read with `Ascribe-View-As`. */
  @Get(':participantId/sight')
  @Requires('participants.manage')
  async sight(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('participantId') participantId: string,
  ): Promise<ParticipantSightView> {
    const id = idOf(participantId, 'participant') as ParticipantId;
    await this.participants.one(caller, sight, id);
    const { capacities, verbs, kinds, ...seen } = await this.sights.of(caller, sight, id);
    return { ...seen, capacities: [...capacities], verbs: [...verbs], kinds: [...kinds] };
  }

  private presenter(caller: Caller, sight: CaseSight): (participant: NamedParticipant) => ParticipantView {
    const now = this.clock.now();
    return (participant) => presentParticipant(participant, { caller, sight, now });
  }
}
