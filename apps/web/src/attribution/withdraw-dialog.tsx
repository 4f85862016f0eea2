import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import type { Claim } from '../api/shapes';
import { TextArea } from '../form/field';
import { NO_TIME, PartialTimeField, partialTimeOf } from '../form/partial-time-field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from '../incident/case';
import { RecordForm } from '../incident/record-form';
import { Dependents } from './dependents';
import { doesInWords } from './records-in-words';

/** Shows first what leans on the claim, and asks why it falls. */
export function WithdrawDialog({ claim, onClose }: { claim: Claim; onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const [reason, setReason] = useState('');
  const [withdrawnAt, setWithdrawnAt] = useState(NO_TIME);
  const submission = useSubmission(
    async (body: Schemas['ClaimWithdrawalDto'], key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/claims/{claimId}/withdrawals', {
          params: { path: { incidentId: incident.id, claimId: claim.id } },
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
      title="Withdraw claim"
      act="Withdraw claim"
      ready={reason.trim() !== ''}
      submission={submission}
      onSubmit={() =>
        submission.mutate(
          said<Schemas['ClaimWithdrawalDto']>({ reason: reason.trim(), withdrawnAt: partialTimeOf(withdrawnAt) }),
        )
      }
      onClose={onClose}
    >
      <p className="small">
        {claim.claimant.name} {doesInWords(claim.stance)}. The claim stays on the record, struck through, and carries
        nothing from then on. People who work on what rests on it are told.
      </p>
      <Dependents claimId={claim.id} falling />
      <TextArea label="Why is it withdrawn?" path="reason" required value={reason} onChange={setReason} />
      <PartialTimeField
        legend="Since when in the world? Left open, from now on"
        path="withdrawnAt"
        value={withdrawnAt}
        onChange={setWithdrawnAt}
      />
    </RecordForm>
  );
}
