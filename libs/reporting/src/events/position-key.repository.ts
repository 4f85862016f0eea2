import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, statement } from '@app/platform';
import { KEY_BYTES } from './position.js';

const MAKE = statement(
  'make_position_key',
  `INSERT INTO setting (name, value) VALUES ('event_position_key', to_jsonb($1::text)) ON CONFLICT (name) DO NOTHING`,
);
const READ = statement('position_key', `SELECT value #>> '{}' AS key FROM setting WHERE name = 'event_position_key'`);

/** The key that positions are sealed with: one for all processes, made by the first that needs it. What it guards is in the same database. */
@Injectable()
export class PositionKey {
  private known: Buffer | undefined;

  constructor(private readonly database: Database) {}

  async read(): Promise<Buffer> {
    if (this.known === undefined) {
      await this.database.bare(MAKE, [randomBytes(KEY_BYTES).toString('base64')]);
      const [row] = await this.database.bare<{ key: string }>(READ, []);
      this.known = Buffer.from(row?.key ?? '', 'base64');
    }
    return this.known;
  }
}
