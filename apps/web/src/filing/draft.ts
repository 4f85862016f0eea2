import type { Schemas } from '@app/api-client';
import type { Report } from '../api/shapes';
import { NO_TIME, partialTimeOf, type TimeDraft } from '../form/partial-time-field';
import { said } from '../form/said';
import { newKey } from '../form/use-submission';

export interface AccountDraft {
  key: string;
  identifier: string;
  provider: string;
  kind: string;
  status: string;
  holderRole: string;
  holderName: string;
  holderDisclosed: boolean;
}

export interface PivotDraft {
  fromKey: string;
  toKey: string;
  method: string;
  at: TimeDraft;
}

/** What has been typed of a report. It is kept on the device until it is filed. */
export interface ReportDraft {
  /** Sent as the idempotency key, so that a retry after a lost answer does not file twice. */
  submissionKey: string;
  organizationId: string;
  title: string;
  summary: string;
  category: string;
  severity: string;
  occurredAt: TimeDraft;
  accounts: AccountDraft[];
  pivots: PivotDraft[];
  channel: string;
  sourceAnonymous: boolean;
  sourceDescription: string;
  disclosureSummary: string;
  receivedAt: TimeDraft;
  publicAt: TimeDraft;
  url: string;
  artifacts: string[];
  accusedName: string;
  claimant: string;
  statement: string;
  saidAt: TimeDraft;
  tlp: string;
  leadId: string;
}

export const emptyReport = (): ReportDraft => ({
  submissionKey: newKey(),
  organizationId: '',
  title: '',
  summary: '',
  category: '',
  severity: '',
  occurredAt: NO_TIME,
  accounts: [],
  pivots: [],
  channel: '',
  sourceAnonymous: false,
  sourceDescription: '',
  disclosureSummary: '',
  receivedAt: NO_TIME,
  publicAt: NO_TIME,
  url: '',
  artifacts: [],
  accusedName: '',
  claimant: '',
  statement: '',
  saidAt: NO_TIME,
  tlp: '',
  leadId: '',
});

export const emptyAccount = (): AccountDraft => ({
  key: `a${newKey().slice(0, 8)}`,
  identifier: '',
  provider: '',
  kind: 'email',
  status: 'suspected',
  holderRole: '',
  holderName: '',
  holderDisclosed: false,
});

/** Whether the third part says enough to be a disclosure. */
export const tellsDisclosure = (draft: ReportDraft): boolean =>
  draft.channel !== '' ||
  draft.disclosureSummary.trim() !== '' ||
  draft.sourceDescription.trim() !== '' ||
  draft.artifacts.some(Boolean);

/** Only what was said: what was left out is not sent and stays not assessed. */
export function reportOf(draft: ReportDraft, known: Known): Report {
  const accounts = draft.accounts.filter((one) => one.identifier.trim() !== '');
  const keys = new Set(accounts.map((one) => one.key));
  const pivots = draft.pivots.filter((one) => keys.has(one.fromKey) && keys.has(one.toKey));
  return said<Report>({
    organizationId: draft.organizationId,
    title: draft.title.trim(),
    summary: draft.summary.trim(),
    category: draft.category,
    severity: draft.severity,
    tlp: draft.tlp,
    leadId: draft.leadId,
    occurredAt: partialTimeOf(draft.occurredAt),
    affectedAccounts: accounts.map(accountOf),
    pivots: pivots.map((one) =>
      said<Schemas['FiledPivotDto']>({
        fromKey: one.fromKey,
        toKey: one.toKey,
        method: one.method.trim(),
        at: partialTimeOf(one.at),
      }),
    ),
    disclosures: tellsDisclosure(draft) ? [disclosureOf(draft)] : [],
    claims: draft.accusedName.trim() ? [claimOf(draft, known)] : [],
  });
}

/** What is in the catalogue already and so is named by its id. */
interface Known {
  parties: readonly Named[];
  actors: readonly Named[];
}

interface Named {
  id: string;
  name: string;
}

const idOf = (all: readonly Named[], name: string): string | undefined =>
  all.find((one) => one.name.toLowerCase() === name.trim().toLowerCase())?.id;

/** The accusation, as the claim of whoever makes it: by default the organization that files. */
function claimOf(draft: ReportDraft, { parties, actors }: Known): Schemas['FiledClaimDto'] {
  const accused = draft.accusedName.trim();
  const claimant = draft.claimant.trim();
  const claimantId = idOf(parties, claimant);
  return said<Schemas['FiledClaimDto']>({
    claimantId,
    claimant: claimant && !claimantId ? { name: claimant, kind: 'other' } : undefined,
    hypothesis: said<Schemas['HypothesisDto']>({
      kind: 'threat_actor',
      actorId: idOf(actors, accused),
      label: accused,
    }),
    stance: 'attributes',
    statement: draft.statement.trim() || `Names ${accused}.`,
    namedAs: accused,
    saidAt: partialTimeOf(draft.saidAt) ?? { at: null, precision: 'unknown' },
  });
}

const accountOf = (one: AccountDraft): Schemas['FiledAccountDto'] =>
  said<Schemas['FiledAccountDto']>({
    key: one.key,
    identifier: one.identifier.trim(),
    provider: one.provider.trim(),
    kind: one.kind,
    status: one.status,
    holder:
      one.holderRole.trim() || one.holderName.trim()
        ? said<Schemas['HolderDto']>({
            name: one.holderName.trim(),
            role: one.holderRole.trim(),
            disclosed: one.holderDisclosed,
          })
        : undefined,
  });

const disclosureOf = (draft: ReportDraft): Schemas['FiledDisclosureDto'] =>
  said<Schemas['FiledDisclosureDto']>({
    anonymous: draft.sourceAnonymous,
    sourceDescription:
      draft.sourceDescription.trim() || (draft.sourceAnonymous ? 'An anonymous source' : 'Source not recorded yet'),
    channel: draft.channel || 'other',
    summary: draft.disclosureSummary.trim() || draft.title.trim(),
    receivedAt: partialTimeOf(draft.receivedAt),
    publicAt: partialTimeOf(draft.publicAt),
    url: draft.url.trim(),
    artifacts: draft.artifacts
      .filter((title) => title.trim())
      .map((title) => ({ title: title.trim(), authenticity: 'claimed' })),
  });
