import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import type { Account } from '../api/shapes';
import { useTerms } from '../api/vocabularies';
import { CheckField, SelectField, TextArea, TextField } from '../form/field';
import { MarkingField } from '../form/marking-field';
import { NO_TIME, PartialTimeField, partialTimeOf, timeDraftOf, type TimeDraft } from '../form/partial-time-field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from './case';
import { RecordForm } from './record-form';

interface Draft extends Record<string, unknown> {
  identifier: string;
  provider: string;
  kind: string;
  status: string;
  role: string;
  name: string;
  /** What the holder is called while the name is kept apart; not for the form to change. */
  pseudonym: string;
  disclosed: boolean;
  firstSeenAt: TimeDraft;
  lastSeenAt: TimeDraft;
  note: string;
  tlp: string;
}

const EMPTY: Draft = {
  identifier: '',
  provider: '',
  kind: 'email',
  status: 'suspected',
  role: '',
  name: '',
  pseudonym: '',
  disclosed: false,
  firstSeenAt: NO_TIME,
  lastSeenAt: NO_TIME,
  note: '',
  tlp: '',
};

const draftOf = ({ holder, ...account }: Account): Draft => ({
  identifier: account.identifier,
  provider: account.provider ?? '',
  kind: account.kind,
  status: account.status,
  ...holderDraftOf(holder),
  firstSeenAt: timeDraftOf(account.firstSeenAt),
  lastSeenAt: timeDraftOf(account.lastSeenAt),
  note: account.note ?? '',
  tlp: account.tlp ?? '',
});

const holderDraftOf = (holder: Account['holder']) => ({
  role: holder?.role ?? '',
  name: holder?.name ?? '',
  pseudonym: holder?.pseudonym ?? '',
  disclosed: holder?.disclosed ?? false,
});

const bodyOf = (draft: Draft): Schemas['AccountDto'] =>
  said<Schemas['AccountDto']>({
    identifier: draft.identifier.trim(),
    provider: draft.provider.trim(),
    kind: draft.kind,
    status: draft.status,
    holder:
      draft.role.trim() || draft.name.trim() || draft.pseudonym
        ? said<Schemas['HolderDto']>({ role: draft.role.trim(), name: draft.name.trim(), disclosed: draft.disclosed })
        : undefined,
    firstSeenAt: partialTimeOf(draft.firstSeenAt),
    lastSeenAt: partialTimeOf(draft.lastSeenAt),
    note: draft.note.trim(),
    tlp: draft.tlp,
  });

/** What differs; what was emptied is null. */
function changed(before: Schemas['AccountDto'], after: Schemas['AccountDto']): Schemas['AccountPatchDto'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Schemas['AccountDto'])[];
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, after[name] ?? null]),
  );
}

/** Where the name goes, since it is not where the form puts it. */
function nameHint({ disclosed, pseudonym }: Draft): string {
  if (disclosed) {
    return pseudonym ? 'Left empty, it is the name that is on file.' : 'Shown to everybody who sees the case.';
  }
  return pseudonym
    ? `Kept apart: everybody sees “${pseudonym}”. Left empty, the holder stays who it is.`
    : 'Kept apart: everybody sees a pseudonym, such as “Official A”, and each look at the name is recorded.';
}

/** Adds an account, or changes one; a change sends only what differs. */
export function AccountDialog({ account, onClose }: { account: Account | null; onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const [draft, setDraft] = useState(account ? draftOf(account) : EMPTY);
  const set =
    <K extends keyof Draft>(name: K) =>
    (value: Draft[K]) =>
      setDraft((before) => ({ ...before, [name]: value }));
  const fresh = incident.affectedAccounts.find((one) => one.id === account?.id) ?? account;
  const submission = useSubmission(
    async (value: Draft, key) => {
      const body = bodyOf(value);
      if (!fresh) {
        return await dataOf(
          client.POST('/api/v1/incidents/{incidentId}/accounts', {
            params: { path: { incidentId: incident.id } },
            body,
            ...written({ key }),
          }),
        );
      }
      const path = { incidentId: incident.id, accountId: fresh.id };
      return await dataOf(
        client.PATCH('/api/v1/incidents/{incidentId}/accounts/{accountId}', {
          params: { path },
          body: changed(bodyOf(draftOf(fresh)), body),
          ...written({ version: fresh.version }),
        }),
      );
    },
    async () => {
      await refresh();
      onClose();
    },
  );
  return (
    <RecordForm
      title={account ? 'Edit the account' : 'Add an account'}
      act={account ? 'Save the account' : 'Add the account'}
      ready={draft.identifier.trim() !== ''}
      submission={submission}
      onSubmit={() => submission.mutate(draft)}
      onClose={onClose}
    >
      <TextField
        label="Account"
        path="identifier"
        required
        autoFocus
        value={draft.identifier}
        onChange={set('identifier')}
        maxLength={500}
        autoCapitalize="none"
      />
      <div className="form-pair">
        <SelectField
          label="Kind"
          path="kind"
          options={useTerms('accountKind')}
          value={draft.kind}
          onChange={set('kind')}
        />
        <TextField label="Provider" path="provider" optional value={draft.provider} onChange={set('provider')} />
      </div>
      <SelectField
        label="How far is it compromised?"
        path="status"
        options={useTerms('accountStatus')}
        value={draft.status}
        onChange={set('status')}
      />
      <div className="form-pair">
        <TextField label="Holder, by role" path="holder.role" optional value={draft.role} onChange={set('role')} />
        <TextField
          label="Holder’s name"
          path="holder.name"
          optional
          hint={nameHint(draft)}
          value={draft.name}
          onChange={set('name')}
        />
      </div>
      <CheckField
        label="The holder is disclosed: the name may be shown to everybody who sees the case"
        value={draft.disclosed}
        onChange={set('disclosed')}
      />
      <div className="form-pair">
        <PartialTimeField
          legend="First seen"
          path="firstSeenAt"
          value={draft.firstSeenAt}
          onChange={set('firstSeenAt')}
        />
        <PartialTimeField legend="Last seen" path="lastSeenAt" value={draft.lastSeenAt} onChange={set('lastSeenAt')} />
      </div>
      <TextArea label="Note" path="note" optional value={draft.note} onChange={set('note')} />
      <MarkingField value={draft.tlp} onChange={set('tlp')} />
    </RecordForm>
  );
}
