import { useTerms } from '../api/vocabularies';
import { Choice } from '../form/choice';
import { SelectField, TextArea, TextField } from '../form/field';
import { PartialTimeField } from '../form/partial-time-field';
import { Explained } from '../words/explained';
import type { PartProps } from './filing-page';
import { Part } from './part';

export function WhatPart({ draft, set }: PartProps) {
  return (
    <Part number={1} title="What happened">
      <TextField
        label="Title"
        path="title"
        required
        maxLength={300}
        value={draft.title}
        onChange={set('title')}
        placeholder="Former advisor’s mailbox taken over"
        hint="All that filing needs. One line that a colleague would understand."
        enterKeyHint="next"
      />
      <TextArea
        label="What do you know so far?"
        path="summary"
        optional
        maxLength={20_000}
        value={draft.summary}
        onChange={set('summary')}
      />
      <Choice
        legend={<Explained word="severity">How bad is it?</Explained>}
        path="severity"
        none="Not assessed"
        options={useTerms('severity')}
        value={draft.severity}
        onChange={set('severity')}
      />
      <SelectField
        label={<Explained word="category">Kind of incident</Explained>}
        path="category"
        none="Not assessed"
        options={useTerms('category')}
        value={draft.category}
        onChange={set('category')}
      />
      <PartialTimeField
        legend="When did they first get in?"
        path="occurredAt"
        value={draft.occurredAt}
        onChange={set('occurredAt')}
      />
    </Part>
  );
}
