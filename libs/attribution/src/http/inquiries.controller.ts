import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { CaseRecords } from '@app/incidents';
import { RecordsQuery } from '@app/incidents/http';
import { Clock } from '@app/platform';
import { idOf, IfMatch, PAGE_DEFAULT } from '@app/platform/http';
import type { InquiryState } from '../inquiries/inquiries.js';
import { RecordInquiries } from '../inquiries/record-inquiries.js';
import { RemarkingDto } from './attribution.dto.js';
import { InquiryAnswerDto, InquiryDto } from './inquiries.dto.js';
import { InquiryPage, InquiryView, presentInquiry } from './inquiries.view.js';

@ApiTags('attribution')
@Controller('incidents/:incidentId/inquiries')
export class InquiriesController {
  constructor(
    private readonly records: CaseRecords,
    private readonly inquiries: RecordInquiries,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('incident.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<InquiryPage> {
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<InquiryState>(caller, sight, {
      kind: 'inquiry',
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
    const at = moment?.knownAt ?? this.clock.now();
    return {
      items: found.items.map(({ state, users, parties }) =>
        presentInquiry({ caller, sight }, state, { ...parties, ...users }, at),
      ),
      nextCursor: found.nextCursor,
    };
  }

  @Post()
  @Requires('attribution.write')
  async ask(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: InquiryDto,
  ): Promise<InquiryView> {
    return await this.inquiries.ask(caller, sight, body, (state, names) =>
      presentInquiry({ caller, sight }, state, names, this.clock.now()),
    );
  }

  /** Marks an inquiry. What was asked is never edited. */
  @Patch(':inquiryId')
  @Requires('attribution.write')
  async mark(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('inquiryId') inquiryId: string,
    @IfMatch() readVersion: number,
    @Body() body: RemarkingDto,
  ): Promise<InquiryView> {
    const marking = { id: idOf(inquiryId, 'inquiry'), readVersion, ...body };
    const shown = await this.records.shownTo(caller, sight);
    return await this.inquiries.mark(caller, sight, marking, (state, names) =>
      presentInquiry({ caller, sight }, shown(state), names, this.clock.now()),
    );
  }

  /** Late answers are taken too. */
  @Post(':inquiryId/answers')
  @Requires('attribution.write')
  async answer(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('inquiryId') inquiryId: string,
    @Body() { claimId }: InquiryAnswerDto,
  ): Promise<InquiryView> {
    const answer = { id: idOf(inquiryId, 'inquiry'), claimId };
    return await this.inquiries.answer(caller, sight, answer, (state, names) =>
      presentInquiry({ caller, sight }, state, names, this.clock.now()),
    );
  }
}
