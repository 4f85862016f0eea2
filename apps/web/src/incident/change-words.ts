import type { HistoryEntry } from '../api/shapes';
import { spelled } from '../api/vocabularies';

const KINDS: Partial<Record<string, string>> = {
  incident: 'the case',
  affected_account: 'an account',
  account: 'an account',
  leaked_artifact: 'leaked material',
  artifact: 'leaked material',
  pivot: 'a pivot',
  finding_account: 'a finding to an account',
  evidence: 'evidence',
  holder_name: 'a holder who is not disclosed',
  dissent: 'from an assessment',
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
  elevated: 'took emergency access as',
  lead_released: 'released the lead of',
  released: 'released',
  completed: 'finished',
  done: 'finished',
  amended: 'edited',
  account_linked: 'linked',
  account_unlinked: 'unlinked',
  withdrawn: 'withdrew',
  approval_refused: 'was refused, being an author, the approval of',
  remarked: 'changed, with another record, the marking of',
  marked: 'changed the marking of',
  named: 'recorded the name of',
  asked: 'recorded',
  answered: 'recorded the answer to',
  content_kept: 'uploaded the content of',
};

/** A change in a few words: "Ines Ortega moved the case to triage". */
export function changeInWords(entry: HistoryEntry): string {
  if (!entry.action || !entry.subject) {
    return 'A change that was redacted';
  }
  const who = entry.by?.name ?? 'Ascribe';
  const isCase = entry.subject.kind === 'incident';
  const status = isCase ? statusReached(entry) : null;
  if (status) {
    return `${who} moved the case to ${spelled(status).toLowerCase()}`;
  }
  const named = isCase ? null : (nameOf(entry.after) ?? nameOf(entry.before));
  return `${who} ${verbOf(entry.action)} ${kindInWords(entry.subject.kind)}${named ? `: ${named}` : ''}`;
}

/** The status that the change moved the case to; null when it left it where it was. */
function statusReached({ before, after }: HistoryEntry): string | null {
  const status = after?.['status'];
  return before?.['status'] && typeof status === 'string' ? status : null;
}

function verbOf(action: string): string {
  const verb = action.split('.').at(-1) ?? action;
  return VERBS[verb] ?? spelled(verb).toLowerCase();
}

function kindInWords(id: string): string {
  const kind = spelled(id).toLowerCase();
  return KINDS[id] ?? `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

const NAMES = ['title', 'identifier', 'label', 'name', 'method', 'statement', 'summary', 'body', 'question'];
const NAME_MAX = 90;

function nameOf(state: Record<string, unknown> | null): string | null {
  const found = NAMES.map((name) => state?.[name]).find(
    (value): value is string => typeof value === 'string' && value !== '',
  );
  return found && found.length > NAME_MAX ? `${found.slice(0, NAME_MAX)}…` : (found ?? null);
}
