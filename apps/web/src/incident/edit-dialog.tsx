import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { isProblem } from '../api/problem';
import { everyItem, membersQuery } from '../api/queries';
import type { Incident } from '../api/shapes';
import { useTerms } from '../api/vocabularies';
import { Choice } from '../form/choice';
import { Faults, SelectField, TextArea, TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { PartialTimeField, partialTimeOf, timeDraftOf, type TimeDraft } from '../form/partial-time-field';
import { useSubmission } from '../form/use-submission';
import { Dialog } from '../frame/dialog';
import { Explained } from '../words/explained';
import { useRefreshCase } from './case';

interface Edits {
  title?: string;
  summary?: string;
  category?: string;
  severity?: string;
  tlp?: string;
  leadId?: string;
  tags?: string;
  occurredAt?: TimeDraft;
  detectedAt?: TimeDraft;
}

/**
 * Holds only what was touched: when somebody else changed the case meanwhile, the other
 * fields show what is new and what was typed stays.
 */
export function EditDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const [edits, setEdits] = useState<Edits>({});
  const refresh = useRefreshCase();
  const members = everyItem(useInfiniteQuery(membersQuery(incident.organizationId)).data);
  const submission = useSubmission(
    async (body: Schemas['IncidentPatchDto']) =>
      await dataOf(client.PATCH('/api/v1/incidents/{incidentId}', { params: { path: { incidentId: incident.id } }, body, ...written({ version: incident.version }) })),
    async () => {
      await refresh();
      onClose();
    },
  );
  const set = <K extends keyof Edits>(name: K) => (value: NonNullable<Edits[K]>) => setEdits((before) => ({ ...before, [name]: value }));
  const body = changesOf(edits, incident);
  const stale = isProblem(submission.error, 'stale_version');
  return (
    <Dialog title={`Edit ${incident.reference}`} onClose={onClose} wide>
      <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            submission.mutate(body);
          }}
        >
          <TextField label="Title" path="title" required maxLength={300} value={edits.title ?? incident.title} onChange={set('title')} />
          <TextArea label="Summary" path="summary" value={edits.summary ?? incident.summary ?? ''} onChange={set('summary')} />
          <Choice legend={<Explained word="severity" />} path="severity" none="Not assessed" options={useTerms('severity')} value={edits.severity ?? incident.severity ?? ''} onChange={set('severity')} />
          <div className="form-pair">
            <SelectField label={<Explained word="category" />} path="category" none="Not assessed" options={useTerms('category')} value={edits.category ?? incident.category ?? ''} onChange={set('category')} />
            <SelectField label={<Explained word="tlp" />} path="tlp" options={useTerms('tlp')} value={edits.tlp ?? incident.tlp} onChange={set('tlp')} />
          </div>
          <div className="form-pair">
            <PartialTimeField legend="First known access" path="occurredAt" value={edits.occurredAt ?? timeDraftOf(incident.occurredAt)} onChange={set('occurredAt')} />
            <PartialTimeField legend="Detected" path="detectedAt" value={edits.detectedAt ?? timeDraftOf(incident.detectedAt)} onChange={set('detectedAt')} />
          </div>
          <div className="form-pair">
            {incident.abilities.assign && members.length > 0 ? (
              <SelectField label="Lead" path="leadId" none="Nobody yet" options={members.filter((one) => one.role !== 'auditor').map((one) => ({ id: one.id, label: one.name }))} value={edits.leadId ?? incident.lead?.id ?? ''} onChange={set('leadId')} />
            ) : null}
            <TextField label="Tags" path="tags" value={edits.tags ?? incident.tags.join(', ')} onChange={set('tags')} hint="Separated by commas." />
          </div>
          <FormProblem error={submission.error} shown={['title', 'summary', 'severity', 'category', 'tlp', 'leadId', 'tags']} />
          <div className="form-end">
            <button type="submit" className="button primary" disabled={Object.keys(body).length === 0 || submission.isPending}>
              {submission.isPending ? 'Saving' : 'Save the changes'}
            </button>
            {stale ? (
              <button type="button" className="button" onClick={() => void refresh()}>
                Show what is new
              </button>
            ) : null}
          </div>
        </form>
      </Faults>
    </Dialog>
  );
}

/** What to send: only what differs from the case as it is shown; emptied fields are null. */
function changesOf(edits: Edits, incident: Incident): Schemas['IncidentPatchDto'] {
  const { tags, occurredAt, detectedAt, ...texts } = edits;
  const before: Record<string, unknown> = { ...incident };
  const changes: [string, unknown][] = Object.entries(texts).map(([name, value]) => [name, value.trim() === '' ? null : value.trim()]);
  if (tags !== undefined) {
    changes.push(['tags', tags.split(',').map((tag) => tag.trim()).filter(Boolean)]);
  }
  for (const [name, time] of Object.entries({ occurredAt, detectedAt })) {
    if (time && (time.precision === '' || partialTimeOf(time))) {
      changes.push([name, partialTimeOf(time)]);
    }
  }
  return Object.fromEntries(changes.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name] ?? null)));
}
