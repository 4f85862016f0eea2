import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { actorsQuery, everyItem } from '../api/queries';
import { useTerms } from '../api/vocabularies';
import { SelectField, TextField } from '../form/field';
import { MarkingField } from '../form/marking-field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from '../incident/case';
import { RecordForm } from '../incident/record-form';

const LEVELS = [
  { id: 'cluster', label: 'A cluster of activity' },
  { id: 'organization', label: 'An organization' },
  { id: 'state', label: 'A state' },
  { id: 'person', label: 'A person' },
];

/** Another possible answer. "Unknown" is always there and need not be added. */
export function HypothesisDialog({ onClose }: { onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const actors = everyItem(useInfiniteQuery(actorsQuery).data);
  const [draft, setDraft] = useState({ kind: '', actorId: '', label: '', level: '', tlp: '' });
  const set = (name: keyof typeof draft) => (value: string) => setDraft((before) => ({ ...before, [name]: value }));
  const submission = useSubmission(
    async (body: Schemas['HypothesisDto'], key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/hypotheses', {
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
      title="Add a hypothesis"
      act="Add the hypothesis"
      ready={draft.kind !== '' && (draft.actorId !== '' || draft.label.trim() !== '')}
      submission={submission}
      onSubmit={() => submission.mutate(said<Schemas['HypothesisDto']>({ ...draft, label: draft.label.trim() }))}
      onClose={onClose}
    >
      <p className="small quiet">A possible answer to who did it. It says nothing yet about how likely it is.</p>
      <SelectField
        label="What kind of answer?"
        path="kind"
        none="Choose a kind"
        options={useTerms('hypothesisKind').filter(({ id }) => id !== 'unknown')}
        value={draft.kind}
        onChange={set('kind')}
      />
      <SelectField
        label="An actor of the catalogue"
        path="actorId"
        optional
        none="None"
        options={actors.map((one) => ({ id: one.id, label: one.name }))}
        value={draft.actorId}
        onChange={set('actorId')}
      />
      <TextField
        label="In words"
        path="label"
        optional={draft.actorId !== ''}
        hint="As it should stand after “this was”: “An actor of the Iranian state”."
        value={draft.label}
        onChange={set('label')}
      />
      <SelectField
        label="At what level does it answer?"
        path="level"
        optional
        none="Not said"
        options={LEVELS}
        value={draft.level}
        onChange={set('level')}
      />
      <MarkingField value={draft.tlp} onChange={set('tlp')} />
    </RecordForm>
  );
}
