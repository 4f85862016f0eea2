import { Injectable } from '@nestjs/common';
import { OPEN_STATUSES } from '@app/incidents';
import { statement, type IncidentId, type OrganizationId, type Statement, type Tx, type UserId } from '@app/platform';

/** What tracking finds. Permanent: reminders are kept under it. */
export const TRACKED = [
  'incident_untriaged',
  'incident_stale',
  'task_due_soon',
  'task_overdue',
  'inquiry_silent',
] as const;
export type Tracked = (typeof TRACKED)[number];

/** Something to remind of, of which nobody was reminded yet. */
export interface Found {
  readonly incidentId: IncidentId;
  readonly organizationId: OrganizationId;
  readonly caseVersion: number;
  /** What waits: a case, a task, an inquiry. */
  readonly subjectId: string;
  /** Whoever recorded an inquiry. */
  readonly recordedById: UserId | null;
  /** When the state began: a case that changed, or a task whose time was moved, is another matter. */
  readonly since: Date;
}

/** Reminders given in one transaction. */
export const FOUND_MAX = 500;

const OPEN = `i.status IN (${OPEN_STATUSES.map((status) => `'${status}'`).join(', ')})`;
const CASE = 'incident i JOIN organization o ON o.id = i.organization_id';

/** SQL of what is watched. */
interface Watched {
  readonly from: string;
  readonly subject: string;
  readonly since: string;
  readonly where: string;
  readonly recordedBy?: string;
}

/** $1: now. The insert waits for another worker that finds the same at the same time, and then finds it told. */
const remind = (kind: Tracked, { from, subject, since, where, recordedBy = 'NULL::uuid' }: Watched): Statement =>
  statement(
    kind,
    `WITH found AS (
       SELECT ${subject} AS subject_id, ${since} AS since, i.id AS incident_id, i.organization_id, i.case_version,
         ${recordedBy} AS recorded_by_id FROM ${from}
       WHERE ${where} AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.kind = '${kind}' AND r.subject_id = ${subject} AND r.since = ${since})
       LIMIT ${FOUND_MAX}),
     reminded AS (
       INSERT INTO reminder (kind, subject_id, since, at) SELECT '${kind}', subject_id, since, $1 FROM found
       ON CONFLICT DO NOTHING RETURNING subject_id)
     SELECT incident_id AS "incidentId", organization_id AS "organizationId", case_version AS "caseVersion", since,
       subject_id AS "subjectId", recorded_by_id AS "recordedById"
     FROM found JOIN reminded USING (subject_id)`,
  );

const TASK = {
  from: `task t JOIN incident i ON i.id = t.incident_id JOIN organization o ON o.id = i.organization_id`,
  subject: 't.id',
  since: 't.due_at',
};

const REMIND: Readonly<Record<Tracked, Statement>> = {
  incident_untriaged: remind('incident_untriaged', {
    from: CASE,
    subject: 'i.id',
    since: 'i.status_changed_at',
    where: `i.status = 'reported' AND i.status_changed_at <= $1::timestamptz - o.untriaged_after_hours * interval '1 hour'`,
  }),
  incident_stale: remind('incident_stale', {
    from: CASE,
    subject: 'i.id',
    since: 'i.recorded_at',
    where: `${OPEN} AND i.recorded_at <= $1::timestamptz - o.stale_after_days * interval '1 day'`,
  }),
  task_due_soon: remind('task_due_soon', {
    ...TASK,
    where: `t.status = 'open' AND ${OPEN} AND t.due_at > $1 AND t.due_at <= $1::timestamptz + o.due_soon_hours * interval '1 hour'`,
  }),
  inquiry_silent: remind('inquiry_silent', {
    from: `inquiry q JOIN incident i ON i.id = q.incident_id`,
    subject: 'q.id',
    since: 'q.answer_due_at',
    recordedBy: 'q.recorded_by_id',
    where: `q.answer_claim_id IS NULL AND ${OPEN} AND q.answer_due_at <= $1`,
  }),
  task_overdue: remind('task_overdue', { ...TASK, where: `t.status = 'open' AND ${OPEN} AND t.due_at <= $1` }),
};

/** Cases, tasks and inquiries that wait too long. Reads all organizations, for the job that watches over them. */
@Injectable()
export class Tracking {
  /** What is found and not told yet; with the transaction it counts as told. */
  async remind(tx: Tx, kind: Tracked): Promise<Found[]> {
    return await tx.sql<Found>(REMIND[kind], [tx.at]);
  }
}
