import { client, dataOf, written } from '../api/client';
import { TextArea } from '../form/field';
import { useKept } from '../form/use-kept';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from '../incident/case';
import { RecordForm } from '../incident/record-form';
import { Resting } from './resting';
import type { Finding } from './queries';

interface Props {
  finding: Finding;
  outcome: 'accepted' | 'rejected';
  onClose: () => void;
}

/** The team's word on a finding, with its reason. It is given once. */
export function JudgeDialog({ finding, outcome, onClose }: Props) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const { value, change, forget } = useKept(`judge.${finding.id}.${outcome}`, { reason: '' });
  const params = { path: { incidentId: incident.id, findingId: finding.id } };
  const accepts = outcome === 'accepted';
  const submission = useSubmission(
    async ({ reason }: typeof value, key) => {
      const sent = { params, body: { reason: reason.trim() }, ...written({ key }) };
      return accepts
        ? await dataOf(client.POST('/api/v1/incidents/{incidentId}/findings/{findingId}/acceptances', sent))
        : await dataOf(client.POST('/api/v1/incidents/{incidentId}/findings/{findingId}/rejections', sent));
    },
    async () => {
      forget();
      await refresh();
      onClose();
    },
  );
  return (
    <RecordForm
      title={accepts ? 'Accept the finding' : 'Reject the finding'}
      act={accepts ? 'Accept the finding' : 'Reject the finding'}
      ready={value.reason.trim() !== ''}
      submission={submission}
      onSubmit={() => submission.mutate(value)}
      onClose={onClose}
    >
      <p className="small quiet">
        {finding.organization.name} is told, and reads the reason. It stands under your name and cannot be changed
        {accepts ? '.' : '; the finding stays readable.'}
      </p>
      {accepts ? null : <Resting finding={finding} />}
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
