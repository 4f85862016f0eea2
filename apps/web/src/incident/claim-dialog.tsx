import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { everyItem, partiesQuery } from '../api/queries';
import { useTerms } from '../api/vocabularies';
import { SelectField, TextArea, TextField } from '../form/field';
import { NO_TIME, PartialTimeField, partialTimeOf } from '../form/partial-time-field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from './case';
import { RecordForm } from './record-form';

const EMPTY = {
  hypothesisId: '',
  claimantId: '',
  stance: '',
  statement: '',
  basis: '',
  evidencePresented: '',
  saidAt: NO_TIME,
  sourceTitle: '',
  sourceUrl: '',
};

type Draft = typeof EMPTY;

/** Records what one party said about one possible answer. It is never edited afterwards. */
export function ClaimDialog({ onClose }: { onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const parties = everyItem(useInfiniteQuery(partiesQuery).data);
  const [draft, setDraft] = useState(EMPTY);
  const set =
    <K extends keyof Draft>(name: K) =>
    (value: Draft[K]) =>
      setDraft((before) => ({ ...before, [name]: value }));
  const submission = useSubmission(
    async ({ sourceTitle, sourceUrl, saidAt, ...rest }: Draft, key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/claims', {
          params: { path: { incidentId: incident.id } },
          body: said<Schemas['ClaimDto']>({
            ...rest,
            statement: rest.statement.trim(),
            saidAt: partialTimeOf(saidAt),
            source:
              sourceTitle || sourceUrl
                ? said<Schemas['SourceDto']>({ title: sourceTitle.trim(), url: sourceUrl.trim() })
                : undefined,
          }),
          ...written({ key }),
        }),
      ),
    async () => {
      await refresh();
      onClose();
    },
  );
  const ready = Boolean(
    draft.hypothesisId && draft.claimantId && draft.stance && draft.statement.trim() && partialTimeOf(draft.saidAt),
  );
  return (
    <RecordForm
      title="Add a claim"
      act="Add the claim"
      ready={ready}
      submission={submission}
      onSubmit={() => submission.mutate(draft)}
      onClose={onClose}
    >
      <p className="small quiet">
        What somebody said, in their words. It cannot be edited afterwards, only superseded or withdrawn.
      </p>
      <SelectField
        label="Who said it?"
        path="claimantId"
        none="Choose a party"
        options={parties.map((one) => ({ id: one.id, label: one.name }))}
        value={draft.claimantId}
        onChange={set('claimantId')}
      />
      <SelectField
        label="About which answer?"
        path="hypothesisId"
        none="Choose a hypothesis"
        options={incident.hypotheses}
        value={draft.hypothesisId}
        onChange={set('hypothesisId')}
      />
      <SelectField
        label="What do they do?"
        path="stance"
        none="Choose a stance"
        options={useTerms('stance')}
        value={draft.stance}
        onChange={set('stance')}
      />
      <TextArea label="The statement" path="statement" required value={draft.statement} onChange={set('statement')} />
      <PartialTimeField legend="When was it said?" path="saidAt" value={draft.saidAt} onChange={set('saidAt')} />
      <div className="form-pair">
        <SelectField
          label="Basis"
          path="basis"
          none="Not said"
          options={useTerms('basis')}
          value={draft.basis}
          onChange={set('basis')}
        />
        <SelectField
          label="Evidence shown"
          path="evidencePresented"
          none="Not assessed"
          options={useTerms('evidencePresented')}
          value={draft.evidencePresented}
          onChange={set('evidencePresented')}
        />
      </div>
      <div className="form-pair">
        <TextField
          label="Said in"
          path="source.title"
          optional
          value={draft.sourceTitle}
          onChange={set('sourceTitle')}
        />
        <TextField
          label="Link"
          path="source.url"
          optional
          type="url"
          value={draft.sourceUrl}
          onChange={set('sourceUrl')}
        />
      </div>
    </RecordForm>
  );
}
