import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import type { Incident } from '../api/shapes';
import { partialTimeOf, timeDraftOf } from '../form/partial-time-field';
import { useSubmission } from '../form/use-submission';
import { useRefreshCase } from './case';
import { EditFields, type EditValues } from './edit-fields';
import { RecordForm } from './record-form';

/**
 * Holds only what was touched: when somebody else changed the case meanwhile, the other
 * fields show what is new and what was typed stays.
 */
export function EditDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const [edits, setEdits] = useState<Partial<EditValues>>({});
  const refresh = useRefreshCase();
  const submission = useSubmission(
    async (body: Schemas['IncidentPatchDto']) =>
      await dataOf(
        client.PATCH('/api/v1/incidents/{incidentId}', {
          params: { path: { incidentId: incident.id } },
          body,
          ...written({ version: incident.version }),
        }),
      ),
    async () => {
      await refresh();
      onClose();
    },
  );
  const body = changesOf(edits, incident);
  return (
    <RecordForm
      title={`Edit ${incident.reference}`}
      act="Save the changes"
      wide
      ready={Object.keys(body).length > 0}
      submission={submission}
      onSubmit={() => submission.mutate(body)}
      onClose={onClose}
    >
      <EditFields
        incident={incident}
        values={{ ...valuesOf(incident), ...edits }}
        set={(name) => (value) => setEdits((before) => ({ ...before, [name]: value }))}
      />
    </RecordForm>
  );
}

const valuesOf = (incident: Incident): EditValues => ({
  title: incident.title,
  summary: incident.summary ?? '',
  category: incident.category ?? '',
  severity: incident.severity ?? '',
  tlp: incident.tlp,
  leadId: incident.leadId ?? '',
  tags: incident.tags.join(', '),
  occurredAt: timeDraftOf(incident.occurredAt),
  detectedAt: timeDraftOf(incident.detectedAt),
});

/** What to send: only what differs from the case as it is shown; emptied fields are null. */
function changesOf(edits: Partial<EditValues>, incident: Incident): Schemas['IncidentPatchDto'] {
  const { tags, occurredAt, detectedAt, ...texts } = edits;
  const before: Record<string, unknown> = { ...incident };
  const changes: [string, unknown][] = Object.entries(texts).map(([name, value]) => [
    name,
    value.trim() === '' ? null : value.trim(),
  ]);
  if (tags !== undefined) {
    changes.push([
      'tags',
      tags
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
    ]);
  }
  for (const [name, time] of Object.entries({ occurredAt, detectedAt })) {
    if (time && (time.precision === '' || partialTimeOf(time))) {
      changes.push([name, partialTimeOf(time)]);
    }
  }
  return Object.fromEntries(
    changes.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name] ?? null)),
  );
}
