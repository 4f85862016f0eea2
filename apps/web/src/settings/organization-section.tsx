import { useInfiniteQuery } from '@tanstack/react-query';
import { everyItem, membersQuery } from '../api/queries';
import type { Organization } from '../api/shapes';
import { spelled } from '../api/vocabularies';
import { Loaded, More, Waiting } from '../frame/loaded';
import { useOrganizations } from '../frame/me';
import { InviteMember } from './invite-member';
import { OrganizationForm } from './organization-form';

/** How the organization works here, and who belongs to it. */
export function OrganizationSection() {
  const organizations = useOrganizations();
  return (
    <div className="stack wide">
      {organizations.length === 0 ? <Waiting /> : organizations.map((one) => <One key={one.id} organization={one} />)}
    </div>
  );
}

function One({ organization }: { organization: Organization }) {
  const members = useInfiniteQuery(membersQuery(organization.id));
  return (
    <section className="stack">
      <h2>{organization.name}</h2>
      {organization.abilities.amend ? (
        <OrganizationForm key={organization.version} organization={organization} />
      ) : (
        <dl className="facts">
          <dt>Usual marking</dt>
          <dd>TLP:{organization.defaultTlp.toUpperCase()}</dd>
          <dt>Untriaged is told after</dt>
          <dd>{organization.untriagedAfterHours} hours</dd>
          <dt>No change is told after</dt>
          <dd>{organization.staleAfterDays} days</dd>
        </dl>
      )}
      <h3>Members</h3>
      <Loaded query={members}>
        {(data) => (
          <>
            <ul className="lines">
              {everyItem(data).map((one) => (
                <li key={one.id} className="row spread">
                  <span>
                    {one.name} <span className="small quiet break">{one.email}</span>
                  </span>
                  <span className="small">{spelled(one.role)}</span>
                </li>
              ))}
            </ul>
            <More query={members} />
          </>
        )}
      </Loaded>
      {organization.abilities.manageMembers ? <InviteMember organizationId={organization.id} /> : null}
    </section>
  );
}
