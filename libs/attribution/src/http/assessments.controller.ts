import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CaseReads, type Caller, type CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires, SignedIn } from '@app/access/http';
import { CaseRecords, type ListedRecord } from '@app/incidents';
import { MomentQuery } from '@app/incidents/http';
import type { Moment } from '@app/ledger';
import { cursorOf, Invalid, type Page } from '@app/platform';
import { idOf, IfMatch, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { AddDissent } from '../assessments/actions/add-dissent.js';
import { JudgeAssessment } from '../assessments/actions/judge-assessment.js';
import { SubmitAssessment } from '../assessments/actions/submit-assessment.js';
import { WriteAssessment, type AssessmentContent } from '../assessments/actions/write-assessment.js';
import type { AssessmentState } from '../assessments/assessments.js';
import { Assessments } from '../assessments/assessments.repository.js';
import type { LikelihoodSaid } from '../assessments/likelihood.js';
import type { PresentAssessment } from '../assessments/open-assessment.js';
import { ReadStanding } from '../standing/read-standing.js';
import { checkLanguage } from '../language/language.rules.js';
import {
  ApprovalDto,
  AssessmentDto,
  AssessmentPatchDto,
  AssessmentsQuery,
  DissentDto,
  LanguageCheckDto,
  ReturnDto,
  type LikelihoodDto,
} from './assessments.dto.js';
import {
  AssessmentPage,
  AssessmentReviewPage,
  AssessmentView,
  LanguageCheckView,
  presentAssessment,
  presentReview,
} from './assessments.view.js';

@ApiTags('attribution')
@Controller('incidents/:incidentId/assessments')
export class AssessmentsController {
  constructor(
    private readonly records: CaseRecords,
    private readonly assessments: Assessments,
    private readonly write: WriteAssessment,
    private readonly submission: SubmitAssessment,
    private readonly judge: JudgeAssessment,
    private readonly dissent: AddDissent,
    private readonly standing: ReadStanding,
  ) {}

  @Get()
  @Requires('incident.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: AssessmentsQuery,
  ): Promise<AssessmentPage> {
    const moment = await this.records.moment(caller, sight, query);
    const limit = query.limit ?? PAGE_DEFAULT;
    const states = await this.found(caller, sight, { ...query, limit: limit + 1 }, moment);
    const shown = states.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: await this.present(caller, sight, shown, moment),
      nextCursor: states.length > limit && last ? cursorOf([last.id]) : null,
    };
  }

  @Post()
  @Requires('assessments.write')
  async draft(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: AssessmentDto,
  ): Promise<AssessmentView> {
    const content = { organizationId: body.organizationId, ...contentOf(body) };
    return await this.write.draft(caller, sight, content, await this.presenting(caller, sight));
  }

  /** What may be misunderstood in a text. Keeps nothing, and blocks nothing. */
  @Post('language-checks')
  @HttpCode(200)
  @Requires('assessments.write')
  language(@Body() { text, field, ...basis }: LanguageCheckDto): LanguageCheckView {
    return { warnings: checkLanguage(text, basis, field ?? null) };
  }

  @Get(':assessmentId')
  @Requires('incident.read')
  async one(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('assessmentId') assessmentId: string,
    @Query() query: MomentQuery,
  ): Promise<AssessmentView> {
    const moment = await this.records.moment(caller, sight, query);
    const id = idOf(assessmentId, 'assessment');
    const { state } = await this.records.one<AssessmentState>(caller, sight, { kind: 'assessment', id, moment });
    const [view] = await this.present(caller, sight, [state], moment);
    return view as AssessmentView;
  }

  @Patch(':assessmentId')
  @Requires('assessments.write')
  async amend(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('assessmentId') assessmentId: string,
    @IfMatch() readVersion: number,
    @Body() { reason, ...body }: AssessmentPatchDto,
  ): Promise<AssessmentView> {
    const amendment = { id: idOf(assessmentId, 'assessment'), readVersion, reason, content: contentOf(body) };
    return await this.write.amend(caller, sight, amendment, await this.presenting(caller, sight));
  }

  @Post(':assessmentId/submissions')
  @Requires('assessments.write')
  async submit(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('assessmentId') assessmentId: string,
  ): Promise<AssessmentView> {
    const id = idOf(assessmentId, 'assessment');
    return await this.submission.execute({ caller, sight }, id, await this.presenting(caller, sight));
  }

  /** By a second person: never one of its authors. */
  @Post(':assessmentId/approvals')
  @Requires('assessments.approve')
  async approve(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('assessmentId') assessmentId: string,
    @Body() { reason }: ApprovalDto,
  ): Promise<AssessmentView> {
    const id = idOf(assessmentId, 'assessment');
    return await this.judge.approve({ caller, sight }, { id, reason }, await this.presenting(caller, sight));
  }

  @Post(':assessmentId/returns')
  @Requires('assessments.write')
  async return(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('assessmentId') assessmentId: string,
    @Body() { reason }: ReturnDto,
  ): Promise<AssessmentView> {
    const id = idOf(assessmentId, 'assessment');
    return await this.judge.return({ caller, sight }, { id, reason }, await this.presenting(caller, sight));
  }

  @Post(':assessmentId/dissents')
  @Requires('assessments.write')
  async disagree(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('assessmentId') assessmentId: string,
    @Body() body: DissentDto,
  ): Promise<AssessmentView> {
    const id = idOf(assessmentId, 'assessment');
    return await this.dissent.execute({ caller, sight }, { id, ...body }, await this.presenting(caller, sight));
  }

  /** Up to `limit` assessments; of one status where one is asked for. */
  private async found(
    caller: Caller,
    sight: CaseSight,
    { limit, status, validAt, cursor }: AssessmentsQuery & { limit: number },
    moment: Moment | null,
  ): Promise<AssessmentState[]> {
    const found: AssessmentState[] = [];
    let next: string | null | undefined = cursor;
    do {
      const page: Page<ListedRecord<AssessmentState>> = await this.records.list<AssessmentState>(caller, sight, {
        kind: 'assessment',
        moment,
        limit: 200,
        cursor: next ?? undefined,
        saidBy: validAt === undefined ? null : new Date(validAt).toISOString(),
      });
      found.push(...page.items.map(({ state }) => state).filter((state) => !status || state.status === status));
      next = page.nextCursor;
    } while (next && found.length < limit);
    return found.slice(0, limit);
  }

  private async present(
    caller: Caller,
    sight: CaseSight,
    states: readonly AssessmentState[],
    moment: Moment | null,
  ): Promise<AssessmentView[]> {
    const [around, lines] = await Promise.all([
      this.assessments.around(caller, sight, states, moment),
      this.lines(caller, sight, moment),
    ]);
    return states.map((state) => presentAssessment({ caller, sight, lines }, state, around));
  }

  /** How what will be written is answered: what it takes from outside the transaction is read before. */
  private async presenting(caller: Caller, sight: CaseSight): Promise<PresentAssessment<AssessmentView>> {
    const [lines, shown] = await Promise.all([this.lines(caller, sight, null), this.records.shownTo(caller, sight)]);
    return (state, around) => presentAssessment({ caller, sight, lines }, shown(state), around);
  }

  /** The independent lines of each hypothesis: how well founded what is said of it can be. */
  private async lines(caller: Caller, sight: CaseSight, moment: Moment | null): Promise<ReadonlyMap<string, number>> {
    const { hypotheses } = await this.standing.at(caller, sight, moment ? { caseVersion: moment.caseVersion } : {});
    return new Map(hypotheses.map(({ id, lines }) => [id, lines.length]));
  }
}

/** What waits for you, over all cases. */
@ApiTags('attribution')
@Controller('assessment-reviews')
export class AssessmentReviewsController {
  constructor(
    private readonly assessments: Assessments,
    private readonly reads: CaseReads,
  ) {}

  @Get()
  @SignedIn('lists what the caller may approve')
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<AssessmentReviewPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const { items, nextCursor } = await this.assessments.waitingFor(caller, { limit, cursor: query.cursor });
    const shown = items.map(({ incident }) => incident.id);
    await this.reads.logShown(caller, 'GET /assessment-reviews', shown);
    return { items: items.map(presentReview), nextCursor };
  }
}

/** @throws {Invalid} a likelihood that is neither a degree nor a percent, or both. */
function contentOf({
  judgements,
  organizationId: _,
  reason: __,
  ...content
}: (AssessmentDto | AssessmentPatchDto) & { organizationId?: string; reason?: string }): AssessmentContent {
  return {
    ...content,
    ...(judgements && {
      judgements: judgements.map(({ hypothesisId, likelihood }, index) => ({
        hypothesisId,
        likelihood: saidOf(likelihood, `judgements[${index}].likelihood`),
      })),
    }),
  };
}

function saidOf({ term, percent }: LikelihoodDto, path: string): LikelihoodSaid {
  if (term !== undefined && percent === undefined) {
    return { term };
  }
  if (percent !== undefined && term === undefined) {
    return { percent };
  }
  throw Invalid.at(path, 'one_of_two', 'Say a degree (term) or a whole percent from 1 to 99 (percent), not both.');
}
