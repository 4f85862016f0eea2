import { COSIGNATURE_V1, parsePolicy, type PlatformCrypto, type VerifierKey } from '@app/verify';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { isProblem } from '../api/problem';
import { ability, type Unable } from './able';
import { believed, judgeKeys, type JudgedKey } from './key-check';
import { Alarm, checkCheckpoint, checkContinues, readKeys, treeOf, type CheckedCheckpoint } from './log-check';
import { newest, NOTHING, withCheckpoint, withKeys, type LogMemory, type Seen } from './memory';
import { remember, rememberedLogs } from './memory-store';
import { readCheckpoint, readConsistency, readIntroducedKeys, readPolicy, type IntroducedKey } from './source';

/** What this browser found out about the log. */
export interface CheckedLog {
  readonly unable: Unable | null;
  readonly origin: string;
  /** Null where none could be believed, or where there is none yet. */
  readonly checkpoint: CheckedCheckpoint | null;
  readonly keys: readonly (JudgedKey & IntroducedKey)[];
  /** The newest checkpoint that was remembered before this one was read. */
  readonly before: Seen | null;
  /** What is wrong, in words; null where nothing is. */
  readonly alarm: string | null;
  /** What was given as the newest checkpoint, whatever it is worth: evidence, where there is an alarm. Empty: there is none. */
  readonly note: string;
  readonly checkedAt: string;
}

/** What a checkpoint is checked with. */
export interface Trust {
  readonly crypto: PlatformCrypto;
  readonly log: readonly VerifierKey[];
  readonly witnesses: readonly VerifierKey[];
}

const FRESH_MS = 20_000;

export const checkedLogQuery = queryOptions({
  queryKey: ['ledger', 'checked'],
  queryFn: async () => await checkLog(),
  staleTime: FRESH_MS,
  refetchInterval: 3 * FRESH_MS,
});

/** The newest checkpoint, checked: by its signature, and against all that this browser saw before. */
export const useCheckedLog = () => useQuery(checkedLogQuery);

async function checkLog(): Promise<CheckedLog> {
  const able = await ability();
  // Before the log is asked: another tab may see, and remember, a later checkpoint meanwhile.
  const logs = rememberedLogs();
  const note = await newestNote();
  const origin = note.slice(0, Math.max(0, note.indexOf('\n')));
  const checkedAt = new Date().toISOString();
  const base = { unable: null, origin, note, checkedAt, checkpoint: null, keys: [], before: null, alarm: null };
  if ('unable' in able) {
    return { ...base, unable: able.unable };
  }
  const [known] = Object.entries(logs).filter(([, { checkpoints }]) => checkpoints.length > 0);
  if (known && !logs[origin]?.checkpoints.length) {
    const gone = note === '' ? 'There is no log any more' : 'This is another log';
    return {
      ...base,
      before: newest(known[1]),
      alarm: `${gone}. At this address this browser knows the log ${known[0]}.`,
    };
  }
  return note === '' ? base : await againstMemory(able.crypto, base, logs[origin] ?? NOTHING);
}

/** A server that refuses a proof has none. */
export async function consistency(from: number, to: number): Promise<readonly string[]> {
  try {
    return await readConsistency(from, to);
  } catch (error) {
    if (isProblem(error, 400, 404, 410, 422)) {
      throw new Alarm(`The server gives no proof that the log of ${to} entries continues that of ${from} entries.`);
    }
    throw error;
  }
}

/** Empty where nothing was signed yet. */
async function newestNote(): Promise<string> {
  try {
    return await readCheckpoint();
  } catch (error) {
    if (isProblem(error, 404)) {
      return '';
    }
    throw error;
  }
}

async function againstMemory(crypto: PlatformCrypto, base: CheckedLog, memory: LogMemory): Promise<CheckedLog> {
  const { origin, note, checkedAt } = base;
  const offered = await readIntroducedKeys();
  const judged = await judgeKeys(crypto, origin, offered, memory.keys);
  const keys = offered.flatMap((one, i) => (judged[i] ? [{ ...one, ...judged[i] }] : []));
  const before = newest(memory);
  const found = { ...base, keys, before };
  try {
    const trust = await trustOf(crypto, keys);
    const checkpoint = await checkCheckpoint(crypto, note, trust);
    if (before) {
      await checkContinues(crypto, [before, treeOf(checkpoint)], consistency);
    }
    const seen = { ...treeOf(checkpoint), note, seenAt: checkedAt };
    const vkeys = [...believed(keys, 'log'), ...believed(keys, 'receipt')];
    remember(origin, (held) => withKeys(withCheckpoint(held, seen), vkeys, checkedAt));
    return { ...found, checkpoint };
  } catch (error) {
    if (error instanceof Alarm) {
      return { ...found, alarm: error.message };
    }
    throw error;
  }
}

/** Believed keys, and the witnesses that the log's policy names. */
export async function trustOf(crypto: PlatformCrypto, keys: readonly JudgedKey[]): Promise<Trust> {
  return { crypto, log: await readKeys(crypto, believed(keys, 'log')), witnesses: await witnessKeys(crypto) };
}

/** A policy that cannot be read names nobody. Then cosignatures say nothing, and nothing is said of them. */
async function witnessKeys(crypto: PlatformCrypto): Promise<readonly VerifierKey[]> {
  const text = await readPolicy();
  try {
    const { witnesses } = await parsePolicy(crypto, text);
    return witnesses.map(({ key }) => key).filter(({ type }) => type === COSIGNATURE_V1);
  } catch {
    return [];
  }
}

/**
 * A checkpoint of an earlier moment, or one that somebody kept: signed by the log, and continued by what this browser
 * checked.
 *
 * @param log no older than the checkpoint: a log that is shorter than it was is an alarm.
 * @throws {Alarm} where it is not.
 */
export async function checkOther(trust: Trust, note: string, log: CheckedCheckpoint): Promise<CheckedCheckpoint> {
  const checkpoint = await checkCheckpoint(trust.crypto, note, trust);
  if (checkpoint.origin !== log.origin) {
    throw new Alarm(`This checkpoint is of another log: ${checkpoint.origin}.`);
  }
  await checkContinues(trust.crypto, [treeOf(checkpoint), treeOf(log)], consistency);
  return checkpoint;
}
