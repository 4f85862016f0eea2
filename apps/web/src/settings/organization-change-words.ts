import type { OrganizationChange } from '../api/shapes';
import { spelled } from '../api/vocabularies';

type State = OrganizationChange['after'];

/** What a sentence about a change is made of. */
interface Told {
  readonly who: string;
  readonly whom: string;
  readonly before: State;
  readonly after: State;
  /** A field of the change, as text. */
  readonly said: (name: string) => string;
}

const role = (state: State): string => spelled(String(state?.['role'] ?? '')).toLowerCase();

const record = (kind: string): string => spelled(kind).toLowerCase();

const SENTENCES: Readonly<Partial<Record<string, (told: Told) => string>>> = {
  'member.joined': ({ whom, after }) => `${whom} joined as ${role(after)}`,
  'member.left': ({ who, whom }) => `${who} ended the membership of ${whom}`,
  'member.role_changed': ({ who, whom, before, after }) =>
    `${who} changed ${whom} from ${role(before)} to ${role(after)}`,
  'member.invited': ({ who, said, after }) => `${who} invited ${said('email')} as ${role(after)}`,
  'invitation.withdrawn': ({ who, said }) => `${who} withdrew the invitation of ${said('email')}`,
  'api_key.made': ({ who, said }) => `${who} made the key ${said('name')}`,
  'api_key.revoked': ({ who, said }) => `${who} revoked the key ${said('name')}`,
  'retention_rule.proposed': ({ who, said }) =>
    `${who} proposed to erase ${record(said('kind'))} records ${said('days')} days after a case was closed`,
  'retention_rule.confirmed': ({ who }) => `${who} confirmed a rule of retention`,
  'retention_rule.ended': ({ who }) => `${who} ended a rule of retention`,
  'organization.amended': ({ who }) => `${who} changed the settings`,
  'organization.founded': ({ who }) => `${who} founded the organization`,
};

/** A change of an organization in a few words: "Ines Ortega invited it@campaign.example as responder". */
export function organizationChangeInWords({ action, by, subject, before, after }: OrganizationChange): string {
  if (action === null) {
    return 'A change that was redacted';
  }
  const said = (name: string): string => String(after?.[name] ?? before?.[name] ?? '');
  const told = { who: by?.name ?? 'Somebody', whom: subject?.name ?? 'somebody', before, after, said };
  const named = said('name');
  const otherwise = `${told.who}: ${spelled(action.replaceAll('.', ' ')).toLowerCase()}${named ? `, ${named}` : ''}`;
  return SENTENCES[action]?.(told) ?? otherwise;
}
