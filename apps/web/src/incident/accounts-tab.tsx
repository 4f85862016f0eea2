import { lazy, Suspense, useState } from 'react';
import type { Account } from '../api/shapes';
import { useLabel } from '../api/vocabularies';
import { Nothing } from '../frame/loaded';
import { Span } from '../words/at';
import { Explained } from '../words/explained';
import { StateWord } from '../words/marks';
import { useCase } from './case';
import { holderInWords } from './holder';
import { Marked } from './marked';
import { ShowNames } from './names';
import { PivotGraph } from './pivot-graph';

const AccountDialog = lazy(async () => ({ default: (await import('./account-dialog')).AccountDialog }));
const PivotDialog = lazy(async () => ({ default: (await import('./pivot-dialog')).PivotDialog }));

/** Which accounts, and how one led to another: as a picture and as the same in a table. */
export function AccountsTab() {
  const { incident, can } = useCase();
  const [open, setOpen] = useState<Account | 'new' | 'pivot' | null>(null);
  const writes = can('addAccounts');
  const accounts = incident.affectedAccounts;
  return (
    <div className="stack wide">
      <div className="row spread">
        <h2>Accounts</h2>
        <div className="row no-print">
          <ShowNames />
          {writes ? (
            <button type="button" className="button" onClick={() => setOpen('new')}>
              Add an account
            </button>
          ) : null}
          {writes && accounts.length > 1 ? (
            <button type="button" className="button" onClick={() => setOpen('pivot')}>
              Add a pivot
            </button>
          ) : null}
        </div>
      </div>
      {accounts.length === 0 ? (
        <Nothing>
          The mailboxes, logins, sites and devices that were touched will be here, with the steps from one to another.
        </Nothing>
      ) : (
        <>
          <p className="small quiet">
            An arrow is a <Explained word="pivot">pivot</Explained>. A hatched box is an account whose{' '}
            <Explained word="pseudonym">holder is not disclosed</Explained>.
          </p>
          <PivotGraph accounts={accounts} pivots={incident.pivots} />
          <AccountTable accounts={accounts} onEdit={writes ? setOpen : undefined} />
        </>
      )}
      <PivotTable />
      <Suspense>
        {open === 'pivot' ? <PivotDialog onClose={() => setOpen(null)} /> : null}
        {open !== null && open !== 'pivot' ? (
          <AccountDialog account={open === 'new' ? null : open} onClose={() => setOpen(null)} />
        ) : null}
      </Suspense>
    </div>
  );
}

function AccountTable({ accounts, onEdit }: { accounts: Account[]; onEdit: ((account: Account) => void) | undefined }) {
  const kind = useLabel('accountKind');
  const status = useLabel('accountStatus');
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label="Accounts as a table">
      <table className="stacking">
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">Holder</th>
            <th scope="col">State</th>
            <th scope="col">First seen</th>
            <th scope="col">Last seen</th>
            {onEdit ? (
              <th scope="col">
                <span className="unseen">Act</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {accounts.map((one) => (
            <tr key={one.id}>
              <td className="break">
                {one.identifier} <Marked tlp={one.tlp} />
                <p className="quiet">
                  {[kind(one.kind), one.provider].filter(Boolean).join(', ')}
                  {one.note ? `. ${one.note}` : ''}
                </p>
              </td>
              <td data-label="Holder">{holderInWords(one)}</td>
              <td data-label="State">
                <StateWord state={one.status} label={status(one.status)} />
              </td>
              <td data-label="First seen">
                <Span time={one.firstSeenAt} />
              </td>
              <td data-label="Last seen">
                <Span time={one.lastSeenAt} />
              </td>
              {onEdit ? (
                <td>
                  <button
                    type="button"
                    className="button bare"
                    aria-label={`Edit ${one.identifier}`}
                    onClick={() => onEdit(one)}
                  >
                    Edit
                  </button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PivotTable() {
  const { incident } = useCase();
  const name = (id: string) => incident.affectedAccounts.find((one) => one.id === id)?.identifier ?? 'An account';
  return incident.pivots.length === 0 ? null : (
    <section className="stack tight">
      <h3>Pivots</h3>
      <div className="scroll-x" tabIndex={0} role="group" aria-label="Pivots as a table">
        <table className="stacking">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Against</th>
              <th scope="col">How</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {incident.pivots.map((one) => (
              <tr key={one.id}>
                <td className="break" data-label="From">
                  {name(one.fromAccountId)}
                </td>
                <td data-label="Against" className="break">
                  {name(one.toAccountId)}
                </td>
                <td data-label="How">
                  {one.method ?? <span className="quiet">Not known</span>} <Marked tlp={one.tlp} />
                </td>
                <td data-label="When">
                  <Span time={one.at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
