import type { PlatformCrypto } from '@app/verify';
import { ability } from './able';
import { consistency, trustOf, type CheckedLog, type Trust } from './checked-log';
import { checkEntries, type CheckedTree } from './entry-check';
import { Alarm, checkCheckpoint, checkContinues, treeOf, type CheckedCheckpoint } from './log-check';
import type { CaseLedgerPage } from './source';
import type { CheckedChange } from './use-case-ledger';

/** Checks the changes of one answer, against the checkpoint that it came with, against the log that was checked. */
export async function checkPage(
  { checkpoint, items }: CaseLedgerPage,
  log: CheckedLog,
): Promise<{ changes: CheckedChange[]; alarm: string | null }> {
  const able = await ability();
  if ('unable' in able || (checkpoint === null && items.length === 0)) {
    return { changes: [], alarm: null };
  }
  const { tree, alarm } = await believedTree(able.crypto, checkpoint?.note ?? null, log);
  // What the checkpoint does not cover yet has no proof, and waits.
  const sent = items.map((one) => (one.pending ? { ...one, index: null, proof: null } : one));
  const checks = await checkEntries(able.crypto, sent, tree);
  return {
    alarm,
    changes: items.flatMap((one, i) => {
      const check = checks[i];
      return check ? [{ sent: one, check }] : [];
    }),
  };
}

async function believedTree(
  crypto: PlatformCrypto,
  note: string | null,
  log: CheckedLog,
): Promise<{ tree: CheckedTree | null; alarm: string | null }> {
  if (!log.checkpoint || note === null) {
    return { tree: null, alarm: null };
  }
  if (note === log.note) {
    return { tree: log.checkpoint, alarm: null };
  }
  try {
    return { tree: await checkBeside(await trustOf(crypto, log.keys), note, log.checkpoint), alarm: null };
  } catch (error) {
    if (error instanceof Alarm) {
      return { tree: null, alarm: error.message };
    }
    throw error;
  }
}

/**
 * A checkpoint of about the same time: the smaller of the two is continued by the larger one.
 *
 * @throws {Alarm} where it is not.
 */
async function checkBeside(trust: Trust, note: string, log: CheckedCheckpoint): Promise<CheckedCheckpoint> {
  const checkpoint = await checkCheckpoint(trust.crypto, note, trust);
  if (checkpoint.origin !== log.origin) {
    throw new Alarm(`This answer is from another log: ${checkpoint.origin}.`);
  }
  const [one, other] = [treeOf(checkpoint), treeOf(log)];
  await checkContinues(trust.crypto, one.size <= other.size ? [one, other] : [other, one], consistency);
  return checkpoint;
}
