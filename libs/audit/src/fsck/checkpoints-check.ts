import {
  parseCheckpoint,
  parseCosignature,
  parseNote,
  toHex,
  verifyNote,
  type Policy,
  type VerifierKey,
} from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import type { Found } from './found.js';
import type { SignedRoot } from './log-check.js';
import type { Snapshot } from './snapshot.query.js';

interface CheckpointRow {
  readonly size: string;
  readonly root: Buffer;
  readonly note: string;
  readonly signedAt: string;
  readonly cosignatures: readonly CosignatureRow[];
}

interface CosignatureRow {
  /** `<name>+<id>` of the witness's key, or its id alone where that would be too long. */
  readonly witness: string;
  readonly line: string;
  /** POSIX seconds. */
  readonly at: number;
}

const CHECKPOINTS = `
  SELECT c.size, c.root, c.note, to_char(c.signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "signedAt",
    coalesce((SELECT json_agg(json_build_object('witness', s.witness, 'line', s.line, 'at', extract(epoch FROM s.cosigned_at))) FROM log_cosignature s WHERE s.size = c.size), '[]') AS cosignatures
  FROM log_checkpoint c ORDER BY c.size`;

const ALONE = `
  SELECT size || ' ' || witness AS id FROM log_cosignature s
  WHERE NOT EXISTS (SELECT 1 FROM log_checkpoint c WHERE c.size = s.size) ORDER BY s.size LIMIT 1000`;

/** By whom the log is to be signed. */
export interface Believed {
  readonly keys: readonly VerifierKey[];
  /** Where the operator named one: the newest checkpoint has to bear its signature. */
  readonly expected: VerifierKey | null;
  /** Whose cosignatures can be checked; those of others say nothing here. */
  readonly policy: Policy | null;
}

/** Every signature over the log, and what it was made over. */
export class CheckpointsCheck {
  private newest: CheckpointRow | null = null;

  constructor(
    private readonly snapshot: Snapshot,
    private readonly found: Found,
    private readonly believed: Believed,
  ) {}

  /**
   * What was signed, by rising size: the checkpoints of the database, and the one that is remembered beside the key.
   *
   * @param remembered the signed note; null where there is none to be read.
   */
  async *signed(remembered: string | null): AsyncGenerator<SignedRoot, undefined> {
    let memory = remembered === null ? null : await this.remembered(remembered);
    for await (const row of this.snapshot.each<CheckpointRow>(CHECKPOINTS)) {
      const size = Number(row.size);
      if (memory && memory.size <= size) {
        yield memory;
        memory = null;
      }
      await this.checkpoint(row);
      yield { size, root: row.root.toString('hex'), of: 'checkpoint' };
    }
    if (memory) {
      yield memory;
    }
  }

  /** Once all were taken. @param size of the log. */
  async end(size: number): Promise<void> {
    for (const { id } of await this.snapshot.all<{ id: string }>(ALONE)) {
      this.found.add('cosignature_wrong', { table: 'log_cosignature', id });
    }
    if (!this.newest && size > 0 && this.believed.keys.length > 0) {
      this.found.add('checkpoint_missing', { table: 'log_checkpoint', id: size });
    }
    const { expected } = this.believed;
    if (expected && this.newest && !(await signedText(this.newest.note, [expected]))) {
      this.found.add('key_not_expected', { table: 'log_checkpoint', id: this.newest.size, expected: expected.vkey });
    }
  }

  private async checkpoint(row: CheckpointRow): Promise<void> {
    const where = { table: 'log_checkpoint', id: row.size };
    if (this.newest && row.signedAt < this.newest.signedAt) {
      this.found.add('checkpoint_order', { ...where, expected: this.newest.signedAt, found: row.signedAt });
    }
    this.newest = row;
    const text = await signedText(row.note, this.believed.keys);
    if (text === null) {
      this.found.add('checkpoint_signature_wrong', where);
      return;
    }
    const said = this.read(text);
    if (!said) {
      this.found.add('checkpoint_malformed', where);
      return;
    }
    this.found.compare(
      'checkpoint_differs',
      { ...where, member: 'size' },
      { expected: said.size, found: Number(row.size) },
    );
    const pair = { expected: said.root, found: row.root.toString('hex') };
    this.found.compare('checkpoint_differs', { ...where, member: 'root' }, pair);
    for (const cosignature of row.cosignatures) {
      await this.cosigned(row, cosignature);
    }
  }

  /** The time that a witness signed stands beside its line; of whom a key is known, the line is by that key. */
  private async cosigned({ size, note }: CheckpointRow, { witness, line, at }: CosignatureRow): Promise<void> {
    const where = { table: 'log_cosignature', id: `${size} ${witness}` };
    const signed = cosignatureOf(line);
    const ofWitness = signed !== null && [`${signed.name}+${signed.id}`, signed.id].includes(witness);
    const known = this.believed.policy?.witnesses.find(({ key }) => isOf(key, witness));
    const byIt = !known || (await signedText(`${note}${line}`, [known.key])) !== null;
    if (!ofWitness || !byIt) {
      this.found.add('cosignature_wrong', where);
      return;
    }
    this.found.compare(
      'cosignature_differs',
      { ...where, member: 'cosigned_at' },
      { expected: signed.time, found: at },
    );
  }

  private async remembered(note: string): Promise<SignedRoot | null> {
    const text = await signedText(note, this.believed.keys);
    const said = text === null ? null : this.read(text);
    if (!said) {
      this.found.add('remembered_malformed', { table: 'folder of the log', id: 'checkpoint' });
      return null;
    }
    return { ...said, of: 'memory' };
  }

  /** Null where it is no checkpoint, or of a log that no key here is of. */
  private read(text: string): { size: number; root: string } | null {
    try {
      const { origin, size, root } = parseCheckpoint(text);
      return this.believed.keys.some(({ name }) => name === origin)
        ? { size, root: Buffer.from(root).toString('hex') }
        : null;
    } catch {
      return null;
    }
  }
}

/** The text of a note that one of the keys signed; null where none did, or one of them did not sign this. */
export async function signedText(note: string, keys: readonly VerifierKey[]): Promise<string | null> {
  try {
    return (await verifyNote(nodeCrypto, note, keys)).text;
  } catch {
    return null;
  }
}

const isOf = ({ name, id }: VerifierKey, witness: string): boolean =>
  [`${name}+${toHex(id)}`, toHex(id)].includes(witness);

/** Of one signature line; null where it is no cosignature. */
function cosignatureOf(line: string): { name: string; id: string; time: number } | null {
  try {
    const [signature, ...more] = parseNote(`.\n\n${line}`).signatures;
    return signature && more.length === 0
      ? { name: signature.name, id: toHex(signature.id), time: parseCosignature(signature.bytes).time }
      : null;
  } catch {
    return null;
  }
}
