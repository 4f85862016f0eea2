import { Injectable } from '@nestjs/common';
import type { Caller } from '@app/access';
import type { KeyRole } from '@app/ledger';
import { Config, Database, statement } from '@app/platform';
import type { StoredEntry } from './disclosed.rules.js';

/** A key that signed here, with how the log introduced it. */
export interface IntroducedKey {
  readonly role: KeyRole;
  readonly vkey: string;
  readonly introducedAt: Date;
  /** Of the entry that introduces it; null while it waits for its place. */
  readonly index: number | null;
  readonly replaces: string | null;
  /** Signed by the key that it replaces (docs/formats/ledger.md). */
  readonly endorsement: string | null;
}

/** An entry by which the log introduces a key. */
export interface KeyEntry extends StoredEntry {
  readonly index: number;
}

/** The log's own entries; in the words of the index over what is outside cases. */
const OF_THE_LOG = `h.organization_id IS NULL AND h.incident_id IS NULL AND h.kind IS DISTINCT FROM 'case_read'`;

const ENTRIES = statement(
  'log_key_entries',
  `SELECT l.index::float8 AS index, h.leaf, p.salt, p.body, p.opened FROM history_entry h JOIN log_leaf l ON l.entry_id = h.id
     LEFT JOIN history_payload p ON p.entry_id = h.id
   WHERE ${OF_THE_LOG} AND l.index < $1 ORDER BY l.index`,
);

const KEYS = statement(
  'log_keys_introduced',
  `SELECT k.role, k.vkey, k.introduced_at AS "introducedAt", e.index::float8 AS index,
     e.payload->'after'->>'replaces' AS replaces, e.payload->'after'->>'endorsement' AS endorsement
   FROM log_key k LEFT JOIN (
     SELECT l.index, convert_from(p.body, 'UTF8')::json AS payload FROM history_entry h JOIN history_payload p ON p.entry_id = h.id
       LEFT JOIN log_leaf l ON l.entry_id = h.id WHERE ${OF_THE_LOG}) e ON (e.payload->'subject'->>'id')::uuid = k.id
   ORDER BY k.introduced_at DESC, k.id DESC`,
);

/** The keys of the log and of its receipts. Entries that introduce them are everyone's who is signed in. */
@Injectable()
export class LogKeys {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** The newest first. */
  async all(caller: Caller): Promise<IntroducedKey[]> {
    return await this.database.read<IntroducedKey>(caller, KEYS, []);
  }

  /** The entries below an index that introduce keys, in the order of the log. They are few. */
  async entries(caller: Caller, below: number): Promise<KeyEntry[]> {
    return await this.database.read<KeyEntry>(caller, ENTRIES, [below]);
  }

  /** As C2SP tlog-policy: the configured one, or one that asks for no witness. */
  policy(keys: readonly Pick<IntroducedKey, 'role' | 'vkey'>[]): string {
    const configured = this.config.ledgerPolicy;
    return configured === undefined
      ? `${keys.flatMap(({ role, vkey }) => (role === 'log' ? [`log ${vkey}\n`] : [])).join('')}quorum none\n`
      : `${configured.trimEnd()}\n`;
  }
}
