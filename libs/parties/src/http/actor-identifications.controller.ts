import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '@app/access';
import { CurrentCaller, SignedIn } from '@app/access/http';
import { page } from '@app/platform';
import { idOf, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { IdentifyActors } from '../actions/identify-actors.js';
import { ActorIdentifications } from '../actor-identifications.repository.js';
import { ThreatActors } from '../threat-actors.repository.js';
import { ActorIdentificationDto, IdentificationWithdrawalDto } from './actor-identifications.dto.js';
import {
  ActorIdentificationPage,
  ActorIdentificationView,
  presentIdentification,
} from './actor-identifications.view.js';

@ApiTags('parties')
@Controller('actors/:actorId/identifications')
export class ActorIdentificationsController {
  constructor(
    private readonly actors: ThreatActors,
    private readonly identifications: ActorIdentifications,
    private readonly identifyActors: IdentifyActors,
  ) {}

  /** Who holds the actor to be the same as another, whichever of the two it is. Withdrawn ones too. */
  @Get()
  @SignedIn('lists what the organizations of the caller put down')
  async list(
    @CurrentCaller() caller: Caller,
    @Param('actorId') actorId: string,
    @Query() query: PageQuery,
  ): Promise<ActorIdentificationPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const { id } = await this.actors.one(caller, idOf(actorId, 'actor'));
    const rows = await this.identifications.list(caller, id, { limit, cursor: query.cursor });
    return page(rows, limit, presentIdentification(caller), (row) => [row.id]);
  }

  @Post()
  @SignedIn('adds to an organization of the caller in which they have the right')
  async add(
    @CurrentCaller() caller: Caller,
    @Param('actorId') actorId: string,
    @Body() body: ActorIdentificationDto,
  ): Promise<ActorIdentificationView> {
    const input = { ...body, actorId: idOf(actorId, 'actor') };
    return await this.identifyActors.add(caller, input, presentIdentification(caller));
  }

  @Post(':identificationId/withdrawals')
  @SignedIn('takes back what an organization of the caller put down, where they have the right')
  async withdraw(
    @CurrentCaller() caller: Caller,
    @Param('actorId') actorId: string,
    @Param('identificationId') identificationId: string,
    @Body() { reason }: IdentificationWithdrawalDto,
  ): Promise<ActorIdentificationView> {
    const withdrawal = {
      id: idOf(identificationId, 'identification'),
      actorId: idOf(actorId, 'actor'),
      reason,
    };
    return await this.identifyActors.withdraw(caller, withdrawal, presentIdentification(caller));
  }
}
