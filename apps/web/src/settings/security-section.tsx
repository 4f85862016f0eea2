import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { identitiesQuery } from '../api/identities';
import { everyItem, secondFactorQuery, signInEventsQuery } from '../api/queries';
import type { SignInEvent } from '../api/shapes';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useMe } from '../frame/me';
import { At } from '../words/at';
import { IdentitiesSection } from './identities-section';
import { PasswordPart } from './security-password';
import { SecondFactorPart } from './security-second-factor';
import { SessionsPart } from './security-sessions';
import './security.css';

/** How you sign in, where you are signed in, and what was changed in it. */
export function SecuritySection() {
  const me = useMe();
  const factor = useQuery(secondFactorQuery);
  const identities = useQuery(identitiesQuery);
  return (
    <div className="stack wide">
      <section className="stack">
        <h2>Second factor</h2>
        <p className="small quiet">
          A code that an authenticator on your phone shows, besides the password: whoever learns the password alone gets
          nowhere.
        </p>
        <Loaded query={factor}>
          {(standing) => <SecondFactorPart standing={standing} passed={me.secondFactor?.passed ?? false} />}
        </Loaded>
      </section>
      {identities.data?.hasPassword === false ? null : <PasswordPart email={me.email} />}
      <IdentitiesSection />
      <SessionsPart />
      <Changes />
    </div>
  );
}

const IN_WORDS: Readonly<Record<SignInEvent['kind'], string>> = {
  second_factor_enrolled: 'Second factor set up',
  second_factor_removed: 'Second factor removed',
  second_factor_reset: 'Second factor reset by whoever runs Ascribe',
  recovery_codes_made: 'New recovery codes made',
  recovery_code_used: 'Recovery code used',
  password_changed: 'Password changed',
  sessions_ended: 'Sessions ended',
  identity_linked: 'Identity provider linked',
  identity_unlinked: 'Identity provider unlinked',
};

const inWords = (kind: string): string => IN_WORDS[kind as SignInEvent['kind']] ?? kind.replaceAll('_', ' ');

function Changes() {
  const events = useInfiniteQuery(signInEventsQuery);
  return (
    <section className="stack">
      <h2>What was changed</h2>
      <p className="small quiet">
        If something here was not you, change the password and sign out everywhere, then tell your organization.
      </p>
      <Loaded query={events} lines={2}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <Nothing>Nothing yet. Changes to your sign-in will stand here, with when and from where.</Nothing>
          ) : (
            <>
              <ul className="lines">
                {items.map((one) => (
                  <li key={one.id}>
                    {inWords(one.kind)}
                    <br />
                    <span className="small quiet">
                      <At at={one.at} />
                      {one.source ? `, from ${one.source}` : ''}
                      {one.reason ? `: ${one.reason}` : ''}
                    </span>
                  </li>
                ))}
              </ul>
              <More query={events} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
