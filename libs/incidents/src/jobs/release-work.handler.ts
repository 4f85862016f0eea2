import { Injectable } from '@nestjs/common';
import type { SeatEndedV1, WorkLeftV1 } from '@app/access';
import { CaseLock } from '@app/ledger';
import { statement, type IncidentId, type OrganizationId, type State, type Tx, type UserId } from '@app/platform';
import type { MessageHandler, OutboxMessage } from '@app/platform/jobs';
import { searchText } from '../actions/file-incident.js';
import { amendRecord } from '../case-record.js';
import { incidentState } from '../incident.entity.js';
import type { WorkReleasedV1 } from '../incidents.events.js';
import { Incidents } from '../incidents.repository.js';
import { TASK } from '../tasks.js';

const CASES = statement(
  'work_left_cases',
  `SELECT id AS "incidentId" FROM incident WHERE lead_id = $1
   UNION SELECT incident_id FROM task WHERE assignee_id = $1 AND status = 'open'`,
);

// Locked before it is looked at, since a version of the case has to name a change: without one, none is taken.
const LOCK = statement(
  'work_left_lock',
  'SELECT organization_id AS "organizationId", lead_id AS "leadId" FROM incident WHERE id = $1 FOR NO KEY UPDATE',
);
const TASKS = statement(
  'work_left_tasks',
  `SELECT id FROM task WHERE incident_id = $1 AND assignee_id = $2 AND status = 'open' ORDER BY id`,
);

/**
 * Whoever works in an organization no more leads no case of it and has no task by it: each is released, in the history
 * of its case, and those who lead are told. Work is not taken from anybody who still may do it.
 */
@Injectable()
export class ReleaseWorkHandler implements MessageHandler {
  readonly name = 'release-work';
  readonly types = ['seat.ended.v1', 'work.left.v1'];

  constructor(
    private readonly caseLock: CaseLock,
    private readonly incidents: Incidents,
  ) {}

  async handle(tx: Tx, { type, body }: OutboxMessage): Promise<void> {
    if (type === 'work.left.v1') {
      await this.release(tx, body as WorkLeftV1);
      return;
    }
    const ended = body as SeatEndedV1;
    for (const { incidentId } of await tx.sql<{ incidentId: IncidentId }>(CASES, [ended.userId])) {
      tx.emit('work.left.v1', { ...ended, incidentId } satisfies WorkLeftV1);
    }
  }

  private async release(tx: Tx, { incidentId, userId, byUserId, reason }: WorkLeftV1): Promise<void> {
    const [found] = await tx.sql<{ organizationId: OrganizationId; leadId: UserId | null }>(LOCK, [incidentId]);
    const leads = found?.leadId === userId && !(await this.incidents.mayLead(tx, found.organizationId, userId));
    const works = await this.incidents.mayWork(tx, userId, incidentId);
    const tasks = works ? [] : await tx.sql<{ id: string }>(TASKS, [incidentId, userId]);
    if (!leads && tasks.length === 0) {
      return;
    }
    const { organizationId, caseVersion } = await this.caseLock.open(tx, incidentId);
    const why = reason ?? undefined;
    if (leads) {
      await this.releaseLead(tx, why);
    }
    for (const { id } of tasks) {
      const change = (task: Parameters<typeof TASK.columns>[0]) => ({ ...task, assigneeId: null });
      await amendRecord(tx, TASK, { id, action: 'task.released', reason: why, change });
    }
    tx.emit('work.released.v1', {
      incidentId,
      organizationId,
      caseVersion,
      byUserId,
      outcome: leads ? 'lead' : 'tasks',
      count: tasks.length,
    } satisfies WorkReleasedV1);
  }

  private async releaseLead(tx: Tx, reason: string | undefined): Promise<void> {
    const incident = await this.incidents.ofOpenCase(tx);
    const before = incidentState(incident) as State;
    incident.leadId = null;
    incident.version = tx.case.caseVersion;
    this.incidents.update(tx, incident);
    tx.record({
      action: 'incident.lead_released',
      subject: { kind: 'incident', id: incident.id },
      before,
      after: { ...incidentState(incident), version: incident.version } as State,
      reason,
      text: searchText(incident),
    });
  }
}
