import { CODES, type Code } from './codes.js';
import type { Finding } from './found.js';
import type { FsckAnswer } from './fsck.js';

/** What was found, in plain words, a line each. */
export function reportOf({ sound, size, entries, findings, totals }: FsckAnswer): string {
  const head = `${entries} entries, ${size} of them in the log.`;
  if (sound) {
    return `${head} Everything in the database is what the log says.\n`;
  }
  const codes = Object.keys(totals) as Code[];
  const parts = codes.map((code) => {
    const told = findings.filter((finding) => finding.code === code);
    const more = (totals[code] ?? 0) - told.length;
    return [
      `${code} (${totals[code]}): ${CODES[code]}`,
      ...told.map(line),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ].join('\n');
  });
  return `${head} Something in the database is not what the log says.\n\n${parts.join('\n\n')}\n`;
}

function line({ table, id, member, expected, found }: Finding): string {
  const where = `  ${table} ${id}${member === undefined ? '' : `, ${member}`}`;
  return expected === undefined && found === undefined
    ? where
    : `${where}: expected ${expected ?? 'nothing'}, found ${found ?? 'nothing'}`;
}
