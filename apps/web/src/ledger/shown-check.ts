import { canonicalJson, type Json, type JsonObject } from '@app/verify';
import type { HistoryEntry } from '../api/shapes';

/** What the page says of a change, beside what the log proves of it. */
export interface ShownCheck {
  /** Fields of which the page says something else than was committed to. */
  readonly wrong: readonly string[];
  /** Fields that the page shows and nothing proves: their disclosure is withheld, or erased. */
  readonly unproven: readonly string[];
}

type Shown = Pick<
  HistoryEntry,
  'action' | 'subject' | 'before' | 'after' | 'reason' | 'requestId' | 'at' | 'by' | 'caseVersion'
>;

/** Nothing that is read on the page may differ from what was committed to, and nothing that is told may be left out. */
export function checkShown(shown: Shown, payload: JsonObject | null): ShownCheck {
  const wrong: string[] = [];
  const unproven: string[] = [];
  const compare = (name: string, value: unknown, proven: Json | undefined): void => {
    if (proven === undefined) {
      unproven.push(name);
    } else if (!same(value, proven)) {
      wrong.push(name);
    }
  };
  for (const [name, value, proven] of plainFields(shown, payload)) {
    if ((value ?? null) !== null || (proven ?? null) !== null) {
      compare(name, value ?? null, proven);
    }
  }
  for (const side of ['before', 'after'] as const) {
    for (const [member, value] of Object.entries(shown[side] ?? {})) {
      compare(`${side}.${member}`, value, memberOf(payload?.[side], member));
    }
    wrong.push(...leftOut(payload?.[side], shown[side]).map((member) => `${side}.${member}`));
  }
  return { wrong, unproven };
}

/** What the log tells and the page keeps to itself. */
const leftOut = (proven: Json | undefined, shown: Record<string, unknown> | null): string[] =>
  typeof proven === 'object' && proven !== null
    ? Object.keys(proven).filter((member) => !(shown !== null && member in shown))
    : [];

function plainFields(shown: Shown, payload: JsonObject | null): [string, unknown, Json | undefined][] {
  const by = payload?.['by'];
  return [
    ['action', shown.action, payload?.['action']],
    ['subject', shown.subject && { id: shown.subject.id, kind: shown.subject.kind }, payload?.['subject']],
    ['reason', shown.reason, payload?.['reason']],
    ['at', shown.at, payload?.['at']],
    ['by', shown.by && { userId: shown.by.id, purpose: shown.by.purpose }, by],
    ['requestId', shown.requestId, payload?.['requestId']],
  ];
}

const memberOf = (value: Json | undefined, member: string): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject)[member] : undefined;

function same(value: unknown, proven: Json): boolean {
  try {
    return canonicalJson(value as Json) === canonicalJson(proven);
  } catch {
    return false;
  }
}
