import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import type { Participant } from '../api/shapes';
import { useTerms } from '../api/vocabularies';
import { SelectField, TextArea, TextField } from '../form/field';
import { useSubmission } from '../form/use-submission';
import { inputOf } from '../words/time';
import { useCase, useRefreshCase } from './case';
import { RecordForm } from './record-form';

/** Changes what a participation gives, and until when. */
export function AmendParticipantDialog({ one, onClose }: { one: Participant; onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const [capacity, setCapacity] = useState<string>(one.capacity);
  const [maxTlp, setMaxTlp] = useState<string>(one.maxTlp);
  const [until, setUntil] = useState(one.until ? inputOf(one.until) : '');
  const [reason, setReason] = useState('');
  const submission = useSubmission(
    async (body: Schemas['ParticipantPatchDto']) =>
      await dataOf(
        client.PATCH('/api/v1/incidents/{incidentId}/participants/{participantId}', {
          params: { path: { incidentId: incident.id, participantId: one.id } },
          body,
          ...written({ version: one.version }),
        }),
      ),
    async () => {
      await refresh();
      onClose();
    },
  );
  // The field knows no seconds: what was not touched stays as it is.
  const ends =
    until === (one.until ? inputOf(one.until) : '') ? one.until : until ? new Date(until).toISOString() : null;
  const changed = capacity !== one.capacity || maxTlp !== one.maxTlp || ends !== one.until;
  return (
    <RecordForm
      title={`Change what ${one.name} may see`}
      act="Save the change"
      ready={changed}
      submission={submission}
      onSubmit={() =>
        submission.mutate({
          capacity,
          maxTlp,
          until: ends,
          ...(reason.trim() ? { reason: reason.trim() } : {}),
        } as Schemas['ParticipantPatchDto'])
      }
      onClose={onClose}
    >
      <SelectField
        label="Capacity"
        path="capacity"
        options={useTerms('capacity')}
        value={capacity}
        onChange={setCapacity}
      />
      <SelectField
        label="Up to which marking"
        path="maxTlp"
        options={useTerms('tlp')}
        value={maxTlp}
        onChange={setMaxTlp}
      />
      <TextField
        label="Until when"
        path="until"
        type="datetime-local"
        optional
        hint="Left open, until you end it."
        value={until}
        onChange={setUntil}
      />
      <TextArea label="Why?" path="reason" optional value={reason} onChange={setReason} />
    </RecordForm>
  );
}

/** Ends a participation: they stop seeing the case at once. */
export function EndParticipantDialog({ one, onClose }: { one: Participant; onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const [reason, setReason] = useState('');
  const submission = useSubmission(
    async (body: Schemas['EndingDto'], key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/participants/{participantId}/endings', {
          params: { path: { incidentId: incident.id, participantId: one.id } },
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
      title={one.elevated ? `End the emergency access of ${one.name}` : `End the participation of ${one.name}`}
      act={one.elevated ? 'End the access' : 'End the participation'}
      ready={reason.trim() !== ''}
      submission={submission}
      onSubmit={() => submission.mutate({ reason: reason.trim() })}
      onClose={onClose}
    >
      <p className="small">
        {one.elevated
          ? 'They stop seeing the case at once, and cannot take emergency access to it again for a day.'
          : 'They stop seeing the case at once. What they recorded stays.'}
      </p>
      <TextArea label="Why?" path="reason" required value={reason} onChange={setReason} />
    </RecordForm>
  );
}
