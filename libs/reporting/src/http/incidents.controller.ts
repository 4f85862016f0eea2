import { Body, Controller, Get, Header, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { actingOrganization, type Caller, type CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires, SignedIn } from '@app/access/http';
import { AmendIncident, CaseRecords, MergeIncident, TransitionIncident, type MergerState } from '@app/incidents';
import { MergerPage, MergerView, presentMerger, RecordsQuery, TwoClocksQuery } from '@app/incidents/http';
import type { Tx } from '@app/platform';
import { idOf, IfMatch, PAGE_DEFAULT } from '@app/platform/http';
import { FileReport } from '../actions/file-report.js';
import { IncidentList } from '../queries/incident-list.query.js';
import { StatusSteps } from '../queries/status-steps.query.js';
import { wholeAt } from '../valid-at.rules.js';
import { listBody } from './incident-list-body.js';
import { IncidentsQuery } from './incident.queries.dto.js';
import { IncidentPage, IncidentView, presentIncident, WHOLE_KINDS } from './incident.view.js';
import { IncidentPatchDto, MergerDto, ReasonDto, ReportDto, TransitionDto } from './report.dto.js';

@ApiTags('incidents')
@Controller('incidents')
export class IncidentsController {
  constructor(
    private readonly fileReport: FileReport,
    private readonly amendIncident: AmendIncident,
    private readonly transitionIncident: TransitionIncident,
    private readonly mergeIncident: MergeIncident,
    private readonly incidentList: IncidentList,
    private readonly records: CaseRecords,
    private readonly steps: StatusSteps,
  ) {}

  /** Files a whole report. Only the title is needed; what is left out is not assessed. */
  @Post()
  @SignedIn('files for an organization in which the caller may file')
  async file(
    @CurrentCaller() caller: Caller,
    @Body() body: ReportDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IncidentView> {
    const organizationId = actingOrganization(caller, body.organizationId, 'incidents.file');
    const roles = caller.memberships.filter((seat) => seat.organizationId === organizationId).map((seat) => seat.role);
    const filed = await this.fileReport.execute(
      caller,
      organizationId,
      body,
      async (tx, incident) =>
        await this.answer(tx, caller, { incidentId: incident.id, roles, capacities: [], clearance: 'red' }),
    );
    void reply.header('location', `/api/v1/incidents/${filed.id}`);
    return filed;
  }

  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOkResponse({ type: IncidentPage })
  @SignedIn('lists what the caller sees')
  async list(@CurrentCaller() caller: Caller, @Query() query: IncidentsQuery): Promise<string> {
    const { sort, limit, cursor, ...filters } = query;
    const page = await this.incidentList.page(caller, filters, {
      sort: sort ?? '-reportedAt',
      limit: limit ?? PAGE_DEFAULT,
      cursor,
    });
    return listBody(caller, page);
  }

  @Get(':incidentId')
  @Requires('incident.read')
  async one(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: TwoClocksQuery,
  ): Promise<IncidentView> {
    const moment = await this.records.moment(caller, sight, query);
    const whole = await this.records.whole(caller, sight, WHOLE_KINDS, moment);
    if (query.validAt === undefined) {
      return presentIncident(caller, sight, whole, { knownAt: moment?.knownAt });
    }
    const validAt = new Date(query.validAt).toISOString();
    const then = wholeAt(whole, validAt, await this.steps.of(caller, sight, whole.caseVersion));
    return presentIncident(caller, sight, then, { knownAt: moment?.knownAt, validAt });
  }

  @Patch(':incidentId')
  @Requires('incident.edit')
  async amend(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @IfMatch() readVersion: number,
    @Body() patch: IncidentPatchDto,
  ): Promise<IncidentView> {
    return await this.amendIncident.execute(
      caller,
      { sight, readVersion, patch },
      async (tx) => await this.answer(tx, caller, sight),
    );
  }

  @Post(':incidentId/transitions')
  @Requires('incident.transition')
  async transition(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @IfMatch() readVersion: number,
    @Body() transition: TransitionDto,
  ): Promise<IncidentView> {
    return await this.transitionIncident.execute(
      caller,
      { sight, readVersion, transition },
      async (tx) => await this.answer(tx, caller, sight),
    );
  }

  @Get(':incidentId/mergers')
  @Requires('incident.read')
  async mergers(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<MergerPage> {
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<MergerState>(caller, sight, {
      kind: 'merger',
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
    return {
      items: found.items.map(({ state, users }) => presentMerger({ caller, sight }, state, users)),
      nextCursor: found.nextCursor,
    };
  }

  @Post(':incidentId/mergers')
  @Requires('incident.merge')
  async merge(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: MergerDto,
  ): Promise<MergerView> {
    return await this.mergeIncident.execute(caller, sight, body, (state, names) =>
      presentMerger({ caller, sight }, state, names),
    );
  }

  @Post(':incidentId/mergers/:mergerId/reversals')
  @Requires('incident.merge')
  async reverse(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('mergerId') mergerId: string,
    @Body() body: ReasonDto,
  ): Promise<MergerView> {
    return await this.mergeIncident.reverse(
      caller,
      sight,
      { mergerId: idOf(mergerId, 'merger'), reason: body.reason },
      (state, names) => presentMerger({ caller, sight }, state, names),
    );
  }

  private async answer(
    tx: Tx,
    caller: Caller,
    sight: Pick<CaseSight, 'incidentId' | 'roles' | 'capacities' | 'clearance'>,
  ): Promise<IncidentView> {
    return presentIncident(caller, sight, await this.records.wholeIn(tx, caller, sight, WHOLE_KINDS));
  }
}
