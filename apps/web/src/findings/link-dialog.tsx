import type { Schemas } from '@app/api-client';
import { useState } from 'react';
import { client, dataOf, written } from '../api/client';
import { SelectField, TextArea } from '../form/field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from '../incident/case';
import { RecordForm } from '../incident/record-form';
import type { Finding, FindingAccount } from './queries';

/** Says which account a finding speaks of. */
export function LinkDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const [draft, setDraft] = useState({ accountId: '', reason: '' });
  const submission = useSubmission(
    async ({ accountId, reason }: typeof draft, key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/findings/{findingId}/accounts', {
          params: { path: { incidentId: incident.id, findingId: finding.id } },
          body: said<Schemas['FindingAccountDto']>({ accountId, reason: reason.trim() }),
          ...written({ key }),
        }),
      ),
    async () => {
      await refresh();
      onClose();
    },
  );
  return (
    <RecordForm
      title="Link an account"
      act="Link the account"
      ready={draft.accountId !== ''}
      submission={submission}
      onSubmit={() => submission.mutate(draft)}
      onClose={onClose}
    >
      {finding.concerns ? (
        <p className="small">
          The finding speaks of “{finding.concerns}”. <span className="quiet">Which account of the case is it?</span>
        </p>
      ) : null}
      <SelectField
        label="Account"
        path="accountId"
        none="Choose an account"
        options={incident.affectedAccounts.map((one) => ({
          id: one.id,
          label: one.holder?.name ? `${one.identifier} (${one.holder.name})` : one.identifier,
        }))}
        value={draft.accountId}
        onChange={(accountId) => setDraft({ ...draft, accountId })}
      />
      <TextArea
        label="How do you know?"
        path="reason"
        optional
        maxLength={4000}
        value={draft.reason}
        onChange={(reason) => setDraft({ ...draft, reason })}
      />
    </RecordForm>
  );
}

/** Takes such a link back. It stays on the record. */
export function EndLinkDialog({ link, onClose }: { link: FindingAccount; onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const [reason, setReason] = useState('');
  const submission = useSubmission(
    async (why: string, key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/findings/{findingId}/accounts/{linkId}/endings', {
          params: { path: { incidentId: incident.id, findingId: link.findingId, linkId: link.id } },
          body: { reason: why.trim() },
          ...written({ key }),
        }),
      ),
    async () => {
      await refresh();
      onClose();
    },
  );
  return (
    <RecordForm
      title="Take the link back"
      act="Take the link back"
      ready={reason.trim() !== ''}
      submission={submission}
      onSubmit={() => submission.mutate(reason)}
      onClose={onClose}
    >
      <TextArea label="Why?" path="reason" required autoFocus maxLength={4000} value={reason} onChange={setReason} />
    </RecordForm>
  );
}
