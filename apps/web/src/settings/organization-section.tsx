import type { Organization } from '../api/shapes';
import { Waiting } from '../frame/loaded';
import { useOrganizations } from '../frame/me';
import { OrganizationForm } from './organization-form';

/** How the organization works here. */
export function OrganizationSection() {
  const organizations = useOrganizations();
  return (
    <div className="stack wide">
      {organizations.length === 0 ? <Waiting /> : organizations.map((one) => <One key={one.id} organization={one} />)}
    </div>
  );
}

function One({ organization }: { organization: Organization }) {
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
          <dt>Second factor</dt>
          <dd>{organization.requiresSecondFactor ? 'demanded of every member' : 'left to each member'}</dd>
        </dl>
      )}
    </section>
  );
}
