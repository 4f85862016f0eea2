import { Link, useNavigate } from '@tanstack/react-router';
import { useLabel } from '../api/vocabularies';
import { Dialog } from '../frame/dialog';
import { useCase } from '../incident/case';
import { Span } from '../words/at';
import { useAttribution, useNameOf } from './attribution';
import { ClaimItem } from './claim-item';
import { Dependents } from './dependents';
import { fellInWords } from './records-in-words';
import type { CitationNode, RecordLink } from './shapes';

const TITLES: Record<string, string> = {
  claim: 'Claim',
  disclosure: 'Disclosure',
  finding: 'Finding',
  evidence: 'Evidence',
  assessment: 'Assessment',
  inquiry: 'Inquiry',
  hypothesis: 'Hypothesis',
};

/** One record, wherever it was pointed at. Its address can be sent to somebody. */
export function RecordDialog({ record }: { record: string }) {
  const [kind = '', id = ''] = record.split(':');
  const navigate = useNavigate();
  const { citations, allCitations } = useAttribution();
  const now = citations.nodes.find((node) => node.id === id);
  const later = allCitations.nodes.find((node) => node.id === id);
  const close = () =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, record: undefined })) as never,
      resetScroll: false,
      replace: true,
    });
  return (
    <Dialog title={TITLES[kind] ?? 'Record'} onClose={close} wide>
      {now ? (
        <Shown node={now} />
      ) : later ? (
        <p>This had not been said, or was not known to us, by the moment that you are looking at.</p>
      ) : (
        <Elsewhere link={{ kind, id }} />
      )}
    </Dialog>
  );
}

function Shown({ node }: { node: CitationNode }) {
  const { then } = useAttribution();
  const answer = then.hypotheses.find(({ id }) => id === node.hypothesisId);
  if (node.kind === 'claim') {
    return (
      <div className="stack">
        {answer ? (
          <p className="small quiet">
            On the answer: <strong>{answer.label}</strong>
          </p>
        ) : null}
        <ClaimItem node={node} />
        <Dependents claimId={node.id} />
      </div>
    );
  }
  return node.kind === 'disclosure' ? <ShownDisclosure node={node} /> : <ShownOther node={node} />;
}

function ShownDisclosure({ node }: { node: CitationNode }) {
  const { then, citations } = useAttribution();
  const { incident } = useCase();
  const channel = useLabel('channel');
  const one = then.disclosures.find(({ id }) => id === node.id);
  const drawing = citations.edges.filter((edge) => edge.to.id === node.id && edge.type === 'restsOn').length;
  return (
    <div className="stack">
      <p className="prose">{one?.summary ?? node.title}</p>
      {one ? (
        <dl className="facts">
          <dt>From</dt>
          <dd>{one.source?.name ?? one.sourceDescription ?? 'Source not recorded'}</dd>
          <dt>Through</dt>
          <dd>{channel(one.channel)}</dd>
          <dt>Received</dt>
          <dd>
            <Span time={one.receivedAt} />
          </dd>
          <dt>Public</dt>
          <dd>
            <Span time={one.publicAt} />
          </dd>
          <dt>Drawn on by</dt>
          <dd>{drawing === 0 ? 'No claim' : drawing === 1 ? 'One claim' : `${drawing} claims`}</dd>
        </dl>
      ) : null}
      <p className="small">
        <Link to="/incidents/$incidentId/disclosures" params={{ incidentId: incident.id }}>
          All disclosures
        </Link>
      </p>
    </div>
  );
}

function ShownOther({ node }: { node: CitationNode }) {
  return (
    <div className="stack">
      <p className="prose">{node.title}</p>
      <p className="small quiet">
        {node.party ? `${node.party}. ` : ''}
        {node.status === 'holds' ? '' : `It was ${fellInWords(node.status)}.`}
      </p>
    </div>
  );
}

/** What does not stand in the citations: it has a page of its own, or only a name. */
function Elsewhere({ link }: { link: RecordLink }) {
  const { incident } = useCase();
  const nameOf = useNameOf();
  return link.kind === 'assessment' ? (
    <p>
      <Link
        to="/incidents/$incidentId/attribution/assessments/$assessmentId"
        params={{ incidentId: incident.id, assessmentId: link.id }}
      >
        {nameOf(link)}
      </Link>
    </p>
  ) : link.kind === 'hypothesis' ? (
    <p>{nameOf(link)}</p>
  ) : (
    <p>This record is not shown at the moment that you are looking at.</p>
  );
}
