import type { HistoryEntry } from '../api/shapes';
import { spelled } from '../api/vocabularies';

const KINDS: Partial<Record<string, string>> = {
  incident: 'the case',
  affected_account: 'an account',
  account: 'an account',
  leaked_artifact: 'leaked material',
  artifact: 'leaked material',
  pivot: 'a pivot',
};

const VERBS: Partial<Record<string, string>> = {
  reported: 'filed',
  filed: 'filed',
  created: 'added',
  added: 'added',
  edited: 'edited',
  updated: 'edited',
  changed: 'changed',
  transitioned: 'moved',
  invited: 'invited',
  ended: 'ended',
  completed: 'finished',
};

/** A change in a few words: "Ines Ortega moved the case to triage". */
export function changeInWords(entry: HistoryEntry): string {
  const who = entry.by?.name ?? 'Ascribe';
  if (!entry.action || !entry.subject) {
    return 'A change that was redacted';
  }
  const status = entry.after?.['status'];
  const isCase = entry.subject.kind === 'incident';
  if (isCase && typeof status === 'string' && entry.before?.['status']) {
    return `${who} moved the case to ${spelled(status).toLowerCase()}`;
  }
  const verb = entry.action.split('.').at(-1) ?? entry.action;
  const kind = spelled(entry.subject.kind).toLowerCase();
  const what = KINDS[entry.subject.kind] ?? `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
  const named = nameOf(entry.after) ?? nameOf(entry.before);
  return `${who} ${VERBS[verb] ?? spelled(verb).toLowerCase()} ${what}${named && !isCase ? `: ${named}` : ''}`;
}

const NAMES = ['title', 'identifier', 'label', 'name', 'method', 'statement', 'summary', 'body'];
const NAME_MAX = 90;

function nameOf(state: Record<string, unknown> | null): string | null {
  const found = NAMES.map((name) => state?.[name]).find((value): value is string => typeof value === 'string' && value !== '');
  return found && found.length > NAME_MAX ? `${found.slice(0, NAME_MAX)}…` : (found ?? null);
}
