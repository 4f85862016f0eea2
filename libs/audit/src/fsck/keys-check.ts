import type { State } from '@app/platform';
import { parseVerifierKey, verifyNote, type VerifierKey } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import type { Found } from './found.js';
import type { Snapshot } from './snapshot.query.js';

interface KeyRow {
  readonly id: string;
  /** Where somebody took the constraint away, anything. */
  readonly role: string;
  readonly vkey: string;
  readonly introducedAt: string;
}

/** A key as an entry of the log introduces it (docs/formats/ledger.md). */
interface Introduction {
  readonly at: string;
  readonly id: string;
  readonly role: string;
  readonly vkey: string;
  readonly replaces: string | null;
  readonly endorsement: string | null;
}

const KEYS = `
  SELECT id, role, vkey, to_char(introduced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "introducedAt"
  FROM log_key ORDER BY introduced_at, id`;

/** The keys that sign, which the log itself introduces. */
export class KeysCheck {
  readonly log: VerifierKey[] = [];
  readonly receipt: VerifierKey[] = [];
  private readonly introduced = new Map<string, Introduction>();
  private rows: KeyRow[] = [];

  constructor(private readonly found: Found) {}

  async read(snapshot: Snapshot): Promise<void> {
    this.rows = await snapshot.all<KeyRow>(KEYS);
    for (const { id, role, vkey } of this.rows) {
      const key = await parseVerifierKey(nodeCrypto, vkey).catch(() => null);
      if (key && (role === 'log' || role === 'receipt')) {
        this[role].push(key);
      } else {
        this.found.add('key_malformed', { table: 'log_key', id });
      }
    }
  }

  /** An entry by which a key is introduced; told of each, in the order of writing. */
  introduce({ id, at }: { id: string; at: string }, after: State): void {
    this.introduced.set(id, { at, ...after } as unknown as Introduction);
  }

  /** Once every introduction was told. */
  async compare(): Promise<void> {
    const inForce: Partial<Record<string, string>> = {};
    for (const introduction of this.introduced.values()) {
      await this.endorsed(introduction, inForce[introduction.role] ?? null);
      inForce[introduction.role] = introduction.vkey;
    }
    for (const { id, role, vkey, introducedAt } of this.rows) {
      const introduction = this.introduced.get(id);
      this.introduced.delete(id);
      const same =
        introduction?.vkey === vkey && introduction.role === role && exactly(introduction.at) === introducedAt;
      if (!same) {
        this.found.add('key_not_introduced', { table: 'log_key', id });
      }
    }
    for (const id of this.introduced.keys()) {
      this.found.add('key_row_missing', { table: 'log_key', id });
    }
  }

  /** The first of a role is taken on trust; each other one is signed by the one in whose place it comes. */
  private async endorsed({ id, role, vkey, ...by }: Introduction, before: string | null): Promise<void> {
    if (before === null && by.replaces === null && by.endorsement === null) {
      return;
    }
    const origin = (vkey.split('+')[0] ?? '').replace(role === 'receipt' ? /\/receipts$/ : /$^/, '');
    const expected = `ascribe-key/v1\n${origin}\n${role}\n${vkey}\n`;
    const signed = by.replaces === before && (await textSignedBy(by.replaces, by.endorsement));
    if (signed !== expected) {
      this.found.add('key_endorsement_wrong', { table: 'log_key', id });
    }
  }
}

async function textSignedBy(vkey: string | null, note: string | null): Promise<string | null> {
  if (vkey === null || note === null) {
    return null;
  }
  try {
    return (await verifyNote(nodeCrypto, note, [await parseVerifierKey(nodeCrypto, vkey)])).text;
  } catch {
    return null;
  }
}

/** An RFC 3339 instant with milliseconds as the database gives it with microseconds. */
export const exactly = (instant: string): string => instant.replace(/Z$/, '000Z');
