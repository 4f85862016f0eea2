import type { VerifierKey } from '@app/verify';
import { signedText } from './checkpoints-check.js';
import type { Found } from './found.js';
import type { Snapshot } from './snapshot.query.js';

interface ReceiptRow {
  readonly id: string;
  readonly note: string;
  readonly issuedAt: string;
  readonly overdue: boolean;
}

const RECEIPTS = `
  SELECT id, note, floor(extract(epoch FROM issued_at))::text AS "issuedAt", issued_at < now() - interval '60 seconds' AS overdue
  FROM log_receipt ORDER BY id`;
// Neither place is indexed by its hash: asked for many promises at a time.
const NOT_PLACED = `
  SELECT h AS hash, EXISTS (SELECT 1 FROM log_pending n WHERE n.leaf_hash = decode(h, 'base64')) AS waiting
  FROM unnest($1::text[]) h WHERE NOT EXISTS (SELECT 1 FROM log_leaf l WHERE l.leaf_hash = decode(h, 'base64'))`;

const FORM = /^ascribe-receipt\/v1\n([^\n]+)\n((?:[A-Za-z0-9+/]{43}=\n)+)(\d{1,12})\n$/;
/** Promises that are looked up at a time: some 100 bytes each. */
const BATCH = 40_000;

interface Promised {
  readonly id: string;
  readonly hashes: readonly string[];
  readonly overdue: boolean;
}

/** Every stored receipt: its signature, and that what it promised was kept. */
export class ReceiptsCheck {
  private promised: Promised[] = [];
  private hashes = 0;

  constructor(
    private readonly snapshot: Snapshot,
    private readonly found: Found,
    private readonly keys: readonly VerifierKey[],
  ) {}

  async run(): Promise<void> {
    for await (const row of this.snapshot.each<ReceiptRow>(RECEIPTS)) {
      const promised = await this.read(row);
      if (promised) {
        this.promised.push(promised);
        this.hashes += promised.hashes.length;
      }
      if (this.hashes >= BATCH) {
        await this.kept();
      }
    }
    await this.kept();
  }

  private async read({ id, note, issuedAt, overdue }: ReceiptRow): Promise<Promised | null> {
    const where = { table: 'log_receipt', id };
    const text = await signedText(note, this.keys);
    if (text === null) {
      this.found.add('receipt_signature_wrong', where);
      return null;
    }
    const [, origin, hashes, seconds] = FORM.exec(text) ?? [];
    if (hashes === undefined || !this.keys.some(({ name }) => name === `${origin}/receipts`)) {
      this.found.add('receipt_malformed', where);
      return null;
    }
    this.found.compare('receipt_differs', where, { expected: seconds ?? null, found: issuedAt });
    return { id, hashes: hashes.trimEnd().split('\n'), overdue };
  }

  private async kept(): Promise<void> {
    const hashes = this.promised.flatMap((promised) => promised.hashes);
    const rows = await this.snapshot.all<{ hash: string; waiting: boolean }>(NOT_PLACED, [hashes]);
    const waiting = new Map(rows.map((row) => [row.hash, row.waiting]));
    for (const { id, overdue, ...promised } of this.promised) {
      const broken = promised.hashes.find((hash) => waiting.has(hash) && (overdue || !waiting.get(hash)));
      if (broken !== undefined) {
        this.found.add('receipt_broken', { table: 'log_receipt', id, expected: broken });
      }
    }
    this.promised = [];
    this.hashes = 0;
  }
}
