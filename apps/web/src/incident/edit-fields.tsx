import { useInfiniteQuery } from '@tanstack/react-query';
import { everyItem, membersQuery } from '../api/queries';
import type { Incident } from '../api/shapes';
import { useTerms } from '../api/vocabularies';
import { Choice } from '../form/choice';
import { SelectField, TextArea, TextField } from '../form/field';
import { PartialTimeField, type TimeDraft } from '../form/partial-time-field';
import { Explained } from '../words/explained';

export interface EditValues {
  title: string;
  summary: string;
  category: string;
  severity: string;
  tlp: string;
  leadId: string;
  tags: string;
  occurredAt: TimeDraft;
  detectedAt: TimeDraft;
}

interface Props {
  incident: Incident;
  values: EditValues;
  set: <K extends keyof EditValues>(name: K) => (value: EditValues[K]) => void;
}

/** The case's own fields. */
export function EditFields({ incident, values, set }: Props) {
  const members = everyItem(useInfiniteQuery(membersQuery(incident.organizationId)).data);
  const leads = members.filter((one) => one.role !== 'auditor').map((one) => ({ id: one.id, label: one.name }));
  return (
    <>
      <TextField label="Title" path="title" required maxLength={300} value={values.title} onChange={set('title')} />
      <TextArea label="Summary" path="summary" value={values.summary} onChange={set('summary')} />
      <Choice
        legend={<Explained word="severity" />}
        path="severity"
        none="Not assessed"
        options={useTerms('severity')}
        value={values.severity}
        onChange={set('severity')}
      />
      <div className="form-pair">
        <SelectField
          label={<Explained word="category" />}
          path="category"
          none="Not assessed"
          options={useTerms('category')}
          value={values.category}
          onChange={set('category')}
        />
        <SelectField
          label={<Explained word="tlp" />}
          path="tlp"
          options={useTerms('tlp')}
          value={values.tlp}
          onChange={set('tlp')}
        />
      </div>
      <div className="form-pair">
        <PartialTimeField
          legend="First known access"
          path="occurredAt"
          value={values.occurredAt}
          onChange={set('occurredAt')}
        />
        <PartialTimeField legend="Detected" path="detectedAt" value={values.detectedAt} onChange={set('detectedAt')} />
      </div>
      <div className="form-pair">
        {incident.abilities.assign && leads.length > 0 ? (
          <SelectField
            label="Lead"
            path="leadId"
            none="Nobody yet"
            options={leads}
            value={values.leadId}
            onChange={set('leadId')}
          />
        ) : null}
        <TextField label="Tags" path="tags" value={values.tags} onChange={set('tags')} hint="Separated by commas." />
      </div>
    </>
  );
}
