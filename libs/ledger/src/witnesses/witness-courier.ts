import { setTimeout as sleep } from 'node:timers/promises';
import { verifyConsistency } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import type { StoredCheckpoint } from '../log/log-store.js';
import type { WitnessAnswer, WitnessClient } from './witness-client.js';
import type { Standing } from './witness-standing.js';
import type { WitnessStore } from './witness-store.js';

/** RFC 9162, section 2.1.4.1, of the log's own tree. */
export interface ConsistencyProofs {
  /** @param from at least 1. @param to at least `from`, at most the log's size. */
  prove(from: number, to: number): Promise<Uint8Array[]>;
}

export interface Pace {
  /** For one request, from its beginning to the end of the answer. */
  readonly timeoutMs: number;
  /** After a cosignature, before the next checkpoint is shown. */
  readonly betweenMs: number;
  /** After a first failure; twice as long after each further one. */
  readonly backoffMs: number;
  readonly backoffMsMax: number;
  /** How often it looks by itself for a newer checkpoint, should nobody have woken it. */
  readonly pollMs: number;
}

export interface Courier {
  readonly witness: string;
  readonly client: WitnessClient;
  readonly store: WitnessStore;
  readonly proofs: ConsistencyProofs;
  readonly pace: Pace;
  readonly tell: (line: string, level: 'log' | 'warn' | 'error') => void;
  readonly now: () => Date;
}

/** As the database has it. */
const WHY_MAX = 500;

/** How often a witness may say in one visit that it holds something else than was thought. */
const SHOWN_MAX = 3;

type Outcome = { readonly status: 'cosigned' } | { readonly status: 'failing' | 'alarm'; readonly why: string };

/** Brings the newest checkpoint to one witness, again and again, and keeps what it cosigns. */
export class WitnessCourier {
  private current: Standing;
  /** What the database says of it. */
  private saved: Standing;
  private failures = 0;
  /** What the witness holds, as far as is known; 0 asks it. */
  private held = 0;
  private ring: () => void = () => undefined;
  private rung = false;

  constructor(private readonly courier: Courier) {
    this.current = { status: 'waiting', why: null, since: courier.now(), size: null, cosignedAt: null };
    this.saved = this.current;
  }

  get standing(): Standing {
    return this.current;
  }

  /** There is a newer checkpoint. A witness that fails is not asked the sooner for it. */
  wake(size: number): void {
    if (size !== this.current.size) {
      this.rung = true;
      this.ring();
    }
  }

  /** Until it is stopped. Nothing that happens ends it. */
  async run(stop: AbortSignal): Promise<void> {
    const { pace } = this.courier;
    let begun = false;
    while (!stop.aborted) {
      try {
        begun ||= await this.begin();
        this.rung = false;
        const visited = await this.visit(stop);
        await this.save();
        await (visited
          ? this.rest(visited.status === 'cosigned' ? pace.betweenMs : this.backoff(), stop)
          : this.idle(stop));
      } catch (error) {
        // Our own database, or our own tree: another witness fares no better, and the next turn may.
        this.settle(failing(`it could not be shown the log: ${(error as Error).message}`.slice(0, WHY_MAX)), stop);
        await this.save().catch(() => undefined);
        await this.rest(this.backoff(), stop);
      }
    }
  }

  private async begin(): Promise<true> {
    const { store, witness, tell } = this.courier;
    const last = await store.lastCosigned(witness);
    const before = (await store.standing(witness)) ?? this.current;
    this.held = last?.size ?? 0;
    this.current = { ...before, size: last?.size ?? null, cosignedAt: last?.at ?? null };
    this.saved = this.current;
    if (before.status === 'alarm') {
      tell(`ALARM, still: ${before.why}`, 'error');
    }
    return true;
  }

  /** Null where there is nothing that it has not cosigned. */
  private async visit(stop: AbortSignal): Promise<Outcome | null> {
    const newest = await this.courier.store.newestCheckpoint();
    if (!newest || newest.size === this.current.size) {
      return null;
    }
    const outcome = await this.show(newest, stop);
    this.settle(outcome, stop);
    return outcome;
  }

  private async show(newest: StoredCheckpoint, stop: AbortSignal): Promise<Outcome> {
    const { client, store } = this.courier;
    let checkpoint = newest;
    for (let shown = 0; shown < SHOWN_MAX; shown++) {
      const old = this.held;
      const proof = await this.proof(old, checkpoint.size);
      const answer = await client.addCheckpoint({ old, proof, note: checkpoint.note }, stop);
      if (answer.kind !== 'holds') {
        return await this.outcomeOf(answer, checkpoint, proof);
      }
      if (answer.size === old) {
        return old === checkpoint.size ? forked(old) : failing(`it refuses ${old}, and says that it holds it (409)`);
      }
      // Signed since, perhaps; what is not signed now never was.
      checkpoint = (await store.newestCheckpoint()) ?? checkpoint;
      if (answer.size > checkpoint.size) {
        return ahead(answer.size, checkpoint.size);
      }
      this.held = answer.size;
    }
    return failing('each time it says that it holds something else');
  }

  private async outcomeOf(
    answer: Exclude<WitnessAnswer, { kind: 'holds' }>,
    checkpoint: StoredCheckpoint,
    proof: readonly Uint8Array[],
  ): Promise<Outcome> {
    const { store, witness } = this.courier;
    if (answer.kind === 'failed') {
      return failing(answer.why);
    }
    if (answer.kind === 'unproven') {
      return await this.unproven(checkpoint, proof);
    }
    await store.keep(checkpoint.size, witness, answer.line, answer.at);
    this.held = checkpoint.size;
    this.current = { ...this.current, size: checkpoint.size, cosignedAt: answer.at };
    return { status: 'cosigned' };
  }

  /** Whose fault it is that the proof did not hold: where it leads from what we signed, the witness holds something else. */
  private async unproven(second: StoredCheckpoint, proof: readonly Uint8Array[]): Promise<Outcome> {
    const old = this.held;
    if (old === 0) {
      return failing('it refuses a first checkpoint (422)');
    }
    const first = await this.courier.store.checkpointOf(old);
    const roots = first && { firstRoot: first.root, secondRoot: second.root };
    const holds = roots && (await verifyConsistency(nodeCrypto, { first: old, second: second.size, ...roots, proof }));
    return holds === false
      ? { status: 'alarm', why: `the proof from ${old} to ${second.size} that was made here does not hold` }
      : forked(old);
  }

  private async proof(old: number, size: number): Promise<Uint8Array[]> {
    return old === 0 || old === size ? [] : await this.courier.proofs.prove(old, size);
  }

  private settle(outcome: Outcome, stop: AbortSignal): void {
    if (stop.aborted) {
      return;
    }
    const { tell, now } = this.courier;
    const why = outcome.status === 'cosigned' ? null : outcome.why;
    this.failures = outcome.status === 'cosigned' ? 0 : this.failures + 1;
    if (outcome.status === this.current.status && why === this.current.why) {
      return;
    }
    const before = this.current.status;
    this.current = { ...this.current, status: outcome.status, why, since: now() };
    if (outcome.status === 'alarm') {
      tell(`ALARM: ${why}`, 'error');
    } else if (outcome.status === 'failing') {
      tell(`does not cosign: ${why}`, 'warn');
    } else if (before !== 'waiting') {
      tell(`cosigns again, ${this.current.size}`, 'warn');
    }
  }

  /** For whoever looks from another process. */
  private async save(): Promise<void> {
    const { status, why, since } = this.current;
    if (since !== this.saved.since) {
      await this.courier.store.keepStanding({ witness: this.courier.witness, status, why, since });
      this.saved = this.current;
    }
  }

  /** Twice as long after each failure, and somewhere between half of it and all, so that not all come back at once. */
  private backoff(): number {
    const { backoffMs, backoffMsMax } = this.courier.pace;
    return Math.min(backoffMs * 2 ** Math.min(this.failures - 1, 30), backoffMsMax) * (0.5 + Math.random() / 2);
  }

  private async idle(stop: AbortSignal): Promise<void> {
    if (this.rung) {
      return;
    }
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => {
      this.ring = resolve;
    });
    await Promise.race([woken, this.rest(this.courier.pace.pollMs, AbortSignal.any([stop, over.signal]))]);
    over.abort();
  }

  private async rest(ms: number, stop: AbortSignal): Promise<void> {
    await sleep(ms, undefined, { signal: stop }).catch(() => undefined);
  }
}

const failing = (why: string): Outcome => ({ status: 'failing', why });

const forked = (size: number): Outcome => ({
  status: 'alarm',
  why: `what it cosigned at ${size} is not what this log has at ${size}`,
});

const ahead = (held: number, signed: number): Outcome => ({
  status: 'alarm',
  why: `it holds a checkpoint of ${held} entries, and ${signed} is the largest that was signed here. Was an older backup put back?`,
});
