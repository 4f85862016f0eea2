import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { everyItem, partiesQuery } from '../api/queries';
import { SelectField, TextArea, TextField } from '../form/field';
import { MarkingField } from '../form/marking-field';
import { NO_TIME, PartialTimeField, partialTimeOf } from '../form/partial-time-field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from '../incident/case';
import { RecordForm } from '../incident/record-form';

/** Records that a party was asked, and until when an answer is waited for. */
export function InquiryDialog({ onClose }: { onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const parties = everyItem(useInfiniteQuery(partiesQuery).data);
  const [partyId, setPartyId] = useState('');
  const [question, setQuestion] = useState('');
  const [askedAt, setAskedAt] = useState(NO_TIME);
  const [due, setDue] = useState('');
  const [tlp, setTlp] = useState('');
  const submission = useSubmission(
    async (body: Schemas['InquiryDto'], key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/inquiries', {
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
  const asked = partialTimeOf(askedAt);
  return (
    <RecordForm
      title="Record a question"
      act="Record the question"
      ready={partyId !== '' && question.trim() !== '' && asked !== null}
      submission={submission}
      onSubmit={() =>
        submission.mutate(
          said<Schemas['InquiryDto']>({
            partyId,
            question: question.trim(),
            askedAt: asked,
            answerDueAt: due && new Date(due).toISOString(),
            tlp,
          }),
        )
      }
      onClose={onClose}
    >
      <SelectField
        label="Who was asked?"
        path="partyId"
        none="Choose a party"
        options={parties.map((one) => ({ id: one.id, label: one.name }))}
        value={partyId}
        onChange={setPartyId}
      />
      <TextArea label="What were they asked?" path="question" required value={question} onChange={setQuestion} />
      <PartialTimeField legend="When?" path="askedAt" value={askedAt} onChange={setAskedAt} />
      <TextField
        label="Answer by"
        path="answerDueAt"
        type="datetime-local"
        optional
        hint="From then on, the silence is on the record."
        value={due}
        onChange={setDue}
      />
      <MarkingField value={tlp} onChange={setTlp} />
    </RecordForm>
  );
}
