import { lazy, Suspense, useState } from 'react';
import { useLabel } from '../api/vocabularies';
import type { Claim } from '../api/shapes';
import { OutLink } from '../incident/out-link';
import { Grades } from '../incident/grades';
import { At, Span } from '../words/at';
import { NotAssessed, TlpLabel } from '../words/marks';
import { useAttribution, useCan } from './attribution';
import { GlyphSign } from './glyph';
import { RecordLinks } from './record-link';
import { doesInWords, fellInWords } from './records-in-words';
import { glyphOf } from './river-layout';
import type { CitationNode } from './shapes';

const WithdrawDialog = lazy(async () => ({ default: (await import('./withdraw-dialog')).WithdrawDialog }));
const ClaimDialog = lazy(async () => ({ default: (await import('./claim-dialog')).ClaimDialog }));

/** A claim under its answer: who does what, in their words, on what, and whether it still holds. */
export function ClaimItem({ node }: { node: CitationNode }) {
  const { then } = useAttribution();
  const claim = then.claims.find(({ id }) => id === node.id);
  const glyph = glyphOf(node);
  return (
    <article className={`claim-item${node.status === 'holds' ? '' : ' fell'}`}>
      <div className="claim-head">
        {glyph ? <GlyphSign glyph={glyph} struck={node.status !== 'holds'} /> : null}
        <h5>
          {node.party ?? 'Unknown party'} <span className="claim-stance">{doesInWords(node.stance)}</span>
        </h5>
        <span className="small quiet">
          <Span time={node.saidAt} />
        </span>
        {node.echo ? <span className="tiny quiet">echo</span> : null}
        {node.root ? <span className="tiny quiet">root of a line</span> : null}
        {node.status === 'holds' ? null : <span className="fell-word tiny">{fellInWords(node.status)}</span>}
      </div>
      {claim ? <ClaimBody claim={claim} /> : <p className="prose small">{node.title}</p>}
    </article>
  );
}

export function ClaimBody({ claim }: { claim: Claim }) {
  const basis = useLabel('basis');
  const presented = useLabel('evidencePresented');
  return (
    <>
      <blockquote className="prose small">{claim.statement}</blockquote>
      <dl className="facts">
        <dt>Evidence shown</dt>
        <dd>{claim.evidencePresented ? presented(claim.evidencePresented) : <NotAssessed text="Not said" />}</dd>
        <dt>Basis</dt>
        <dd>{claim.basis ? basis(claim.basis) : <NotAssessed text="Not said" />}</dd>
        {claim.restsOn.length > 0 ? (
          <>
            <dt>Rests on</dt>
            <dd>
              <RecordLinks to={claim.restsOn} />
            </dd>
          </>
        ) : null}
        {claim.respondsTo.length > 0 ? (
          <>
            <dt>Answers</dt>
            <dd>
              <RecordLinks to={claim.respondsTo} />
            </dd>
          </>
        ) : null}
        {claim.namedAs ? (
          <>
            <dt>Names it</dt>
            <dd>{claim.namedAs}</dd>
          </>
        ) : null}
        {claim.confidenceStated ? (
          <>
            <dt>In its own words</dt>
            <dd>“{claim.confidenceStated}”</dd>
          </>
        ) : null}
        {claim.reliability || claim.credibility ? <Grades of={claim} first={false} /> : null}
        {claim.source?.title || claim.source?.url ? (
          <>
            <dt>Said in</dt>
            <dd>
              {claim.source.url ? (
                <OutLink url={claim.source.url}>{claim.source.title ?? claim.source.url}</OutLink>
              ) : (
                claim.source.title
              )}
              {claim.source.publisher ? <span className="quiet">, {claim.source.publisher}</span> : null}
            </dd>
          </>
        ) : null}
        {claim.tlp ? (
          <>
            <dt>Marked</dt>
            <dd>
              <TlpLabel tlp={claim.tlp} />
            </dd>
          </>
        ) : null}
        {claim.withdrawal ? (
          <>
            <dt>Withdrawn</dt>
            <dd>
              <At at={claim.withdrawal.at} /> by {claim.withdrawal.by.name}: “{claim.withdrawal.reason}”
            </dd>
          </>
        ) : null}
        {claim.supersededById ? (
          <>
            <dt>Superseded by</dt>
            <dd>
              <RecordLinks to={[{ kind: 'claim', id: claim.supersededById }]} />
            </dd>
          </>
        ) : null}
        {claim.supersedesId ? (
          <>
            <dt>Supersedes</dt>
            <dd>
              <RecordLinks to={[{ kind: 'claim', id: claim.supersedesId }]} />
            </dd>
          </>
        ) : null}
      </dl>
      <ClaimActs claim={claim} />
    </>
  );
}

function ClaimActs({ claim }: { claim: Claim }) {
  const can = useCan();
  const [open, setOpen] = useState<'withdraw' | 'supersede' | null>(null);
  const close = () => setOpen(null);
  if (!can('addClaims') || !(claim.abilities.withdraw || claim.abilities.supersede)) {
    return null;
  }
  return (
    <div className="row no-print claim-acts">
      {claim.abilities.supersede ? (
        <button type="button" className="button bare" onClick={() => setOpen('supersede')}>
          Supersede claim
        </button>
      ) : null}
      {claim.abilities.withdraw ? (
        <button type="button" className="button bare" onClick={() => setOpen('withdraw')}>
          Withdraw claim
        </button>
      ) : null}
      <Suspense>
        {open === 'withdraw' ? <WithdrawDialog claim={claim} onClose={close} /> : null}
        {open === 'supersede' ? <ClaimDialog supersedes={claim} onClose={close} /> : null}
      </Suspense>
    </div>
  );
}
