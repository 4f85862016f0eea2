import type { HistoryEntry } from '../api/shapes';
import { useMe } from '../frame/me';

/** Why something was changed can be erased of every kind; it is asked for as this. */
export const REASON = 'reason';
/** The file of a piece of evidence. */
export const CONTENT = 'content';

/** What the server erases of each kind of record (libs/audit/src/erasure/erasable-kinds.ts). It refuses anything else. */
const MEMBERS: Readonly<Partial<Record<string, readonly string[]>>> = {
  incident: ['title', 'summary', 'category', 'closingSummary', 'tags'],
  account: ['identifier', 'provider', 'holder', 'note'],
  holder_name: ['name'],
  pivot: ['method'],
  comment: ['body'],
  task: ['title'],
  disclosure: ['sourceDescription', 'summary', 'url'],
  artifact: ['title', 'description'],
  hypothesis: ['label'],
  claim: ['statement', 'namedAs', 'confidenceStated', 'source', 'withdrawal'],
  evidence: ['title', 'note', 'obtainedFrom', 'fileName', 'url', 'withdrawal', CONTENT],
  custody_step: ['byWhom', 'note'],
  finding: ['summary', 'detail', 'observables', 'concerns', 'asks', 'confidenceStated', 'decision', 'withdrawal'],
  inquiry: ['question'],
  dissent: ['statement'],
  stakeholder: ['name', 'role', 'email'],
};

/** What can be erased of the record that a change is of; empty where nothing can. */
export function erasableOf({ subject }: Pick<HistoryEntry, 'subject'>): readonly string[] {
  const members = subject ? MEMBERS[subject.kind] : undefined;
  return members ? [...members, REASON] : [];
}

/** Who may ask and decide, and who may read what was: by their seat in the organization whose case it is. */
export function useErasureRights(organizationId: string): { decides: boolean; reads: boolean } {
  const roles = useMe()
    .memberships.filter((seat) => seat.organizationId === organizationId)
    .map(({ role }) => role);
  const decides = roles.some((role) => role === 'owner' || role === 'lead');
  return { decides, reads: decides || roles.includes('auditor') };
}
