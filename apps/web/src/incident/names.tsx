import { useMutation } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf } from '../api/client';
import { inWords } from '../api/problem';
import { Dialog } from '../frame/dialog';
import { useCase } from './case';

/** Asks for the names behind the pseudonyms of the case; not before somebody says so, since every look is recorded. */
export function ShowNames() {
  const { incident, can, knownAt } = useCase();
  const [open, setOpen] = useState(false);
  const withheld = incident.affectedAccounts.some(({ holder }) => holder && !holder.disclosed);
  return can('readNames') && withheld && knownAt === undefined ? (
    <>
      <button type="button" className="button no-print" onClick={() => setOpen(true)}>
        Show names
      </button>
      {open ? <NamesDialog onClose={() => setOpen(false)} /> : null}
    </>
  ) : null;
}

function NamesDialog({ onClose }: { onClose: () => void }) {
  const { incident } = useCase();
  // A mutation, so that nothing asks for it again by itself, and nothing of it is kept.
  const names = useMutation({
    mutationFn: async () =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/pseudonyms', { params: { path: { incidentId: incident.id } } }),
      ),
    gcTime: 0,
  });
  return (
    <Dialog title="Who the officials are" onClose={onClose}>
      <div className="stack">
        {names.data ? (
          <NameTable names={names.data.items} />
        ) : (
          <>
            <p>
              Everybody sees the same pseudonyms. The names are kept apart. That you looked, and when, is recorded in
              the case, where its owners see it.
            </p>
            {names.error ? (
              <p className="fault" role="alert">
                {inWords(names.error)}
              </p>
            ) : null}
            <div className="form-end">
              <button
                type="button"
                className="button primary"
                disabled={names.isPending}
                onClick={() => names.mutate()}
              >
                {names.isPending ? 'Asking' : 'Show the names'}
              </button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

function NameTable({ names }: { names: Schemas['PseudonymView'][] }) {
  const { incident } = useCase();
  const account = (id: string) => incident.affectedAccounts.find((one) => one.id === id);
  return (
    <>
      <p className="small quiet" role="status">
        Your look was recorded.
      </p>
      <dl className="facts">
        {names.map((one) => (
          <Fragment key={one.id}>
            <dt>{one.pseudonym}</dt>
            <dd>
              {one.name ?? <span className="quiet">Known by the role only</span>}
              {one.accountIds.map((id) => (
                <p key={id} className="small quiet break">
                  {[account(id)?.identifier, account(id)?.holder?.role].filter(Boolean).join(', ')}
                </p>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}
