import { Injectable } from '@nestjs/common';
import { Database, statement } from '@app/platform';

/** How it stands with a witness of the policy, as the process that shows them checkpoints found it last. */
export interface WitnessStanding {
  /** As the policy names it. */
  readonly name: string;
  /** `<name>+<id>` of its key. */
  readonly key: string;
  /** `alarm`: what it holds and what this log says cannot both be true. `unreachable`: the policy has no address for it. */
  readonly status: 'waiting' | 'cosigned' | 'failing' | 'alarm' | 'unreachable';
  /** Why it fails, or what the alarm is, for people; null otherwise. */
  readonly why: string | null;
  readonly since: Date;
  /** The largest checkpoint that it cosigned, and when it says that it did. */
  readonly size: number | null;
  readonly cosignedAt: Date | null;
}

const STANDINGS = statement(
  'log_witness_standings',
  `SELECT w.name, w.witness AS key, w.status, w.why, w.since, c.size::float8 AS size, c.cosigned_at AS "cosignedAt"
   FROM log_witness w LEFT JOIN LATERAL (
     SELECT s.size, s.cosigned_at FROM log_cosignature s WHERE s.witness = w.witness ORDER BY s.size DESC LIMIT 1) c ON true
   ORDER BY w.place`,
);

/** The witnesses of this log, for whichever process is asked. */
@Injectable()
export class WitnessStandings {
  constructor(private readonly database: Database) {}

  /** In the order of the policy; none before the sequencer has begun. */
  async all(): Promise<WitnessStanding[]> {
    return await this.database.bare<WitnessStanding>(STANDINGS, []);
  }
}
