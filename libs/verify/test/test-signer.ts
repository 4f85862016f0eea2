import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

const ED25519 = 1;

/** Signs notes as C2SP asks, without the verifier's own code. */
export class TestSigner {
  private constructor(
    readonly name: string,
    private readonly type: number,
    private readonly privateKey: KeyObject,
    private readonly publicKey: Buffer,
  ) {}

  static make(name: string, type = ED25519): TestSigner {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    return new TestSigner(name, type, privateKey, publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  }

  get vkey(): string {
    const encoded = Buffer.concat([Buffer.of(this.type), this.publicKey]).toString('base64');
    return `${this.name}+${this.id().toString('hex')}+${encoded}`;
  }

  note(text: string): string {
    return `${text}\n${this.signatureLine(text)}`;
  }

  signatureLine(text: string): string {
    return this.line(sign(null, Buffer.from(text), this.privateKey));
  }

  /** @param saidTime what the line says; what is signed is `time`. */
  cosignatureLine(text: string, time: number, saidTime = time): string {
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(BigInt(saidTime));
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), this.privateKey);
    return this.line(Buffer.concat([stamp, signature]));
  }

  private id(): Buffer {
    const named = Buffer.concat([Buffer.from(`${this.name}\n`), Buffer.of(this.type), this.publicKey]);
    return createHash('sha256').update(named).digest().subarray(0, 4);
  }

  private line(signature: Buffer): string {
    return `\u2014 ${this.name} ${Buffer.concat([this.id(), signature]).toString('base64')}\n`;
  }
}
