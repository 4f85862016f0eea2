import type { Findings, Where } from '../findings.js';
import { FormatError } from '../format-error.js';
import { ED25519, NoteError, parseVerifierKey, verifyNote, type VerifiedNote, type VerifierKey } from '../note.js';
import type { PlatformCrypto } from '../platform-crypto.js';
import type { JsonObject } from '../canonical-json.js';
import { text, object, exactly, orNull } from './shapes.js';

export type Role = 'log' | 'receipt';

/** The name under which a key of a role signs (docs/formats/ledger.md, "Receipt" and "Log"). */
export const nameOf = (role: Role, origin: string): string => (role === 'log' ? origin : `${origin}/receipts`);

interface Introduction {
  readonly vkey: string;
  readonly role: Role;
  readonly replaces: string | null;
  readonly index: number;
  readonly where: Where;
}

const INTRODUCTION = object({
  id: text,
  role: exactly('log', 'receipt'),
  vkey: text,
  replaces: orNull(text),
  endorsement: orNull(text),
});

/**
 * The keys of a log: those that came with what is verified, those that the auditor has from elsewhere, and how the log
 * itself says that one followed another.
 */
export class Keyring {
  readonly keys: Record<Role, VerifierKey[]> = { log: [], receipt: [] };
  private given: VerifierKey[] = [];
  private readonly introductions: Introduction[] = [];
  private readonly signed = new Map<string, { role: Role; leastSize: number }>();
  private readonly reliedOn: Partial<Record<Role, readonly VerifierKey[]>> = {};

  constructor(
    private readonly crypto: PlatformCrypto,
    private readonly findings: Findings,
    private readonly origin: string,
  ) {}

  /** Of the auditor. Keys of other names are passed over: they may be of other logs. */
  give(keys: readonly VerifierKey[]): void {
    for (const key of keys) {
      this.given.push(key);
      for (const role of ['log', 'receipt'] as const) {
        this.admit(role, key);
      }
    }
  }

  /** Of the bundle or the folder. */
  async add(role: Role, vkey: string, where: Where): Promise<void> {
    try {
      const key = await parseVerifierKey(this.crypto, vkey);
      if (!this.admit(role, key)) {
        throw new FormatError(`a ${role} key of ${this.origin} does not have the name ${key.name}`);
      }
    } catch (error) {
      this.findings.add('key_malformed', where, said(error));
    }
  }

  private admit(role: Role, key: VerifierKey): boolean {
    const fits = key.name === nameOf(role, this.origin) && key.type === ED25519;
    if (fits && !this.keys[role].some(({ vkey }) => vkey === key.vkey)) {
      this.keys[role].push(key);
    }
    return fits;
  }

  /** @throws {FormatError} @throws {NoteError} as `verifyNote` does. */
  async verify(role: Role, note: string, others: readonly VerifierKey[] = []): Promise<VerifiedNote> {
    return await verifyNote(this.crypto, note, [...this.keys[role], ...others]);
  }

  /** That a key was used; `size` is that of the checkpoint. */
  used(role: Role, { vkey }: VerifierKey, size = Infinity): void {
    const leastSize = Math.min(size, this.signed.get(vkey)?.leastSize ?? Infinity);
    this.signed.set(vkey, { role, leastSize });
  }

  /** Who signed what everything rests on: the last checkpoint, the seal. What is older follows from it. */
  relyOn(role: Role, signers: readonly VerifierKey[]): void {
    this.reliedOn[role] = signers;
  }

  /** The entry `ledger.key_introduced`; `after` is all of it. */
  async introduce(after: JsonObject, index: number, where: Where): Promise<void> {
    if (INTRODUCTION(after) !== undefined) {
      this.findings.add('key_endorsement_wrong', where);
      return;
    }
    const { role, vkey, replaces, endorsement } = after as unknown as Introduction & { endorsement: string | null };
    if (replaces === null || (await this.isEndorsed({ role, vkey, replaces, endorsement }))) {
      this.introductions.push({ role, vkey, replaces, index, where });
    } else {
      this.findings.add('key_endorsement_wrong', where, vkey);
    }
  }

  private async isEndorsed(one: { role: Role; vkey: string; replaces: string; endorsement: string | null }) {
    try {
      const before = await parseVerifierKey(this.crypto, one.replaces);
      const { name } = await parseVerifierKey(this.crypto, one.vkey);
      const { text: endorsed } = await verifyNote(this.crypto, one.endorsement ?? '', [before]);
      const expected = nameOf(one.role, this.origin);
      const names = before.name === expected && name === expected;
      return names && endorsed === `ascribe-key/v1\n${this.origin}\n${one.role}\n${one.vkey}\n`;
    } catch {
      return false;
    }
  }

  /** What there is to say of the keys, once everything is read. */
  conclude(): void {
    const follows = (trusted: Set<string>): Set<string> => {
      const more = this.introductions.filter(
        ({ vkey, replaces }) => replaces !== null && trusted.has(replaces) && !trusted.has(vkey),
      );
      return more.length === 0 ? trusted : follows(new Set([...trusted, ...more.map(({ vkey }) => vkey)]));
    };
    const trusted = follows(new Set(this.given.map(({ vkey }) => vkey)));
    for (const role of ['log', 'receipt'] as const) {
      this.concludeOf(role, trusted);
    }
    for (const { vkey, replaces, index, where } of this.introductions) {
      if (replaces !== null && (this.signed.get(vkey)?.leastSize ?? Infinity) <= index) {
        this.findings.add('key_used_too_early', where, vkey);
      }
    }
  }

  private concludeOf(role: Role, trusted: ReadonlySet<string>): void {
    const isGiven = this.given.some(({ name }) => name === nameOf(role, this.origin));
    const used = [...this.signed].filter(([, one]) => one.role === role).map(([vkey]) => vkey);
    const signers = this.reliedOn[role]?.map(({ vkey }) => vkey) ?? used;
    if (isGiven && signers.length > 0 && !signers.some((vkey) => trusted.has(vkey))) {
      this.findings.add('key_not_trusted', {}, signers.join(', '));
    }
    const endorsed = new Set(this.introductions.filter(({ replaces }) => replaces !== null).map(({ vkey }) => vkey));
    for (const { vkey } of this.keys[role]) {
      if (!trusted.has(vkey) && (isGiven || !endorsed.has(vkey))) {
        this.findings.add('key_taken_on_trust', {}, vkey);
      }
    }
  }
}

/** What went wrong with what was given from outside. Faults of ours are thrown on. */
export function said(error: unknown): string {
  if (error instanceof FormatError || error instanceof NoteError) {
    return error.message;
  }
  throw error;
}
