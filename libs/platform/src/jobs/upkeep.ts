import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { JobRegistry, type ScheduledJob } from './job-registry.js';

const EVERY_MS = 15 * 60_000;

// A key of a day ago is free again anyway (UnitOfWork); here it goes for good.
const SWEEPS = [
  statement('sweep_sessions', `DELETE FROM session WHERE expires_at < $1::timestamptz - interval '1 day'`),
  statement('sweep_failures', `DELETE FROM sign_in_failure WHERE at < $1::timestamptz - interval '1 day'`),
  statement('sweep_provider_transactions', 'DELETE FROM provider_transaction WHERE expires_at < $1::timestamptz'),
  statement('sweep_devices', 'DELETE FROM known_device WHERE expires_at < $1'),
  statement('sweep_enrollments', 'DELETE FROM second_factor_enrollment WHERE expires_at < $1'),
  statement('sweep_keys', `DELETE FROM idempotency_key WHERE created_at < $1::timestamptz - interval '24 hours'`),
];

/**
 * Removes what has run out and is nobody's record: sessions, failures to sign in, known devices, second factors that
 * were offered, answers kept for repeats.
 */
@Injectable()
export class Upkeep implements ScheduledJob {
  readonly name = 'upkeep';
  readonly everyMs = EVERY_MS;

  constructor(
    registry: JobRegistry,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    registry.runs(this);
  }

  async run(): Promise<void> {
    for (const sweep of SWEEPS) {
      await this.database.forPurpose('upkeep', sweep, [this.clock.now()]);
    }
  }
}
