import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { SelectField, TextField } from '../form/field';
import { MarkingField } from '../form/marking-field';
import { NO_TIME, PartialTimeField, partialTimeOf } from '../form/partial-time-field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from './case';
import { RecordForm } from './record-form';

/** Records that one account was used against another. */
export function PivotDialog({ onClose }: { onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const [fromAccountId, setFrom] = useState('');
  const [toAccountId, setTo] = useState('');
  const [method, setMethod] = useState('');
  const [at, setAt] = useState(NO_TIME);
  const [tlp, setTlp] = useState('');
  const options = incident.affectedAccounts.map((one) => ({ id: one.id, label: one.identifier }));
  const submission = useSubmission(
    async (body: Schemas['PivotDto'], key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/pivots', {
          params: { path: { incidentId: incident.id } },
          body,
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
      title="Add a pivot"
      act="Add the pivot"
      ready={fromAccountId !== '' && toAccountId !== ''}
      submission={submission}
      onSubmit={() =>
        submission.mutate(
          said<Schemas['PivotDto']>({ fromAccountId, toAccountId, method: method.trim(), at: partialTimeOf(at), tlp }),
        )
      }
      onClose={onClose}
    >
      <SelectField
        label="From"
        path="fromAccountId"
        none="Choose an account"
        options={options}
        value={fromAccountId}
        onChange={setFrom}
      />
      <SelectField
        label="Against"
        path="toAccountId"
        none="Choose an account"
        options={options.filter((one) => one.id !== fromAccountId)}
        value={toAccountId}
        onChange={setTo}
      />
      <TextField
        label="How"
        path="method"
        optional
        value={method}
        onChange={setMethod}
        placeholder="Spear-phishing mail"
      />
      <PartialTimeField legend="When" path="at" value={at} onChange={setAt} />
      <MarkingField value={tlp} onChange={setTlp} as="accounts" hint="Never below its accounts." />
    </RecordForm>
  );
}
