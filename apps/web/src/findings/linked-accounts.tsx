import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { everyItem } from '../api/queries';
import { Loaded } from '../frame/loaded';
import { useCase } from '../incident/case';
import { At } from '../words/at';
import { findingAccountsQuery, type Finding, type FindingAccount } from './queries';

const LinkDialog = lazy(async () => ({ default: (await import('./link-dialog')).LinkDialog }));
const EndLinkDialog = lazy(async () => ({ default: (await import('./link-dialog')).EndLinkDialog }));

/** Whom the finding speaks of, as the team holds; its submitter is not told, not even that there is such a link. */
export function LinkedAccounts({ finding }: { finding: Finding }) {
  const { incident, knownAt } = useCase();
  const links = useInfiniteQuery(findingAccountsQuery(incident.id, finding.id, knownAt));
  const [open, setOpen] = useState<'link' | FindingAccount | null>(null);
  const close = () => setOpen(null);
  const now = knownAt === undefined;
  return (
    <section className="stack tight" aria-labelledby="linked-accounts">
      <div className="row spread">
        <h3 id="linked-accounts">Whose account it is</h3>
        {finding.abilities.linkAccount && now ? (
          <button type="button" className="button no-print" onClick={() => setOpen('link')}>
            Link an account
          </button>
        ) : null}
      </div>
      <p className="small quiet">
        Known to those inside the case only. {finding.organization.name} does not learn of it, not even that there is a
        link.
      </p>
      <Loaded query={links} lines={1}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? null : (
            <ul className="lines small">
              {items.map((one) => (
                <li key={one.id}>
                  <Linked link={one} onEnd={now && one.abilities.end ? () => setOpen(one) : undefined} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <Suspense>
        {open === 'link' ? <LinkDialog finding={finding} onClose={close} /> : null}
        {open !== null && typeof open === 'object' ? <EndLinkDialog link={open} onClose={close} /> : null}
      </Suspense>
    </section>
  );
}

function Linked({ link, onEnd }: { link: FindingAccount; onEnd: (() => void) | undefined }) {
  const { incident } = useCase();
  const account = incident.affectedAccounts.find((one) => one.id === link.accountId);
  return (
    <div className="row spread">
      <span>
        <span className={`break${link.ending ? ' struck' : ''}`}>{account?.identifier ?? 'An account'}</span>
        {account?.holder?.name ? <span className="quiet">, {account.holder.name}</span> : null}
        <span className="quiet">
          , linked by {link.recordedBy.name}, <At at={link.createdAt} short />
        </span>
        {link.ending ? (
          <span className="quiet">
            , taken back by {link.ending.by.name}: “{link.ending.reason}”
          </span>
        ) : null}
      </span>
      {onEnd ? (
        <button type="button" className="button no-print" onClick={onEnd}>
          Take the link back
        </button>
      ) : null}
    </div>
  );
}
