import type { Response } from 'superagent';

/**
 * The log is one for everybody, so that its size and growth are known to whoever may fetch its checkpoint: the ledger
 * says so openly (docs/security/ledger.md), and it is the one thing that differs between two worlds by design. With it
 * differ indices, roots, proofs and signatures; and salts and hashes are random, in one and the same world as well. All of
 * these are left aside. What is compared to the byte is everything that is told: which entries, in which order, which
 * fields of each with their values, how many digests stand for what is not told, which records, versions and moments.
 */
export const isOfLog = (path: string): boolean =>
  /^\/ledger\/|^\/incidents\/\{[\w ]+\}\/(?:ledger|bundle)(?:\?|$)/.test(path);

/** Numbers of the log, and what is random: left aside wherever it stands. */
const APART = new Set([
  'index',
  'size',
  'from',
  'to',
  'root',
  'leaf',
  'leafHash',
  'salt',
  'note',
  'signedAt',
  'endorsement',
]);

/** The body of an answer of the log, as far as two worlds have it alike. Null where it is compared as any other. */
export function logText({ status, headers, text, body }: Response, path: string): string | null {
  const type = String((headers as Record<string, string>)['content-type'] ?? '');
  if (status >= 400) {
    return null;
  }
  if (/^application\/json(?:;|$)/.test(type)) {
    const told = without(JSON.parse(text)) as { items?: unknown[] };
    // How many checkpoints there are is how often the log has grown.
    return JSON.stringify(path.startsWith('/ledger/checkpoints') ? told.items?.[0] : told);
  }
  if (type.startsWith('application/jsonl')) {
    return linesOf(Buffer.isBuffer(body) ? body.toString('utf8') : text);
  }
  // Keys and policy are as they are; of a checkpoint, whose it is.
  return type.startsWith('text/plain') && text.includes('\n\n') ? (text.split('\n')[0] ?? '') : null;
}

/** The file of a bundle is named by the size of the log; a tag is a hash. */
export const logHeader = (name: string, value: string): string | null =>
  name === 'etag' ? null : name === 'content-disposition' ? value.replace(/-\d+\.ascribe/, '-N.ascribe') : value;

/** Of a receipt, how many entries it promises. */
export const receiptText = (value: string): string =>
  value
    .split(', ')
    .map((note) => `${Buffer.from(note, 'base64').toString('utf8').split('\n').length} lines`)
    .join(', ');

function linesOf(text: string): string {
  const lines = text.split('\n').slice(0, -1);
  return (
    lines
      .map((line) => JSON.parse(line) as { type: string; salt?: string })
      // Of what is not shown there is the leaf, which is as random as its place. The report repeats the other lines, and the
      // seal is a signature over them.
      .filter(({ type, salt }) => type !== 'report' && type !== 'seal' && (type !== 'entry' || salt !== undefined))
      .map((line) => JSON.stringify(without(line)))
      .join('\n')
  );
}

function without(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(without);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !APART.has(name))
      .map(([name, item]) => [name, told(name, item)]),
  );
}

function told(name: string, value: unknown): unknown {
  switch (name) {
    case 'disclosures':
      return (value as string[]).map(fieldOf).toSorted((a, b) => (a < b ? -1 : 1));
    case 'digests':
      return (value as string[] | null)?.length ?? null;
    case 'proof':
    case 'consistency':
    case 'nextCursor':
      return value === null ? null : 'there';
    case 'pending':
      // Of the log a number, of an entry whether it waits.
      return typeof value === 'number' ? 'a number' : value;
    default:
      return without(value);
  }
}

/** Name and value of a field, without its salt. */
function fieldOf(disclosure: string): string {
  const [, name, value] = JSON.parse(Buffer.from(disclosure, 'base64url').toString('utf8')) as [
    string,
    string,
    unknown,
  ];
  // The hint of a key is a part of it, and random.
  const isRandom = name === 'previous' || name.endsWith('.endorsement') || name.endsWith('.hint');
  return JSON.stringify([name, isRandom && value !== null ? 'random' : value]);
}
