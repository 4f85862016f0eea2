import { useAttribution } from './attribution';
import { byHypothesis, changeInWords } from './changes';
import { RecordLinks } from './record-link';
import type { StandingChange } from './shapes';

/** What an organization or a party is called, from all that the page holds. */
function useWhose(): (id: string) => string | undefined {
  const { allCitations, citations, assessments } = useAttribution();
  return (id) =>
    assessments.find(({ organizationId }) => organizationId === id)?.organization.name ??
    [...allCitations.nodes, ...citations.nodes].find(({ partyId }) => partyId === id)?.party ??
    undefined;
}

/** Differences as strikes and additions, under the answer that they are about. */
export function ChangeList({ changes }: { changes: readonly StandingChange[] }) {
  const whose = useWhose();
  const { allCitations } = useAttribution();
  const known = new Set(allCitations.nodes.map(({ id }) => id));
  return (
    <div className="change-groups">
      {byHypothesis(changes).map((group) => (
        <div key={group.id} className="change-group">
          <p className="small change-about">{group.label}</p>
          <dl className="small">
            {group.changes.map((change) => {
              const { what, from, to } = changeInWords(change, whose);
              const ids = change.ids
                .filter((id) => known.has(id))
                .map((id) => ({ kind: kindOf(allCitations.nodes, id), id }));
              return (
                <div key={`${change.field} ${change.of ?? ''}`} className={isShort(from, to) ? 'short' : undefined}>
                  <dt>{what}</dt>
                  {from === null ? null : (
                    <dd className="was">
                      <span className="unseen">before: </span>
                      {from}
                    </dd>
                  )}
                  {to === null ? null : (
                    <dd className="is">
                      <span className="unseen">after: </span>
                      {to}
                    </dd>
                  )}
                  {ids.length > 0 ? (
                    <dd className="change-records tiny quiet">
                      <RecordLinks to={ids} />
                    </dd>
                  ) : null}
                </div>
              );
            })}
          </dl>
        </div>
      ))}
    </div>
  );
}

const SHORT = 24;

/** Two words or figures stand in one line. */
const isShort = (from: string | null, to: string | null): boolean =>
  (from ?? '').length <= SHORT && (to ?? '').length <= SHORT;

const kindOf = (nodes: readonly { id: string; kind: string }[], id: string): string =>
  nodes.find((node) => node.id === id)?.kind ?? 'claim';
