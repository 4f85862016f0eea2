import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { client, dataOf } from '../api/client';
import type { Participant } from '../api/shapes';
import { spelled } from '../api/vocabularies';
import { Loaded } from '../frame/loaded';
import { useCase } from './case';

const KINDS: Partial<Record<string, string>> = {
  party: 'Parties',
  artifact: 'Leaked material',
  evidence: 'Evidence',
  inquiry: 'Questions asked',
  ach_column: 'Matrix columns',
  holder_name: 'Names behind pseudonyms',
  finding_account: 'Findings tied to accounts',
  custody_step: 'Custody steps',
  hypothesis: 'Hypotheses',
};

/** What somebody is shown of this case, counted, and how to look at it as they do. */
export function ParticipantSight({ one }: { one: Participant }) {
  const { incident } = useCase();
  const sight = useQuery({
    queryKey: ['incident', incident.id, 'participants', one.id, 'sight'],
    queryFn: async () =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/participants/{participantId}/sight', {
          params: { path: { incidentId: incident.id, participantId: one.id } },
        }),
      ),
  });
  return (
    <Loaded query={sight} lines={3}>
      {({ seesCase, kinds, verbs }) => (
        <div className="stack tight participant-sight">
          {seesCase ? (
            <>
              <table className="seen">
                <caption className="unseen">Records that {one.name} is shown, by kind</caption>
                <thead>
                  <tr>
                    <th scope="col">Kind</th>
                    <th scope="col">Shown</th>
                    <th scope="col">Withheld</th>
                  </tr>
                </thead>
                <tbody>
                  {kinds.map(({ kind, shown, withheld }) => (
                    <tr key={kind}>
                      <th scope="row">{KINDS[kind] ?? `${spelled(kind)}s`}</th>
                      <td className="numerals">{shown}</td>
                      <td className="numerals">{withheld}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <p className="small quiet">{doesInWords(verbs)}</p>
            </>
          ) : (
            <p className="small">They are shown nothing of this case now.</p>
          )}
          {one.abilities.viewAs && seesCase ? (
            <p>
              <Link
                to="/incidents/$incidentId"
                params={{ incidentId: incident.id }}
                search={{ viewAs: one.id }}
                className="button"
              >
                See the case as {one.name}
              </Link>
            </p>
          ) : null}
        </div>
      )}
    </Loaded>
  );
}

const DOES: readonly (readonly [string, string])[] = [
  ['incident.edit', 'edit the case'],
  ['findings.submit', 'add findings'],
  ['evidence.write', 'add evidence'],
  ['attribution.write', 'record claims'],
  ['assessments.write', 'write assessments'],
  ['comments.write', 'comment'],
  ['tasks.write', 'keep tasks'],
  ['names.read', 'ask for the names behind pseudonyms'],
];

function doesInWords(verbs: readonly string[]): string {
  const does = DOES.filter(([verb]) => verbs.includes(verb)).map(([, words]) => words);
  const [last, ...others] = does.toReversed();
  if (last === undefined) {
    return 'They can read, and change nothing.';
  }
  return `They can ${others.length > 0 ? `${others.toReversed().join(', ')} and ` : ''}${last}.`;
}
