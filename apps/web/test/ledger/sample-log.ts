import { createHash, randomBytes } from 'node:crypto';
import { TestSigner } from '../../../../libs/verify/test/test-signer.js';
import { TestTree } from '../../../../libs/verify/test/test-tree.js';
import type { SentEntry } from '../../src/ledger/entry-check.js';

export const ORIGIN = 'ascribe.test/log';
const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
/** Enough of RFC 8785 for what is put in here: members come sorted. */
const jcs = (value: unknown): string => JSON.stringify(value);

export type Fields = readonly (readonly [name: string, value: unknown])[];

/** A log as the format describes it, made without the product's own code. */
export class SampleLog {
  readonly signer = TestSigner.make(ORIGIN);
  readonly tree = new TestTree();
  private readonly written: Omit<SentEntry, 'index' | 'proof'>[] = [];

  add(id: string, fields: Fields): string {
    const disclosures = fields.map(([name, value]) =>
      Buffer.from(jcs([randomBytes(16).toString('base64url'), name, value])).toString('base64url'),
    );
    const digests = disclosures.map((disclosure) => sha256(disclosure).toString('base64url'));
    while (digests.length < 16 || digests.length % 8 !== 0) {
      digests.push(randomBytes(32).toString('base64url'));
    }
    digests.sort((a, b) => (a < b ? -1 : 1));
    const salt = randomBytes(32);
    const body = `{"_sd":[${digests.map((one) => `"${one}"`).join(',')}],"_sd_alg":"sha-256","v":2}`;
    const commitment = sha256('ascribe-commit/v1\n', salt, body);
    return this.append(id, `{"commitment":"${b64(commitment)}","v":2}`, {
      salt: b64(salt),
      digests,
      disclosures,
      body: null,
    });
  }

  /** An entry of version 1. */
  addOld(id: string, payload: string): string {
    const salt = randomBytes(32);
    const commitment = sha256('ascribe-commit/v1\n', salt, payload);
    const told = { salt: b64(salt), digests: null, disclosures: [], body: payload };
    return this.append(id, `{"commitment":"${b64(commitment)}","v":1}`, told);
  }

  checkpoint(size = this.tree.size, signer = this.signer): string {
    return signer.note(`${ORIGIN}\n${size}\n${b64(this.tree.root(size))}\n`);
  }

  tree64(size = this.tree.size): { size: number; root: string } {
    return { size, root: b64(this.tree.root(size)) };
  }

  consistency(from: number, to: number): string[] {
    return this.tree.consistency(from, to).map(b64);
  }

  sent(size = this.tree.size): SentEntry[] {
    return this.written.slice(0, size).map((one, index) => ({
      ...one,
      index,
      proof: this.tree.inclusion(index, size).map(b64),
    }));
  }

  private append(id: string, leaf: string, told: Pick<SentEntry, 'salt' | 'digests' | 'disclosures' | 'body'>): string {
    const leafHash = b64(this.tree.append(Buffer.from(leaf)));
    this.written.push({ id, leaf, leafHash, ...told });
    return leafHash;
  }
}
