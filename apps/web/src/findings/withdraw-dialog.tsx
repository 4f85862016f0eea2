import { client, dataOf, written } from '../api/client';
import { TextArea } from '../form/field';
import { useKept } from '../form/use-kept';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from '../incident/case';
import { RecordForm } from '../incident/record-form';
import type { Finding } from './queries';
import { Resting } from './resting';

/** Takes a finding back, having seen what rests on it. */
export function WithdrawDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const { value, change, forget } = useKept(`withdraw.${finding.id}`, { reason: '' });
  const submission = useSubmission(
    async ({ reason }: typeof value, key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/findings/{findingId}/withdrawals', {
          params: { path: { incidentId: incident.id, findingId: finding.id } },
          body: { reason: reason.trim() },
          ...written({ key }),
        }),
      ),
    async () => {
      forget();
      await refresh();
      onClose();
    },
  );
  return (
    <RecordForm
      title="Withdraw the finding"
      act="Withdraw the finding"
      ready={value.reason.trim() !== ''}
      submission={submission}
      onSubmit={() => submission.mutate(value)}
      onClose={onClose}
    >
      <p className="small quiet">
        It stays readable with your reason, and counts no longer from now on. To correct it, put another in its place
        instead.
      </p>
      <Resting finding={finding} />
      <TextArea
        label="Why?"
        path="reason"
        required
        autoFocus
        maxLength={4000}
        value={value.reason}
        onChange={(reason) => change({ reason })}
      />
    </RecordForm>
  );
}
