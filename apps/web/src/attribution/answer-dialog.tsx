import { useState } from 'react';
import { client, dataOf, written } from '../api/client';
import { SelectField } from '../form/field';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from '../incident/case';
import { RecordForm } from '../incident/record-form';
import { nodeSentence, useAttribution } from './attribution';
import type { Inquiry } from './shapes';

/** An answer is a claim of the party that was asked. */
export function AnswerDialog({ inquiry, onClose }: { inquiry: Inquiry; onClose: () => void }) {
  const { incident } = useCase();
  const { citations } = useAttribution();
  const refresh = useRefreshCase();
  const [claimId, setClaimId] = useState('');
  const claims = citations.nodes.filter(({ kind, partyId }) => kind === 'claim' && partyId === inquiry.partyId);
  const submission = useSubmission(
    async (answer: string, key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/inquiries/{inquiryId}/answers', {
          params: { path: { incidentId: incident.id, inquiryId: inquiry.id } },
          body: { claimId: answer },
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
      title={`The answer of ${inquiry.party.name}`}
      act="Record the answer"
      ready={claimId !== ''}
      submission={submission}
      onSubmit={() => submission.mutate(claimId)}
      onClose={onClose}
    >
      {claims.length === 0 ? (
        <p className="small">
          {inquiry.party.name} has no claim in this case yet. Add what it answered as a claim first, then choose it
          here.
        </p>
      ) : null}
      <SelectField
        label="Which claim answers it?"
        path="claimId"
        none="Choose a claim"
        options={claims.map((node) => ({ id: node.id, label: nodeSentence(node), explanation: node.title }))}
        value={claimId}
        onChange={setClaimId}
      />
    </RecordForm>
  );
}
