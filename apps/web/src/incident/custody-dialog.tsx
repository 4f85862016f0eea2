import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import type { Evidence } from '../api/shapes';
import { useTerms } from '../api/vocabularies';
import { SelectField, TextArea, TextField } from '../form/field';
import { MarkingField } from '../form/marking-field';
import { NO_TIME, PartialTimeField, partialTimeOf } from '../form/partial-time-field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from './case';
import { RecordForm } from './record-form';

const EMPTY = { action: 'received', byWhom: '', at: NO_TIME, note: '', tlp: '' };
type Draft = typeof EMPTY;

/** Puts down a step; it is never changed, and what was wrong is said by another. */
export function CustodyDialog({ evidence, onClose }: { evidence: Evidence; onClose: () => void }) {
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
        client.POST('/api/v1/incidents/{incidentId}/evidence/{evidenceId}/custody', {
          params: { path: { incidentId: incident.id, evidenceId: evidence.id } },
          body: said<Schemas['CustodyStepDto']>({
            action: value.action,
            byWhom: value.byWhom.trim(),
            at: partialTimeOf(value.at),
            note: value.note.trim(),
            tlp: value.tlp,
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
      title={`A step with ${evidence.title}`}
      act="Add the step"
      ready={draft.byWhom.trim() !== ''}
      submission={submission}
      onSubmit={() => submission.mutate(draft)}
      onClose={onClose}
    >
      <div className="form-pair">
        <SelectField
          label="What was done"
          path="action"
          options={useTerms('custodyAction')}
          value={draft.action}
          onChange={set('action')}
        />
        <PartialTimeField legend="When" path="at" value={draft.at} onChange={set('at')} />
      </div>
      <TextField
        label="By whom"
        path="byWhom"
        required
        maxLength={300}
        value={draft.byWhom}
        onChange={set('byWhom')}
        hint="A role or an organization."
      />
      <TextArea
        label="Note"
        path="note"
        optional
        maxLength={4000}
        value={draft.note}
        onChange={set('note')}
        hint="A step is never changed. What was wrong is said by another step."
      />
      <MarkingField value={draft.tlp} onChange={set('tlp')} as="evidence" hint="Never below the evidence." />
    </RecordForm>
  );
}
