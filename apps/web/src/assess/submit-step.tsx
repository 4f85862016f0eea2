import { useInfiniteQuery } from '@tanstack/react-query';
import { everyItem, membersQuery } from '../api/queries';
import { useTerms } from '../api/vocabularies';
import { SelectField } from '../form/field';
import { useMe, useOrganizations } from '../frame/me';
import type { Assessment, Confidence } from './assessments';
import { citablesOf, likelihoodOf, missingOf, unknownLast, type StepId } from './draft';
import { ConfidenceTicks, LikelihoodMark } from './marks';
import type { StepProps } from './step';

const APPROVING = ['owner', 'lead', 'analyst'];

/** What will be handed over, what is missing, and who may approve it. */
export function SubmitStep({
  draft,
  set,
  incident,
  server,
  go,
}: StepProps & { server: Assessment | null; go: (step: StepId) => void }) {
  const missing = missingOf(draft);
  const cited = citablesOf(incident).filter(({ name }) => draft.evidence[name]).length;
  const all = Object.values(draft.evidence).filter(Boolean).length;
  return (
    <>
      {missing.length > 0 ? (
        <div className="still-missing">
          <p>It cannot be approved yet. Still to say:</p>
          <ul>
            {missing.map(({ step, what }) => (
              <li key={step}>
                <button type="button" className="button bare" onClick={() => go(step)}>
                  {what}
                </button>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <dl className="looked-over">
        {unknownLast(incident.hypotheses).map((one) => (
          <div key={one.id}>
            <dt>{one.label}</dt>
            <dd>
              <LikelihoodMark likelihood={likelihoodOf(draft.judgements[one.id])} />
            </dd>
          </div>
        ))}
      </dl>
      <dl className="looked-over">
        <div>
          <dt>The grounds</dt>
          <dd>
            <ConfidenceTicks confidence={(draft.confidence || null) as Confidence | null} />
          </dd>
        </div>
        <div>
          <dt>Cited</dt>
          <dd>
            {all === 0 ? 'Nothing' : `${all} ${all === 1 ? 'record' : 'records'}${cited < all ? '' : ' of the case'}`}
          </dd>
        </div>
      </dl>
      {draft.rationale.trim() ? <blockquote className="prose">{draft.rationale.trim()}</blockquote> : null}
      <SelectField
        label="Marking"
        path="tlp"
        optional
        none={`As the case (TLP:${incident.tlp.toUpperCase()})`}
        options={useTerms('tlp')}
        value={draft.tlp}
        onChange={set('tlp')}
      />
      <WhoMayApprove server={server} ownerId={incident.organizationId} />
    </>
  );
}

/** A second person, by name where the names are known. */
function WhoMayApprove({ server, ownerId }: { server: Assessment | null; ownerId: string }) {
  const { name, others, known } = useOthers(server, ownerId);
  return (
    <section className="who-may" aria-label="Who may approve it">
      <h4>Who may approve it</h4>
      {others.length > 0 ? (
        <p>
          {others.map((one) => one.name).join(', ')}. You cannot: whoever wrote or submitted any of it is its author,
          also with another key or in another role.
        </p>
      ) : (
        <p>
          Another owner, lead or analyst of {name} who wrote none of it; never you.{' '}
          {known ? 'Nobody there can at present: ask an owner to invite one.' : ''}
        </p>
      )}
    </section>
  );
}

/** Those who may approve for the organization that will assess; this person never. */
function useOthers(server: Assessment | null, ownerId: string) {
  const me = useMe();
  const organizations = useOrganizations();
  const seats = me.memberships.map((seat) => seat.organizationId);
  const organizationId = server?.organizationId ?? seats.find((id) => id === ownerId) ?? seats[0] ?? '';
  const members = useInfiniteQuery(membersQuery(organizationId));
  const able = server?.mayApprove ?? everyItem(members.data).filter(({ role }) => APPROVING.includes(role));
  return {
    name: organizations.find(({ id }) => id === organizationId)?.name ?? 'your organization',
    others: able.filter(({ id }) => id !== me.id),
    known: server !== null || members.isSuccess,
  };
}
