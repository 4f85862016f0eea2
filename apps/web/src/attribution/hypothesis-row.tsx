import { useState } from 'react';
import { useLabel } from '../api/vocabularies';
import { ConfidenceTicks, LikelihoodMark } from '../assess/marks';
import { useCase } from '../incident/case';
import { Marked } from '../incident/marked';
import { Span } from '../words/at';
import { Explained, type ExplainedWord } from '../words/explained';
import { NotAssessed } from '../words/marks';
import { useAttribution } from './attribution';
import { ClaimItem } from './claim-item';
import { Lines } from './lines';
import { RecordLink, RecordLinks } from './record-link';
import type { HypothesisStanding } from './shapes';

/** One possible answer, and everything that speaks for it and against it. */
export function HypothesisRow({ standing, first }: { standing: HypothesisStanding; first: boolean }) {
  const kind = useLabel('hypothesisKind');
  const claimed = Object.keys(standing.claimsByStance).length > 0;
  const silent = !claimed && standing.assessments.every((one) => !one.likelihood);
  return (
    <article className="answer-row" aria-labelledby={`hypothesis-${standing.id}`}>
      <header>
        <h4 id={`hypothesis-${standing.id}`}>
          {standing.label} <HypothesisMarking id={standing.id} />
        </h4>
        <p className="tiny quiet">
          {kind(standing.kind)}
          {standing.level ? `, at the level of a ${standing.level}` : ''}
        </p>
      </header>
      {silent ? (
        <p className="small quiet">
          <NotAssessed /> Nobody has claimed it, and no organization has judged it.
        </p>
      ) : (
        <>
          <Figures standing={standing} first={first} claimed={claimed} />
          <Claims standing={standing} first={first} />
        </>
      )}
    </article>
  );
}

/** The standing says how it stands; how it is marked, the case says. */
function HypothesisMarking({ id }: { id: string }) {
  const { incident } = useCase();
  return <Marked tlp={incident.hypotheses.find((one) => one.id === id)?.tlp} />;
}

function Figures({ standing, first, claimed }: { standing: HypothesisStanding; first: boolean; claimed: boolean }) {
  const word = (name: ExplainedWord, text: string) => (first ? <Explained word={name}>{text}</Explained> : text);
  const judged = standing.assessments.filter(({ likelihood }) => likelihood);
  const flags = useFlags(standing.id);
  return (
    <dl className="answer-facts small">
      <dt>{word('likelihood', 'Likelihood')}</dt>
      <dd>
        {judged.length === 0 ? <NotAssessed /> : null}
        {judged.map((one) => (
          <p key={one.id} className="judged">
            <LikelihoodMark likelihood={one.likelihood} />
            <span className="quiet">
              <RecordLink to={{ kind: 'assessment', id: one.id }}>{one.organization}</RecordLink>,{' '}
              <Span time={one.saidAt} />
              {flags.likelihood(one.id) ? <Flag /> : null}
            </span>
          </p>
        ))}
      </dd>
      <dt>{word('confidence', 'Confidence')}</dt>
      <dd>
        {judged.length === 0 ? <NotAssessed /> : null}
        {judged.map((one) => (
          <p key={one.id} className="judged">
            <ConfidenceTicks confidence={one.confidence} />
            <span className="quiet">
              {one.organization}
              {flags.confidence(one.id) ? <Flag /> : null}
            </span>
          </p>
        ))}
      </dd>
      {claimed ? (
        <Ground standing={standing} word={word} first={first} />
      ) : (
        <>
          <dt>Claims</dt>
          <dd className="quiet">Nobody has claimed it.</dd>
        </>
      )}
    </dl>
  );
}

const Flag = () => <span className="flagged">changed without new evidence</span>;

/** Which of the two an organization changed although it cited nothing new: they are flagged apart. */
function useFlags(hypothesisId: string) {
  const { assessments } = useAttribution();
  const flagOf = (id: string) => assessments.find((one) => one.id === id)?.withoutNewEvidence;
  return {
    likelihood: (id: string): boolean => flagOf(id)?.likelihood.includes(hypothesisId) ?? false,
    confidence: (id: string): boolean => flagOf(id)?.confidence ?? false,
  };
}

/** What carries it, who disputes it, and what is missing. */
function Ground({
  standing,
  word,
  first,
}: {
  standing: HypothesisStanding;
  word: (name: ExplainedWord, text: string) => React.ReactNode;
  first: boolean;
}) {
  const presented = useLabel('evidencePresented');
  const parties = [...new Set(standing.disputedBy.map(({ party }) => party))];
  return (
    <>
      <dt>{word('independentLine', 'Independent lines')}</dt>
      <dd>
        <Lines standing={standing} first={first} />
      </dd>
      <dt>Disputed by</dt>
      <dd>
        {parties.length === 0 ? <span className="quiet">Nobody so far</span> : null}
        {parties.slice(0, 8).map((party, index) => (
          <span key={party}>
            {index > 0 ? '; ' : ''}
            {party}{' '}
            <span className="quiet">
              (
              <DisputeLinks
                ids={standing.disputedBy.filter((one) => one.party === party).map(({ claimId }) => claimId)}
              />
              )
            </span>
          </span>
        ))}
        {parties.length > 8 ? <span className="quiet"> and {parties.length - 8} others</span> : null}
      </dd>
      <dt>{word('evidencePresented', 'Evidence shown')}</dt>
      <dd>{standing.evidence.grade ? presented(standing.evidence.grade) : <NotAssessed text="Nobody said" />}</dd>
      {standing.gaps.length > 0 ? (
        <>
          <dt>{word('gap', 'What is missing')}</dt>
          <dd>
            <ul className="gaps">
              {standing.gaps.map((gap) => (
                <li key={gap.code}>
                  {gap.text}
                  {gap.code === 'not_assessed' ? null : (
                    <span className="quiet">
                      {' '}
                      <RecordLinks to={gap.refs} />
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </dd>
        </>
      ) : null}
    </>
  );
}

function DisputeLinks({ ids }: { ids: readonly string[] }) {
  const { citations } = useAttribution();
  return (
    <>
      {ids.slice(0, 5).map((id, index) => {
        const node = citations.nodes.find((one) => one.id === id);
        return (
          <span key={id}>
            {index > 0 ? ', ' : ''}
            <RecordLink to={{ kind: 'claim', id }}>
              {node?.saidAt ? <Span time={node.saidAt} /> : 'its claim'}
            </RecordLink>
          </span>
        );
      })}
      {ids.length > 5 ? ` and ${ids.length - 5} more` : ''}
    </>
  );
}

const STEP = 20;

/** The claims behind it, opened where they are wanted. */
function Claims({ standing, first }: { standing: HypothesisStanding; first: boolean }) {
  const { citations } = useAttribution();
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState(STEP);
  const nodes = citations.nodes
    .filter((node) => node.hypothesisId === standing.id)
    .toSorted((a, b) => (a.saidAt?.at ?? a.createdAt ?? '').localeCompare(b.saidAt?.at ?? b.createdAt ?? ''));
  if (nodes.length === 0) {
    return null;
  }
  return (
    <details className="answer-claims" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {nodes.length === 1 ? 'The one claim and its evidence' : `The ${nodes.length} claims and their evidence`}
      </summary>
      {open && first ? (
        <p className="small quiet claims-about">
          In the order in which they were said, each with its <Explained word="stance">stance</Explained>.
        </p>
      ) : null}
      {open ? (
        <ul className="claim-items">
          {nodes.slice(0, shown).map((node) => (
            <li key={node.id}>
              <ClaimItem node={node} />
            </li>
          ))}
        </ul>
      ) : null}
      {open && nodes.length > shown ? (
        <button type="button" className="button" onClick={() => setShown(shown + STEP)}>
          Show more
        </button>
      ) : null}
    </details>
  );
}
