import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { everyItem, partiesQuery } from '../api/queries';
import type { Claim } from '../api/shapes';
import { useTerms } from '../api/vocabularies';
import { SelectField, TextArea, TextField } from '../form/field';
import { NO_TIME, PartialTimeField, partialTimeOf, timeDraftOf } from '../form/partial-time-field';
import { MarkingField } from '../form/marking-field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from '../incident/case';
import { RecordForm } from '../incident/record-form';
import { Explained } from '../words/explained';
import { Dependents } from './dependents';
import { LinksField } from './links-field';
import type { RecordLink } from './shapes';

const EMPTY = {
  hypothesisId: '',
  claimantId: '',
  stance: '',
  statement: '',
  basis: '',
  evidencePresented: '',
  namedAs: '',
  confidenceStated: '',
  saidAt: NO_TIME,
  restsOn: [] as readonly RecordLink[],
  respondsTo: [] as readonly RecordLink[],
  sourceTitle: '',
  sourceUrl: '',
  reason: '',
  tlp: '',
};

type Draft = typeof EMPTY;

const draftOf = (claim: Claim): Draft => ({
  ...EMPTY,
  hypothesisId: claim.hypothesisId,
  claimantId: claim.claimantId,
  stance: claim.stance,
  statement: claim.statement,
  basis: claim.basis ?? '',
  evidencePresented: claim.evidencePresented ?? '',
  namedAs: claim.namedAs ?? '',
  confidenceStated: claim.confidenceStated ?? '',
  saidAt: timeDraftOf(claim.saidAt),
  restsOn: claim.restsOn,
  respondsTo: claim.respondsTo,
  sourceTitle: claim.source?.title ?? '',
  sourceUrl: claim.source?.url ?? '',
  tlp: claim.ownTlp ?? '',
});

/** What the form does not ask about stays as the earlier claim had it. */
const kept = (claim: Claim | undefined) =>
  claim && {
    level: claim.level,
    responsibility: claim.responsibility,
    confidenceOnScale: claim.confidenceStated ? claim.confidenceOnScale : null,
    reliability: claim.reliability,
    credibility: claim.credibility,
  };

function bodyOf({ sourceTitle, sourceUrl, saidAt, reason, ...rest }: Draft, earlier: Claim | undefined) {
  const publisher = earlier?.source?.publisher;
  return said<Schemas['ClaimSupersessionDto']>({
    ...kept(earlier),
    ...rest,
    statement: rest.statement.trim(),
    saidAt: partialTimeOf(saidAt),
    source:
      sourceTitle || sourceUrl
        ? said<Schemas['SourceDto']>({ title: sourceTitle.trim(), url: sourceUrl.trim(), publisher })
        : undefined,
    reason: earlier ? reason.trim() : undefined,
  });
}

const isSaid = (draft: Draft): boolean =>
  [draft.hypothesisId, draft.claimantId, draft.stance, draft.statement.trim()].every(Boolean) &&
  partialTimeOf(draft.saidAt) !== null;

function useSendClaim(supersedes: Claim | undefined, onClose: () => void) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  return useSubmission(
    async (body: Schemas['ClaimSupersessionDto'], key) =>
      supersedes
        ? await dataOf(
            client.POST('/api/v1/incidents/{incidentId}/claims/{claimId}/supersessions', {
              params: { path: { incidentId: incident.id, claimId: supersedes.id } },
              body,
              ...written({ key }),
            }),
          )
        : await dataOf(
            client.POST('/api/v1/incidents/{incidentId}/claims', {
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
}

interface Props {
  /** The claim in whose place the new one stands. */
  supersedes?: Claim;
  onClose: () => void;
}

/** Records what one party said about one possible answer. It is never edited afterwards. */
export function ClaimDialog({ supersedes, onClose }: Props) {
  const [draft, setDraft] = useState(supersedes ? draftOf(supersedes) : EMPTY);
  const set =
    <K extends keyof Draft>(name: K) =>
    (value: Draft[K]) =>
      setDraft((before) => ({ ...before, [name]: value }));
  const submission = useSendClaim(supersedes, onClose);
  const ready = isSaid(draft) && (!supersedes || draft.reason.trim() !== '');
  return (
    <RecordForm
      title={supersedes ? 'Supersede claim' : 'Add a claim'}
      act={supersedes ? 'Supersede claim' : 'Add the claim'}
      ready={ready}
      submission={submission}
      onSubmit={() => submission.mutate(bodyOf(draft, supersedes))}
      onClose={onClose}
      wide
    >
      <p className="small quiet">
        {supersedes
          ? 'The earlier claim stays on the record, struck through. From when this one was said, it stands in its place.'
          : 'What somebody said, in their words. It cannot be edited afterwards, only superseded or withdrawn.'}
      </p>
      {supersedes ? <Dependents claimId={supersedes.id} /> : null}
      <Saying draft={draft} set={set} />
      <LinksField
        legend={
          <>
            What does it <Explained word="root">rest on</Explained>?
          </>
        }
        hint="Whatever it draws on. This decides how many independent lines there are."
        value={draft.restsOn}
        onChange={set('restsOn')}
        without={supersedes?.id}
      />
      <LinksField
        legend="What does it answer?"
        hint="What it responds to. This does not count for independence."
        value={draft.respondsTo}
        onChange={set('respondsTo')}
        without={supersedes?.id}
      />
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
      <MarkingField value={draft.tlp} onChange={set('tlp')} hint="Never below its hypothesis." />
      {supersedes ? (
        <TextArea
          label="Why does it take the other’s place?"
          path="reason"
          required
          value={draft.reason}
          onChange={set('reason')}
        />
      ) : null}
    </RecordForm>
  );
}

/** Who says what about which answer, and on what. */
function Saying({ draft, set }: { draft: Draft; set: <K extends keyof Draft>(name: K) => (value: Draft[K]) => void }) {
  const { incident } = useCase();
  const parties = everyItem(useInfiniteQuery(partiesQuery).data);
  return (
    <>
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
          none="Not said"
          options={useTerms('evidencePresented')}
          value={draft.evidencePresented}
          onChange={set('evidencePresented')}
        />
      </div>
      <div className="form-pair">
        <TextField
          label="The name that they use for it"
          path="namedAs"
          optional
          value={draft.namedAs}
          onChange={set('namedAs')}
        />
        <TextField
          label="How sure they say they are"
          path="confidenceStated"
          optional
          hint="In their own words."
          value={draft.confidenceStated}
          onChange={set('confidenceStated')}
        />
      </div>
    </>
  );
}
