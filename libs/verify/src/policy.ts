import { fromDecimal, toHex } from './bytes.js';
import { FormatError } from './format-error.js';
import { COSIGNATURE_V1, ED25519, parseVerifierKey, type VerifierKey } from './note.js';
import type { PlatformCrypto } from './platform-crypto.js';

/** A limit on everything; the specification asks for room for 32 of each kind. */
const LINES_MAX = 1000;

export interface Witness {
  readonly name: string;
  readonly key: VerifierKey;
  readonly url?: string;
}
export interface Group {
  readonly name: string;
  /** How many of the members have to have witnessed. */
  readonly threshold: number;
  readonly members: readonly string[];
}

/** Which logs are believed, and whose cosignatures suffice (C2SP tlog-policy). */
export interface Policy {
  readonly logs: readonly { readonly key: VerifierKey; readonly url?: string }[];
  readonly witnesses: readonly Witness[];
  /** Each names only what is before it. */
  readonly groups: readonly Group[];
  /** A witness, a group, or `none`. */
  readonly quorum: string;
}

/** How many words each kind of line has after its keyword. */
const WORDS = new Map<string, readonly [least: number, most: number]>([
  ['log', [1, 2]],
  ['witness', [2, 3]],
  ['group', [3, LINES_MAX]],
  ['quorum', [1, 1]],
]);

class Reader {
  readonly logs: { key: VerifierKey; url?: string }[] = [];
  readonly witnesses: Witness[] = [];
  readonly groups: Group[] = [];
  quorum: string | undefined;
  private readonly names = new Set<string>();
  private readonly members = new Set<string>();

  constructor(private readonly crypto: PlatformCrypto) {}

  async line([keyword = '', ...rest]: readonly string[]): Promise<void> {
    const [first = '', second = ''] = rest;
    const [least, most] = WORDS.get(keyword) ?? [1, 0];
    if (rest.length < least || rest.length > most) {
      throw new FormatError(`This line of a policy is not understood: ${[keyword, ...rest].join(' ').slice(0, 60)}`);
    }
    if (keyword === 'log') {
      this.logs.push({ key: await this.key(first, ED25519, this.logs), ...withUrl(rest[1]) });
    } else if (keyword === 'witness') {
      const key = await this.key(second, COSIGNATURE_V1, this.witnesses);
      this.witnesses.push({ name: this.define(first), key, ...withUrl(rest[2]) });
    } else if (keyword === 'group') {
      this.group(first, second, rest.slice(2));
    } else {
      this.demand(first);
    }
  }

  private demand(quorum: string): void {
    if (this.quorum !== undefined) {
      throw new FormatError('A policy has one line that says the quorum.');
    }
    this.quorum = quorum === 'none' ? quorum : this.defined(quorum);
  }

  private async key(vkey: string, type: number, others: readonly { key: VerifierKey }[]): Promise<VerifierKey> {
    const key = await parseVerifierKey(this.crypto, vkey);
    if (key.type !== type || others.some((other) => toHex(other.key.publicKey) === toHex(key.publicKey))) {
      throw new FormatError('A key of the policy is of the wrong type, or there twice.');
    }
    return key;
  }

  private group(name: string, howMany: string, members: readonly string[]): void {
    const threshold = howMany === 'any' ? 1 : howMany === 'all' ? members.length : fromDecimal(howMany);
    for (const member of members) {
      if (this.members.has(this.defined(member))) {
        throw new FormatError('A witness or group counts once, and is a member of one group only.');
      }
      this.members.add(member);
    }
    if (threshold < 1 || threshold > members.length) {
      throw new FormatError('A group wants at least one of its members, and at most all.');
    }
    this.groups.push({ name: this.define(name), threshold, members });
  }

  private define(name: string): string {
    if (name === 'none' || this.names.has(name)) {
      throw new FormatError('A name of the policy is given twice, or is «none».');
    }
    this.names.add(name);
    return name;
  }

  private defined(name: string): string {
    if (!this.names.has(name)) {
      throw new FormatError('A line of the policy names what is not defined before it.');
    }
    return name;
  }
}

const withUrl = (url: string | undefined): { url?: string } => (url === undefined ? {} : { url });

/** @throws {FormatError} where it is not a policy. */
export async function parsePolicy(crypto: PlatformCrypto, text: string): Promise<Policy> {
  const lines = text.split('\n');
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) || lines.pop() !== '' || lines.length > LINES_MAX) {
    throw new FormatError('A policy is lines of text, each ended by a line feed.');
  }
  const reader = new Reader(crypto);
  for (const line of lines) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    if (words.length > 0 && !words[0]?.startsWith('#')) {
      await reader.line(words);
    }
  }
  const { logs, witnesses, groups, quorum } = reader;
  if (quorum === undefined) {
    throw new FormatError('A policy has one line that says the quorum.');
  }
  return { logs, witnesses, groups, quorum };
}

/** @param cosigned names of the witnesses of the policy whose cosignatures are there and hold. */
export function quorumIsMet(policy: Policy, cosigned: Iterable<string>): boolean {
  const witnessed = new Set(cosigned);
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => witnessed.has(member)).length >= threshold) {
      witnessed.add(name);
    }
  }
  return policy.quorum === 'none' || witnessed.has(policy.quorum);
}
