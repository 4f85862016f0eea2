import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import type { PartyKind } from '@app/parties';
import { RecordAttribution, type ClaimInput, type HypothesisInput, type HypothesisState } from '@app/attribution';
import { RecordDisclosures, type DisclosureInput } from '@app/disclosure';
import {
  FileIncident,
  RecordAccounts,
  type AccountInput,
  type Answer,
  type FiledIncident,
  type Incident,
} from '@app/incidents';
import {
  Following,
  Invalid,
  UnitOfWork,
  type OrganizationId,
  type PartialTime,
  type Tlp,
  type Tx,
} from '@app/platform';
import { ReportKeys } from './report-keys.js';

type Keyed<Input> = Input & { readonly key?: string | undefined };

export interface FiledPivot {
  readonly fromKey: string;
  readonly toKey: string;
  readonly method?: string | undefined;
  readonly at?: PartialTime | undefined;
  readonly tlp?: Tlp | null | undefined;
}

export interface KeyLink {
  readonly kind: 'claim' | 'disclosure';
  readonly key: string;
}

export type FiledClaim = Keyed<Omit<ClaimInput, 'hypothesisId' | 'claimantId' | 'restsOn' | 'respondsTo'>> & {
  readonly claimantId?: string | undefined;
  readonly claimant?: { readonly name: string; readonly kind: PartyKind } | undefined;
  readonly hypothesis?: HypothesisInput | undefined;
  readonly restsOn?: readonly KeyLink[] | undefined;
  readonly respondsTo?: readonly KeyLink[] | undefined;
};

export interface Report extends Omit<FiledIncident, 'organizationId'> {
  readonly affectedAccounts?: readonly Keyed<AccountInput>[] | undefined;
  readonly pivots?: readonly FiledPivot[] | undefined;
  readonly disclosures?: readonly Keyed<DisclosureInput>[] | undefined;
  readonly claims?: readonly FiledClaim[] | undefined;
  readonly allegedActor?:
    | {
        readonly name?: string | undefined;
        readonly actorId?: string | undefined;
        readonly claimantId?: string | undefined;
      }
    | undefined;
}

/** What the parts of a report find out about each other while they are filed. */
interface Filing {
  readonly accounts: ReportKeys;
  readonly sources: ReportKeys;
  readonly hypotheses: Map<string, HypothesisState>;
  readonly unknown: HypothesisState;
  alleged: HypothesisState | undefined;
  /** Whoever files is of the organization that owns the case, and so is shown all of it. */
  readonly writer: { readonly caller: Caller; readonly sight: Pick<CaseSight, 'roles' | 'capacities' | 'clearance'> };
}

@Injectable()
export class FileReport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly incidents: FileIncident,
    private readonly accounts: RecordAccounts,
    private readonly disclosures: RecordDisclosures,
    private readonly attribution: RecordAttribution,
  ) {}

  /**
   * Files a whole report: the incident with its accounts, pivots, disclosures, claims and
   * alleged actor, all or nothing, as version 1 of the case.
   *
   * @throws {Invalid} a key that is not in the report or stands twice, and whatever the parts refuse.
   */
  async execute<View>(
    caller: Caller,
    organizationId: OrganizationId,
    report: Report,
    answer: (tx: Tx, incident: Incident) => ReturnType<Answer<View>>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const incident = await this.incidents.within(tx, caller, { ...report, organizationId });
      const roles = caller.memberships.filter((seat) => seat.organizationId === organizationId).map(({ role }) => role);
      const filing: Filing = {
        accounts: new ReportKeys(),
        sources: new ReportKeys(),
        hypotheses: new Map(),
        writer: { caller, sight: { roles, capacities: [], clearance: 'red' } },
        unknown: this.attribution.addUnknownWithin(tx),
        alleged: undefined,
      };
      await this.fileAccounts(tx, report, filing);
      await this.fileDisclosures(tx, report, filing);
      await this.fileAllegedActor(tx, report, filing);
      await this.fileClaims(tx, report, filing);
      tx.settle();
      // Whoever files next waits for our number: the answer is not awaited before the commit.
      return new Following(answer(tx, incident));
    });
  }

  private async fileAccounts(
    tx: Tx,
    { affectedAccounts = [], pivots = [] }: Report,
    { accounts, writer }: Filing,
  ): Promise<void> {
    for (const [index, { key, ...account }] of affectedAccounts.entries()) {
      const path = `affectedAccounts[${index}].`;
      accounts.put('account', key, (await this.accounts.addWithin(tx, account, writer, path)).id, `${path}key`);
    }
    for (const [index, { fromKey, toKey, ...pivot }] of pivots.entries()) {
      const fromAccountId = accounts.get('account', fromKey, `pivots[${index}].fromKey`);
      const toAccountId = accounts.get('account', toKey, `pivots[${index}].toKey`);
      await this.accounts.pivotWithin(tx, { ...pivot, fromAccountId, toAccountId }, `pivots[${index}]`);
    }
  }

  private async fileDisclosures(tx: Tx, { disclosures = [] }: Report, { sources, writer }: Filing): Promise<void> {
    for (const [index, { key, ...input }] of disclosures.entries()) {
      const { disclosure } = await this.disclosures.addWithin(
        tx,
        input,
        `disclosures[${index}].`,
        writer.sight.clearance,
      );
      sources.put('disclosure', key, disclosure.id, `disclosures[${index}].key`);
    }
  }

  private async fileAllegedActor(tx: Tx, { allegedActor }: Report, filing: Filing): Promise<void> {
    if (!allegedActor) {
      return;
    }
    const { name, actorId, claimantId } = allegedActor;
    if (!name && !actorId) {
      throw Invalid.at('allegedActor.name', 'missing', 'Name the alleged actor, or choose one.');
    }
    const hypothesis = await this.hypothesis(
      tx,
      filing,
      { kind: 'threat_actor', label: name, actorId },
      'allegedActor.',
    );
    filing.alleged = hypothesis;
    const claim: ClaimInput = {
      hypothesisId: hypothesis.id,
      claimantId: await this.attribution.claimantWithin(tx, { claimantId }),
      stance: 'attributes',
      statement: `Named as the alleged actor when the incident was reported: ${hypothesis.label}.`,
      namedAs: hypothesis.label,
      saidAt: { at: tx.case.recordedAt.toISOString(), precision: 'instant' },
    };
    await this.attribution.addClaimWithin(tx, claim, 'allegedActor.');
  }

  private async fileClaims(tx: Tx, { claims = [] }: Report, filing: Filing): Promise<void> {
    for (const [index, filed] of claims.entries()) {
      const path = `claims[${index}].`;
      const { key, claimant, hypothesis, restsOn = [], respondsTo = [], ...claim } = filed;
      const about = hypothesis
        ? await this.hypothesis(tx, filing, hypothesis, `${path}hypothesis.`)
        : (filing.alleged ?? filing.unknown);
      const claimantId = await this.attribution.claimantWithin(tx, { claimantId: claim.claimantId, claimant });
      const links = (given: readonly KeyLink[], field: string) =>
        given.map((link, at) => ({
          kind: link.kind,
          id: filing.sources.get(link.kind, link.key, `${path}${field}[${at}].key`),
        }));
      tx.settle();
      const input: ClaimInput = {
        ...claim,
        claimantId,
        hypothesisId: about.id,
        restsOn: links(restsOn, 'restsOn'),
        respondsTo: links(respondsTo, 'respondsTo'),
      };
      filing.sources.put('claim', key, (await this.attribution.addClaimWithin(tx, input, path)).id, `${path}key`);
    }
  }

  /** One hypothesis for each answer that the report speaks of, however often it does. */
  private async hypothesis(
    tx: Tx,
    { hypotheses, unknown }: Filing,
    input: HypothesisInput,
    path: string,
  ): Promise<HypothesisState> {
    if (input.kind === 'unknown') {
      return unknown;
    }
    const name = `${input.kind} ${input.actorId ?? ''} ${input.label?.toLowerCase() ?? ''}`;
    const found = hypotheses.get(name) ?? (await this.attribution.addHypothesisWithin(tx, input, path));
    hypotheses.set(name, found);
    return found;
  }
}
