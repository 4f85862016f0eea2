import { FormatError, parsePolicy, toHex, type Policy, type Witness } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import type { Connection } from '../log/log-store.js';
import { WitnessClient } from './witness-client.js';
import { WitnessCourier, type ConsistencyProofs, type Pace } from './witness-courier.js';
import type { Standing, WitnessStatus } from './witness-standing.js';
import { WitnessStore } from './witness-store.js';

/** As the database has it. */
const NAME_LENGTH_MAX = 200;

const PACE: Pace = {
  timeoutMs: 10_000,
  betweenMs: 1_000,
  backoffMs: 1_000,
  backoffMsMax: 300_000,
  pollMs: 60_000,
};

/** `unreachable`: the policy has no address for it, so that somebody else has to bring it checkpoints. */
export interface WitnessState extends Omit<Standing, 'status'> {
  /** As the policy names it. */
  readonly name: string;
  /** `<name>+<id>` of its key, as cosignatures are kept under. */
  readonly keyName: string;
  readonly status: WitnessStatus | 'unreachable';
}

export interface WitnessingOptions {
  /** C2SP tlog-policy; undefined: nobody witnesses this log. */
  readonly policy: string | undefined;
  /** Of a role that may add cosignatures. Not the sequencer's own connection, which has better to do. */
  readonly database: Connection;
  readonly proofs: ConsistencyProofs;
  readonly now: () => Date;
  /** About which witness, and what: nothing of a case. */
  readonly tell: (line: string, level: 'log' | 'warn' | 'error') => void;
  readonly pace?: Partial<Pace>;
}

/**
 * Shows each witness of the policy each newest checkpoint, and keeps what they cosign. Each has a loop of its own, so
 * that one that is slow or gone holds up neither the others nor the signing.
 */
export class Witnessing {
  private readonly stopping = new AbortController();
  private couriers: { witness: Witness; keyName: string; courier: WitnessCourier | null }[] = [];
  private running: Promise<unknown> = Promise.resolve();
  private readonly begun: Date;

  constructor(private readonly options: WitnessingOptions) {
    this.begun = options.now();
  }

  /** @throws {FormatError} the policy is none, or an address in it is none. It has to be called once. */
  async start(): Promise<void> {
    const policy = await readPolicy(this.options.policy);
    this.couriers = (policy?.witnesses ?? []).map((witness) => {
      const keyName = keyNameOf(witness);
      return { witness, keyName, courier: this.courierFor(witness, keyName) };
    });
    await this.keepWitnesses();
    this.running = Promise.all(this.couriers.map(async ({ courier }) => await courier?.run(this.stopping.signal)));
  }

  /** Call it after each checkpoint that was published. It returns at once. @param size of that checkpoint. */
  wake(size: number): void {
    this.couriers.forEach(({ courier }) => courier?.wake(size));
  }

  /** Requests that are under way are given up. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Of each witness of the policy, in its order. */
  state(): readonly WitnessState[] {
    const nothing = { why: null, since: this.begun, size: null, cosignedAt: null };
    return this.couriers.map(({ witness: { name }, keyName, courier }) =>
      courier ? { ...courier.standing, name, keyName } : { ...nothing, status: 'unreachable', name, keyName },
    );
  }

  /** Where the database does not answer now, the couriers say so, each by itself. */
  private async keepWitnesses(): Promise<void> {
    const standings = this.state().map(({ keyName, name, status, why, since }) => ({
      witness: keyName,
      name: name.slice(0, NAME_LENGTH_MAX),
      status,
      why,
      since,
    }));
    try {
      await new WitnessStore(this.options.database).keepWitnesses(standings);
    } catch (error) {
      this.options.tell(`the witnesses could not be listed: ${(error as Error).message}`, 'warn');
    }
  }

  private courierFor({ name, key, url }: Witness, keyName: string): WitnessCourier | null {
    if (url === undefined) {
      return null;
    }
    requireAddress(name, url);
    const pace = { ...PACE, ...this.options.pace };
    const { database, proofs, now, tell } = this.options;
    return new WitnessCourier({
      witness: keyName,
      client: new WitnessClient(url, key, pace.timeoutMs),
      store: new WitnessStore(database),
      proofs,
      pace,
      now,
      tell: (line, level) => tell(`witness ${name}: ${line}`, level),
    });
  }
}

/**
 * The policy that the operator set; null where there is none.
 *
 * @throws {FormatError} where it is no policy.
 */
export async function readPolicy(text: string | undefined): Promise<Policy | null> {
  // The configuration gives it without the line feed at its end.
  return text === undefined || text.trim() === '' ? null : await parsePolicy(nodeCrypto, `${text.trim()}\n`);
}

/** @throws {FormatError} */
function requireAddress(name: string, url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.username || parsed.search || parsed.hash) {
    throw new FormatError(`The address of the witness ${name} in the policy is not one of http or https.`);
  }
}

/** `<key name>+<id>`, as the key is written; a name alone would confuse a witness with itself before it replaced its key. */
function keyNameOf({ key }: Witness): string {
  const id = toHex(key.id);
  return key.name.length + 1 + id.length > NAME_LENGTH_MAX ? id : `${key.name}+${id}`;
}
