import type { CaseRead } from '../api/shapes';

/** What one person read on one ground, one read after the other, with no long pause. */
export interface Sitting {
  readonly id: string;
  /** The latest read. */
  readonly last: CaseRead;
  /** When the first one was. */
  readonly from: string;
  readonly count: number;
  readonly whats: readonly { id: string; what: string; moment: string | null; times: number }[];
}

/** A longer pause begins a new sitting. */
const PAUSE_MS = 30 * 60_000;

/** Reads, newest first, gathered for the eye; none is left out. */
export function sittingsOf(reads: readonly CaseRead[]): Sitting[] {
  const sittings: CaseRead[][] = [];
  for (const read of reads) {
    const open = sittings.findLast(([first]) => first && sameSitting(first, read));
    const latest = open?.at(-1);
    if (open && latest && Date.parse(latest.at) - Date.parse(read.at) <= PAUSE_MS) {
      open.push(read);
    } else {
      sittings.push([read]);
    }
  }
  return sittings.flatMap(([last, ...earlier]) => (last ? [gathered(last, [last, ...earlier])] : []));
}

const sameSitting = (a: CaseRead, b: CaseRead): boolean =>
  a.by.id === b.by.id &&
  a.ground === b.ground &&
  a.key?.id === b.key?.id &&
  a.viewedAs?.participantId === b.viewedAs?.participantId;

function gathered(last: CaseRead, reads: readonly CaseRead[]): Sitting {
  const whats = new Map<string, { id: string; what: string; moment: string | null; times: number }>();
  for (const { id, what, moment } of reads) {
    const asked = momentInWords(moment);
    const key = `${what} ${asked ?? ''}`;
    const found = whats.get(key) ?? { id, what, moment: asked, times: 0 };
    whats.set(key, { ...found, times: found.times + 1 });
  }
  return { id: last.id, last, from: reads.at(-1)?.at ?? last.at, count: reads.length, whats: [...whats.values()] };
}

const MOMENTS = { knownAt: 'as known', validAt: 'as said by', caseVersion: 'version', from: 'from', to: 'to' } as const;

function momentInWords(moment: CaseRead['moment']): string | null {
  const said = Object.entries(MOMENTS).flatMap(([name, words]) => {
    const value = moment?.[name as keyof typeof MOMENTS];
    return value ? [`${words} ${value}`] : [];
  });
  return said.length > 0 ? said.join(', ') : null;
}
