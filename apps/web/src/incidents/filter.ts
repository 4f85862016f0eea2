import type { IncidentFilter } from '../api/queries';

/** What stands in the address. */
export type Filter = Partial<Record<'status' | 'severity' | 'tlp' | 'lead' | 'category' | 'tag' | 'q' | 'sort' | 'reportedFrom' | 'reportedTo', string>>;

const OPEN = 'reported,triage,investigating,contained,remediated';
const SEVERITIES = ['low', 'moderate', 'high', 'critical'];

/** The address in the API's words: `open` is five statuses, `me` is an id. */
export function asQuery(filter: Filter, myId: string): IncidentFilter {
  const { lead, status, severity, ...rest } = filter;
  return {
    ...rest,
    ...(status ? { status: status === 'open' ? OPEN : status } : {}),
    ...(severity ? { severity: SEVERITIES.slice(SEVERITIES.indexOf(severity)).join(',') } : {}),
    ...(lead ? { leadId: lead === 'me' ? myId : lead } : {}),
  };
}
