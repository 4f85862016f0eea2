/** A change as the ledger of a case answers it. */
export interface Sent {
  id: string;
  leafHash: string;
  proof: string[];
  disclosures: string[];
  redaction: unknown;
}
export interface Answer {
  items: (Sent & { after: Record<string, unknown> | null; reason: string | null })[];
}

/** Another value in the first field after the change that is told. */
export function falsify({ disclosures }: Sent): void {
  const read = disclosures.map(
    (one) => JSON.parse(Buffer.from(one, 'base64url').toString()) as [string, string, unknown],
  );
  const at = read.findIndex(([, name]) => name.startsWith('after.'));
  const [salt, name] = read[at] as [string, string, unknown];
  disclosures[at] = Buffer.from(JSON.stringify([salt, name, 'rewritten'])).toString('base64url');
}
