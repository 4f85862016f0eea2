/** What a row is compared with: the latest state that the entries give, and what the entries say of themselves. */
export interface Latest {
  /** Null where the record was ended (a member who left, an invitation that was taken back). */
  readonly state: Known | null;
  /** The last state that was something. */
  readonly was: Known;
  /** Of the last entry: RFC 3339, milliseconds. */
  readonly at: string;
  /** Of the entry before which there was nothing. */
  readonly begunAt: string;
  readonly begunBy: string | null;
  readonly organizationId: string | null;
}

export type Known = Readonly<Record<string, unknown>>;

/** What a column is to hold: a member of the state (`holder.role`), or what is made of it. {@link ANYTHING}: what the entries do not tell. */
type Expected = string | ((latest: Latest) => unknown);

/** Is not compared: the state is from before there was such a member, and a migration gave the row its value. */
export const ANYTHING = Symbol('anything');

export interface DomainTable {
  readonly table: string;
  /** As entries name it. */
  readonly kind: string;
  /** Columns that are not the member of their name: `max_tlp` is `maxTlp`, `said_at` with `said_precision` is `saidAt`. */
  readonly columns?: Readonly<Record<string, Expected>>;
  /** Columns that are not compared, each with its reason. */
  readonly excused?: Readonly<Record<string, string>>;
  /** SQL: rows of which no entry needs to tell, and why there are such. */
  readonly unrecorded?: readonly [condition: string, reason: string];
  /** Search finds it. */
  readonly searched?: boolean;
}

const without =
  (member: string, otherwise: unknown): Expected =>
  ({ was }) =>
    was[member] === undefined ? otherwise : was[member];

const holder = ({ was }: Latest): Known | null => (was['holder'] ?? null) as Known | null;
const SOURCE = { source_title: 'source.title', source_publisher: 'source.publisher', source_url: 'source.url' };
const FROM_ITS_FIRST_ENTRY = 'the row is written once; what changed of its marking since, its states have';
/** Version 4: made by the database, where a migration moved names of accounts into rows of their own. */
const MOVED = [`substr(t.id::text, 15, 1) = '4'`, 'names that a migration moved here from accounts'] as const;

/** Records of a case. Each has its states in `record_state`. */
export const CASE_TABLES: readonly DomainTable[] = [
  {
    table: 'incident',
    kind: 'incident',
    columns: { reported_by: 'reportedById' },
    excused: {
      case_version: 'compared with the last entry of the case (case_differs)',
      recorded_at: 'compared with the last entry of the case (case_differs)',
    },
    searched: true,
  },
  {
    table: 'affected_account',
    kind: 'account',
    columns: {
      holder_name: (latest) => (holder(latest)?.['disclosed'] === true ? holder(latest)?.['name'] : null),
      holder_role: 'holder.role',
      holder_disclosed: 'holder.disclosed',
      holder_pseudonym: (latest) =>
        holder(latest)?.['disclosed'] === false && holder(latest)?.['pseudonym'] === undefined
          ? ANYTHING
          : holder(latest)?.['pseudonym'],
    },
    searched: true,
  },
  {
    table: 'holder_name',
    kind: 'holder_name',
    columns: { name_key: ({ was: { name } }) => (typeof name === 'string' ? comparedName(name) : null) },
    unrecorded: MOVED,
  },
  {
    table: 'pivot',
    kind: 'pivot',
    columns: { occurred_at: 'at.at', occurred_precision: 'at.precision', evidence: without('evidence', []) },
  },
  { table: 'comment', kind: 'comment', columns: { on_kind: 'on.kind', on_id: 'on.id' }, searched: true },
  { table: 'task', kind: 'task', searched: true },
  { table: 'merger', kind: 'merger' },
  { table: 'disclosure', kind: 'disclosure', searched: true },
  { table: 'leaked_artifact', kind: 'artifact', columns: { authenticity_by_id: 'authenticityBy' }, searched: true },
  { table: 'hypothesis', kind: 'hypothesis', searched: true },
  {
    table: 'claim',
    kind: 'claim',
    columns: {
      ...SOURCE,
      confidence_scale: 'confidenceOnScale.scale',
      confidence_value: 'confidenceOnScale.value',
      status: without('status', 'stated'),
    },
    searched: true,
  },
  { table: 'evidence', kind: 'evidence', searched: true },
  {
    table: 'custody_step',
    kind: 'custody_step',
    columns: { done_at: 'at.at', done_precision: 'at.precision' },
    excused: { tlp: FROM_ITS_FIRST_ENTRY, version: FROM_ITS_FIRST_ENTRY },
    searched: true,
  },
  { table: 'finding', kind: 'finding', searched: true },
  { table: 'finding_account', kind: 'finding_account' },
  { table: 'inquiry', kind: 'inquiry' },
  {
    table: 'assessment',
    kind: 'assessment',
    columns: {
      content: ({ was: { rationale, keyAssumptions, confidenceFactors, evidence } }) => ({
        rationale,
        keyAssumptions,
        confidenceFactors,
        evidence,
      }),
      approved_by_id: 'approval.byId',
      approved_at: 'approval.at',
    },
  },
  { table: 'dissent', kind: 'dissent', excused: { tlp: FROM_ITS_FIRST_ENTRY, version: FROM_ITS_FIRST_ENTRY } },
  { table: 'ach_column', kind: 'ach_column' },
  {
    table: 'erasure',
    kind: 'erasure',
    columns: { subject_kind: 'subject.kind', subject_id: 'subject.id' },
    excused: { erased_at: 'that of its tombstone, which the erasures are held against' },
  },
  {
    table: 'legal_hold',
    kind: 'legal_hold',
    unrecorded: ['t.incident_id IS NULL', 'an entry of the organization is compared there'],
  },
  {
    table: 'participant',
    kind: 'participant',
    columns: { invited_by_id: without('invitedById', ANYTHING), elevated: without('elevated', false) },
  },
  {
    table: 'stakeholder',
    kind: 'stakeholder',
    columns: { organization_id: ({ organizationId }) => organizationId },
    unrecorded: ['t.incident_id IS NULL', 'an entry of the register of an organization is compared there'],
  },
];

/** Records of organizations, whose entries are in no case, or in whichever case they were made. */
export const REGISTER_TABLES: readonly DomainTable[] = [
  {
    table: 'organization',
    kind: 'organization',
    columns: { requires_second_factor: without('requiresSecondFactor', false) },
  },
  {
    table: 'membership',
    kind: 'member',
    columns: {
      organization_id: ({ organizationId }) => organizationId,
      ended_at: ({ state, at }) => (state === null ? at : null),
      created_at: ({ begunAt }) => begunAt,
    },
  },
  {
    table: 'invitation',
    kind: 'invitation',
    columns: {
      organization_id: ({ organizationId }) => organizationId,
      invited_by_id: ({ begunBy }) => begunBy,
      created_at: ({ begunAt }) => begunAt,
    },
    excused: {
      token_hash: 'a secret, of which no entry tells',
      email_key: 'follows from the e-mail',
      expires_at: 'is brought forward where it is taken back or another one takes its place',
      accepted_at: 'the entry of the member who joined names the invitation',
    },
    unrecorded: ['t.invited_by_id IS NULL', 'invitations from before they were records of their own'],
  },
  {
    table: 'api_key',
    kind: 'api_key',
    columns: { user_id: ({ begunBy }) => begunBy },
    excused: { secret_hash: 'a secret, of which no entry tells', last_used_at: 'a convenience that no entry tells of' },
  },
  {
    table: 'stakeholder',
    kind: 'stakeholder',
    columns: { organization_id: ({ organizationId }) => organizationId },
    unrecorded: ['t.incident_id IS NOT NULL', 'of a case: compared with its states'],
  },
  {
    table: 'party',
    kind: 'party',
    unrecorded: ['t.organization_id IS NULL', 'the shipped catalogue, which is not in the history'],
  },
  {
    table: 'threat_actor',
    kind: 'actor',
    unrecorded: ['t.organization_id IS NULL', 'the shipped catalogue, which is not in the history'],
  },
  {
    table: 'actor_identification',
    kind: 'actor_identification',
    columns: {
      ...SOURCE,
      withdrawn_at: 'withdrawal.at',
      withdrawn_by_id: 'withdrawal.byId',
      withdrawal_reason: 'withdrawal.reason',
    },
  },
  {
    table: 'legal_hold',
    kind: 'legal_hold',
    unrecorded: ['t.incident_id IS NOT NULL', 'of a case: compared with its states'],
  },
  {
    table: 'retention_rule',
    kind: 'retention_rule',
    columns: { organization_id: ({ organizationId }) => organizationId },
  },
];

const CONVENIENCE = 'how people sign in, which the log of sign-ins tells of and the history does not';
const SENT = 'what was told to whom: the work of jobs, and no change of a record';
const WORK = 'the work of the product, and no record';
const CHECKED = 'compared by a check of its own';

/** Tables that are not compared with entries by their columns, each with its reason. */
export const OUTSIDE: Readonly<Record<string, string>> = {
  app_user: CONVENIENCE,
  session: CONVENIENCE,
  second_factor: CONVENIENCE,
  second_factor_enrollment: CONVENIENCE,
  recovery_code: CONVENIENCE,
  known_device: CONVENIENCE,
  user_identity: CONVENIENCE,
  provider_transaction: CONVENIENCE,
  sign_in_event: CONVENIENCE,
  sign_in_failure: CONVENIENCE,
  provided_seat: 'which seats an identity provider gave; that they were given, entries of members tell',
  notification: SENT,
  delivery: SENT,
  delivery_attempt: SENT,
  mailbox_message: SENT,
  reminder: SENT,
  idempotency_key: WORK,
  outbox_message: WORK,
  outbox_handling: WORK,
  setting: WORK,
  reference_counter: WORK,
  migration: WORK,
  history_entry: CHECKED,
  history_payload: CHECKED,
  history_redaction: CHECKED,
  record_state: CHECKED,
  search_document: CHECKED,
  case_read: CHECKED,
  log_pending: CHECKED,
  log_head: CHECKED,
  log_leaf: CHECKED,
  log_node: CHECKED,
  log_checkpoint: CHECKED,
  log_cosignature: CHECKED,
  log_key: CHECKED,
  log_receipt: CHECKED,
  log_witness: 'how it stood with each witness last, which the next visit finds out anew',
};

/** Columns of the tables that have a check of their own, of which nothing can be made out, each with its reason. */
export const UNTOLD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  history_entry: { position: 'the order of writing, which no entry tells; in a case, version and ordinal do' },
  search_document: { text: 'made of a record when it is written, and kept for search only', words: 'as its text' },
  log_pending: { position: 'the order in which places are given, which nothing promises' },
  log_checkpoint: { signed_at: 'no signature covers it: it has to lie between its neighbours' },
  log_receipt: { id: 'no signature covers it', user_id: 'no signature covers it' },
  log_head: { one: 'there is one row', halted_at: 'when the sequencer stopped, for people' },
};

/** As a name is compared that stands behind a pseudonym (Unicode UAX 15, NFKC). */
const comparedName = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
