import type { IncidentsQuery } from '../api/cases';

/** What stands in the address. */
export type Filter = Partial<
  Record<
    'status' | 'severity' | 'tlp' | 'lead' | 'category' | 'tag' | 'q' | 'sort' | 'reportedFrom' | 'reportedTo',
    string
  >
>;

const OPEN = ['reported', 'triage', 'investigating', 'contained', 'remediated'];
const SEVERITIES = ['low', 'moderate', 'high', 'critical'];

/** The address in the API's words: `open` is five statuses, `me` is an id. */
export function asQuery(filter: Filter, myId: string): IncidentsQuery {
  const { lead, status, severity, category, tlp, sort, ...rest } = filter;
  // What somebody typed into the address is checked by the server.
  return {
    ...rest,
    ...(status ? { status: status === 'open' ? OPEN : [status] } : {}),
    ...(severity ? { severity: SEVERITIES.slice(SEVERITIES.indexOf(severity)) } : {}),
    ...(category ? { category: [category] } : {}),
    ...(tlp ? { tlp: [tlp] } : {}),
    ...(sort ? { sort } : {}),
    ...(lead ? { leadId: lead === 'me' ? myId : lead } : {}),
  } as IncidentsQuery;
}
