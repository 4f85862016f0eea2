import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { useTerms } from '../api/vocabularies';
import { CheckField, SelectField, TextArea, TextField } from '../form/field';
import { MarkingField } from '../form/marking-field';
import { NO_TIME, PartialTimeField, partialTimeOf } from '../form/partial-time-field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from './case';
import { RecordForm } from './record-form';

const EMPTY = {
  channel: 'press',
  anonymous: false,
  sourceDescription: '',
  summary: '',
  receivedAt: NO_TIME,
  publicAt: NO_TIME,
  reliability: '',
  credibility: '',
  url: '',
  tlp: '',
};

type Draft = typeof EMPTY;

/** Records one way in which this came to light. */
export function DisclosureDialog({ onClose }: { onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const [draft, setDraft] = useState(EMPTY);
  const set =
    <K extends keyof Draft>(name: K) =>
    (value: Draft[K]) =>
      setDraft((before) => ({ ...before, [name]: value }));
  const submission = useSubmission(
    async (value: Draft, key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/disclosures', {
          params: { path: { incidentId: incident.id } },
          body: said<Schemas['DisclosureDto']>({
            ...value,
            sourceDescription: value.sourceDescription.trim(),
            summary: value.summary.trim(),
            receivedAt: partialTimeOf(value.receivedAt),
            publicAt: partialTimeOf(value.publicAt),
            credibility: value.credibility ? Number(value.credibility) : undefined,
            url: value.url.trim(),
          }),
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
      title="Add a disclosure"
      act="Add the disclosure"
      ready={draft.summary.trim() !== '' && draft.sourceDescription.trim() !== ''}
      submission={submission}
      onSubmit={() => submission.mutate(draft)}
      onClose={onClose}
    >
      <TextField
        label="Who told?"
        path="sourceDescription"
        required
        autoFocus
        value={draft.sourceDescription}
        onChange={set('sourceDescription')}
      />
      <CheckField label="The source is anonymous" value={draft.anonymous} onChange={set('anonymous')} />
      <SelectField
        label="Through what"
        path="channel"
        options={useTerms('channel')}
        value={draft.channel}
        onChange={set('channel')}
      />
      <TextArea
        label="What did they say or show?"
        path="summary"
        required
        value={draft.summary}
        onChange={set('summary')}
      />
      <div className="form-pair">
        <PartialTimeField legend="Received" path="receivedAt" value={draft.receivedAt} onChange={set('receivedAt')} />
        <PartialTimeField legend="Public" path="publicAt" value={draft.publicAt} onChange={set('publicAt')} />
      </div>
      <div className="form-pair">
        <SelectField
          label="Reliability of the source"
          path="reliability"
          none="Not assessed"
          options={useTerms('reliability')}
          value={draft.reliability}
          onChange={set('reliability')}
        />
        <SelectField
          label="Credibility of what it says"
          path="credibility"
          none="Not assessed"
          options={useTerms('credibility')}
          value={draft.credibility}
          onChange={set('credibility')}
        />
      </div>
      <TextField label="Link" path="url" optional type="url" value={draft.url} onChange={set('url')} />
      <MarkingField value={draft.tlp} onChange={set('tlp')} />
    </RecordForm>
  );
}
