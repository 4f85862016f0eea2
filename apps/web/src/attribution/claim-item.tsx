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
  return (
    <>
      <blockquote className="prose small">{claim.statement}</blockquote>
      <dl className="facts">
        <Shown claim={claim} />
        <Ground claim={claim} />
        {claim.reliability || claim.credibility ? <Grades of={claim} first={false} /> : null}
        <Fact name="Said in">{claim.source ? <SaidIn source={claim.source} /> : null}</Fact>
        <Fact name="Marked">{claim.tlp ? <TlpLabel tlp={claim.tlp} /> : null}</Fact>
        <Fall claim={claim} />
      </dl>
      <ClaimActs claim={claim} />
    </>
  );
}

/** What is empty is left out. */
function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return children ? (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  ) : null;
}

function Shown({ claim }: { claim: Claim }) {
  const basis = useLabel('basis');
  const presented = useLabel('evidencePresented');
  return (
    <>
      <Fact name="Evidence shown">
        {claim.evidencePresented ? presented(claim.evidencePresented) : <NotAssessed text="Not said" />}
      </Fact>
      <Fact name="Basis">{claim.basis ? basis(claim.basis) : <NotAssessed text="Not said" />}</Fact>
      <Fact name="Names it">{claim.namedAs}</Fact>
      <Fact name="In its own words">{claim.confidenceStated ? `“${claim.confidenceStated}”` : null}</Fact>
    </>
  );
}

function Ground({ claim }: { claim: Claim }) {
  return (
    <>
      <Fact name="Rests on">{claim.restsOn.length > 0 ? <RecordLinks to={claim.restsOn} /> : null}</Fact>
      <Fact name="Answers">{claim.respondsTo.length > 0 ? <RecordLinks to={claim.respondsTo} /> : null}</Fact>
    </>
  );
}

function SaidIn({ source: { title, url, publisher } }: { source: NonNullable<Claim['source']> }) {
  const words = title ?? url ?? publisher;
  return (
    <>
      {url ? <OutLink url={url}>{words}</OutLink> : words}
      {publisher && words !== publisher ? <span className="quiet">, {publisher}</span> : null}
    </>
  );
}

/** What became of it, and what it took the place of. */
function Fall({ claim: { withdrawal, supersededById, supersedesId } }: { claim: Claim }) {
  return (
    <>
      <Fact name="Withdrawn">
        {withdrawal ? (
          <>
            <At at={withdrawal.at} /> by {withdrawal.by.name}: “{withdrawal.reason}”
          </>
        ) : null}
      </Fact>
      <Fact name="Superseded by">
        {supersededById ? <RecordLinks to={[{ kind: 'claim', id: supersededById }]} /> : null}
      </Fact>
      <Fact name="Supersedes">{supersedesId ? <RecordLinks to={[{ kind: 'claim', id: supersedesId }]} /> : null}</Fact>
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
