import { Injectable } from '@nestjs/common';
import { Database, statement, type ParticipantId } from '@app/platform';
import { Authentication } from './authentication.repository.js';
import type { Caller, Capacity, CaseSight } from './caller.js';
import { CASE_VERBS, isInside, mayInCase, type CaseVerb } from './case.policy.js';
import { NAMES_KIND, recordShownSql } from './record-sight.js';

/** How many records of a kind somebody is shown, of all that the case has. */
export interface KindSeen {
  readonly kind: string;
  readonly shown: number;
  readonly withheld: number;
}

/** What somebody who takes part in a case can see and do there now. */
export interface ParticipantSight {
  readonly seesCase: boolean;
  readonly capacities: readonly Capacity[];
  readonly clearance: CaseSight['clearance'] | null;
  readonly verbs: readonly CaseVerb[];
  readonly kinds: readonly KindSeen[];
}

/** Kinds whose lists ask for a right of their own. */
const READ_BY: Readonly<Record<string, CaseVerb>> = {
  comment: 'comments.read',
  task: 'tasks.read',
  participant: 'participants.read',
  stakeholder: 'stakeholders.read',
  [NAMES_KIND]: 'names.read',
};

// $2 clearance, $3 whether they work inside, $4 organizations, $5 whether they see the case at all.
const COUNT = statement(
  'participant_sight',
  `SELECT kind, count(*) FILTER (WHERE shown)::int AS shown, count(*) FILTER (WHERE NOT shown)::int AS withheld FROM (
     SELECT l.kind, $5::boolean AND (l.kind = '${NAMES_KIND}'
       OR ${recordShownSql({ kind: 'l.kind', state: 'l.state' }, { clearance: '$2::text', inside: '$3::boolean', organizationIds: '$4::uuid[]' })}) AS shown
     FROM (SELECT DISTINCT ON (s.kind, s.record_id) s.kind, s.state FROM record_state s WHERE s.incident_id = $1
           ORDER BY s.kind, s.record_id, s.case_version DESC) l
     WHERE l.kind <> 'incident') counted
   GROUP BY kind ORDER BY kind`,
);

/** What each who takes part can see, for those who manage the participants. */
@Injectable()
export class ParticipantSights {
  constructor(
    private readonly database: Database,
    private readonly authentication: Authentication,
  ) {}

  /** The caller has to see every record of the case: what is withheld from the participant is counted. */
  async of(caller: Caller, { incidentId }: CaseSight, participantId: ParticipantId): Promise<ParticipantSight> {
    const found = await this.authentication.recognizeAs(participantId, incidentId);
    const [seen] = found?.cases ?? [];
    const organizationIds = (found?.memberships ?? []).map((seat) => seat.organizationId);
    const rows = await this.database.read<KindSeen>(caller, COUNT, [
      incidentId,
      seen?.clearance ?? 'clear',
      seen ? isInside(seen) : false,
      organizationIds,
      seen !== undefined,
    ]);
    const may = (verb: CaseVerb): boolean => seen !== undefined && mayInCase(seen, verb);
    return {
      seesCase: seen !== undefined,
      capacities: [...new Set(seen?.capacities)],
      clearance: seen?.clearance ?? null,
      verbs: CASE_VERBS.filter(may),
      kinds: rows.map((row) => (may(READ_BY[row.kind] ?? 'incident.read') ? row : unread(row))),
    };
  }
}

/** Of a part of the case that they may not read, nothing is shown. */
const unread = ({ kind, shown, withheld }: KindSeen): KindSeen => ({ kind, shown: 0, withheld: shown + withheld });
