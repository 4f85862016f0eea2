import { parseVerifierKey, verifyNote, type PlatformCrypto } from '@app/verify';
import { readKeys } from './log-check';
import type { RememberedKey } from './memory';

export type KeyRole = 'log' | 'receipt';

/** A key as the server offers it. */
export interface OfferedKey {
  readonly role: KeyRole;
  readonly vkey: string;
  /** The key whose place it took. */
  readonly replaces: string | null;
  /** A note that the replaced key signed over this one. */
  readonly endorsement: string | null;
}

/** Why a key is believed in this browser. */
export type Ground = 'remembered' | 'first' | 'endorsed' | 'none';
export interface JudgedKey extends OfferedKey {
  readonly ground: Ground;
  /** The remembered key that it follows from. */
  readonly since: string | null;
}

/** Text that the key which is replaced signs over its successor (docs/formats/ledger.md, "Log"). */
export const endorsementText = (origin: string, { role, vkey }: Pick<OfferedKey, 'role' | 'vkey'>): string =>
  `ascribe-key/v1\n${origin}\n${role}\n${vkey}\n`;

/**
 * Whoever could swap the log's key could sign any other log. So this browser keeps the keys that it saw first, and
 * believes another one only where a believed one signed it.
 */
export async function judgeKeys(
  crypto: PlatformCrypto,
  origin: string,
  offered: readonly OfferedKey[],
  remembered: readonly RememberedKey[],
): Promise<JudgedKey[]> {
  const judged = new Map<string, JudgedKey>();
  for (const role of ['log', 'receipt'] as const) {
    const keys = offered.filter((one) => one.role === role);
    const known = new Map(remembered.map(({ vkey, since }) => [vkey, since]));
    // A role of which nothing is remembered is seen for the first time.
    const isFirst = !keys.some(({ vkey }) => known.has(vkey)) && !(await hasKeyOf(crypto, origin, role, remembered));
    for (const key of keys) {
      const since = known.get(key.vkey) ?? null;
      judged.set(key.vkey, { ...key, ground: since ? 'remembered' : isFirst ? 'first' : 'none', since });
    }
    await follow(crypto, origin, judged);
  }
  return offered.map(({ vkey }) => judged.get(vkey) as JudgedKey);
}

export const believed = (keys: readonly JudgedKey[], role: KeyRole): string[] =>
  keys.filter((key) => key.role === role && key.ground !== 'none').map(({ vkey }) => vkey);

/** From believed keys to those that they signed, as far as it leads. */
async function follow(crypto: PlatformCrypto, origin: string, judged: Map<string, JudgedKey>): Promise<void> {
  for (let more = true; more;) {
    more = false;
    for (const key of judged.values()) {
      const before = key.replaces === null ? undefined : judged.get(key.replaces);
      if (
        key.ground === 'none' &&
        before &&
        before.ground !== 'none' &&
        (await endorses(crypto, origin, before, key))
      ) {
        judged.set(key.vkey, { ...key, ground: 'endorsed' });
        more = true;
      }
    }
  }
}

async function endorses(crypto: PlatformCrypto, origin: string, before: OfferedKey, key: OfferedKey): Promise<boolean> {
  try {
    const signer = await parseVerifierKey(crypto, before.vkey);
    const { text } = await verifyNote(crypto, key.endorsement ?? '', [signer]);
    return before.role === key.role && text === endorsementText(origin, key);
  } catch {
    return false;
  }
}

/** Whether one of the remembered keys has this role: by its name, which follows from the role. */
async function hasKeyOf(
  crypto: PlatformCrypto,
  origin: string,
  role: KeyRole,
  remembered: readonly RememberedKey[],
): Promise<boolean> {
  const keys = await readKeys(
    crypto,
    remembered.map(({ vkey }) => vkey),
  );
  return keys.some(({ name }) => name === (role === 'log' ? origin : `${origin}/receipts`));
}
