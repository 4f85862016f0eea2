import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '@app/access';
import { CurrentCaller, SignedIn } from '@app/access/http';
import { isUuid, NotFound, page } from '@app/platform';
import { PAGE_DEFAULT } from '@app/platform/http';
import { AddToCatalogue } from '../actions/add-to-catalogue.js';
import { Parties } from '../parties.repository.js';
import { ThreatActors } from '../threat-actors.repository.js';
import { ActorDto, NamesQuery, PartyDto } from './parties.dto.js';
import { ActorPage, ActorView, PartyPage, PartyView, presentActor, presentParty } from './parties.view.js';

@ApiTags('parties')
@Controller('parties')
export class PartiesController {
  constructor(
    private readonly parties: Parties,
    private readonly adding: AddToCatalogue,
  ) {}

  /** Those of the caller's organizations and of the shipped catalogue, by name. */
  @Get()
  @SignedIn('lists the catalogue, and what the organizations of the caller added')
  async list(@CurrentCaller() caller: Caller, @Query() query: NamesQuery): Promise<PartyPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.parties.list(caller, { limit, cursor: query.cursor, q: query.q });
    return page(rows, limit, presentParty, ({ id }) => [id]);
  }

  @Post()
  @SignedIn('adds to an organization of the caller in which they have the right')
  async add(@CurrentCaller() caller: Caller, @Body() body: PartyDto): Promise<PartyView> {
    return await this.adding.party(caller, body, presentParty);
  }
}

@ApiTags('parties')
@Controller('actors')
export class ActorsController {
  constructor(
    private readonly actors: ThreatActors,
    private readonly adding: AddToCatalogue,
  ) {}

  /** Those of the caller's organizations and of the shipped catalogue, by name; `q` finds every name in use. */
  @Get()
  @SignedIn('lists the catalogue, and what the organizations of the caller added')
  async list(@CurrentCaller() caller: Caller, @Query() query: NamesQuery): Promise<ActorPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.actors.list(caller, { limit, cursor: query.cursor, q: query.q });
    return page(rows, limit, presentActor, ({ id }) => [id]);
  }

  @Post()
  @SignedIn('adds to an organization of the caller in which they have the right')
  async add(@CurrentCaller() caller: Caller, @Body() body: ActorDto): Promise<ActorView> {
    return await this.adding.actor(caller, body, presentActor);
  }

  @Get(':actorId')
  @SignedIn('shows an entry of the catalogue, or of an organization of the caller')
  async one(@CurrentCaller() caller: Caller, @Param('actorId') actorId: string): Promise<ActorView> {
    if (!isUuid(actorId)) {
      throw new NotFound('actor');
    }
    return presentActor(await this.actors.one(caller, actorId));
  }
}
