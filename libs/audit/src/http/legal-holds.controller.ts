import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '@app/access';
import { CurrentCaller, RequiresInOrganization } from '@app/access/http';
import { page, type IncidentId, type OrganizationId } from '@app/platform';
import { idOf, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { KeepLegalHolds } from '../holds/keep-legal-holds.js';
import type { LegalHold } from '../holds/legal-hold.js';
import { LegalHolds, type NamedHold } from '../holds/legal-holds.repository.js';
import { LegalHoldDto, LegalHoldEndingDto } from './erasures.dto.js';
import { LegalHoldPage, LegalHoldView, presentHold } from './erasures.view.js';

/** While a hold is in force over a case, nothing of it is erased, by hand or by a rule. */
@ApiTags('organizations')
@Controller('organizations/:organizationId/legal-holds')
export class LegalHoldsController {
  constructor(
    private readonly holds: LegalHolds,
    private readonly keeping: KeepLegalHolds,
  ) {}

  @Get()
  @RequiresInOrganization('holds.read')
  async list(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: string,
    @Query() query: PageQuery,
  ): Promise<LegalHoldPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.holds.list(caller, organizationId, { limit, cursor: query.cursor });
    return page(
      rows,
      limit,
      (hold) => presentHold(hold, caller, namesOf(hold)),
      ({ id }) => [id],
    );
  }

  /** Places a hold, on one case or on all of the organization. */
  @Post()
  @RequiresInOrganization('holds.manage')
  async place(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Body() { incidentId, reason }: LegalHoldDto,
  ): Promise<LegalHoldView> {
    const asked = { incidentId: (incidentId ?? null) as IncidentId | null, reason };
    return await this.keeping.place(caller, organizationId, asked, presentedTo(caller));
  }

  @Post(':holdId/endings')
  @RequiresInOrganization('holds.manage')
  async lift(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Param('holdId') holdId: string,
    @Body() { reason }: LegalHoldEndingDto,
  ): Promise<LegalHoldView> {
    const named = { organizationId, id: idOf(holdId, 'legal hold'), reason };
    return await this.keeping.lift(caller, named, presentedTo(caller));
  }
}

const namesOf = ({ placedById, placedByName, liftedById, liftedByName }: NamedHold): Record<string, string> => ({
  [placedById]: placedByName,
  ...(liftedById && liftedByName ? { [liftedById]: liftedByName } : {}),
});

const presentedTo =
  (caller: Caller) =>
  (hold: LegalHold): LegalHoldView =>
    presentHold(hold, caller, { [caller.userId]: caller.name });
