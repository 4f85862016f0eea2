import { useInfiniteQuery } from '@tanstack/react-query';
import { everyItem } from '../api/queries';
import type { Organization } from '../api/shapes';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useMe, useOrganizations } from '../frame/me';
import { ProposeRule } from './propose-rule';
import { RuleDecisions } from './rule-decisions';
import { RULE_KINDS } from './rule-kinds';
import { rulesQuery, type RetentionRule } from './rules-query';
import { At } from '../words/at';

/** How long records outlive their cases, decided by two owners. */
export function RetentionSection() {
  const me = useMe();
  const organizations = useOrganizations();
  const roleIn = (id: string) => me.memberships.find((seat) => seat.organizationId === id)?.role ?? '';
  return (
    <div className="stack wide">
      {organizations
        .filter((one) => ['owner', 'lead', 'auditor'].includes(roleIn(one.id)))
        .map((one) => (
          <Rules key={one.id} organization={one} decides={roleIn(one.id) === 'owner'} />
        ))}
    </div>
  );
}

function Rules({ organization, decides }: { organization: Organization; decides: boolean }) {
  const rules = useInfiniteQuery(rulesQuery(organization.id));
  return (
    <section className="stack" aria-label={`Retention of ${organization.name}`}>
      <h2>
        How long records are kept <span className="quiet">by {organization.name}</span>
      </h2>
      <p className="small">
        After its days a rule erases what records of its kind say, in cases that are closed. What is erased cannot be
        had back; a tombstone stays. A legal hold beats every rule, and a case that was reopened is not touched.
      </p>
      <Loaded query={rules}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <Nothing>Nothing is erased by itself: everything is kept until somebody erases it.</Nothing>
          ) : (
            <>
              <ul className="lines">
                {items.map((one) => (
                  <li key={one.id}>
                    <OneRule rule={one} organizationId={organization.id} />
                  </li>
                ))}
              </ul>
              <More query={rules} />
            </>
          );
        }}
      </Loaded>
      {decides ? <ProposeRule organizationId={organization.id} /> : null}
    </section>
  );
}

function OneRule({ rule, organizationId }: { rule: RetentionRule; organizationId: string }) {
  return (
    <div className="row spread">
      <span className={rule.standing === 'ended' ? 'quiet' : undefined}>
        {RULE_KINDS[rule.kind]}: {rule.days} days after the case was closed
        <br />
        <span className="small break">{rule.basis}</span>
        <br />
        <span className="small quiet">
          Proposed by {rule.proposed.byName} <At at={rule.proposed.at} short />
          {rule.confirmed ? (
            <>
              , confirmed by {rule.confirmed.byName} <At at={rule.confirmed.at} short />
            </>
          ) : null}
          {rule.ended ? (
            <>
              , ended by {rule.ended.byName} <At at={rule.ended.at} short />
            </>
          ) : null}
          . {rule.standing === 'proposed' ? 'Waits for a second owner.' : null}
          {rule.standing === 'confirmed' && rule.erasesFrom ? (
            <>
              Erases from <At at={rule.erasesFrom} short /> on.
            </>
          ) : null}
        </span>
      </span>
      <RuleDecisions rule={rule} organizationId={organizationId} />
    </div>
  );
}
