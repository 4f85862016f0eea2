import { lazy, Suspense, useState } from 'react';
import type { Claim } from '../api/shapes';
import { useLabel } from '../api/vocabularies';
import { Nothing } from '../frame/loaded';
import { Span } from '../words/at';
import { Explained } from '../words/explained';
import { NotAssessed, TlpLabel } from '../words/marks';
import { spanOrder } from '../words/time';
import { useCase } from './case';
import { Grades } from './grades';
import { OutLink } from './out-link';

const ClaimDialog = lazy(async () => ({ default: (await import('./claim-dialog')).ClaimDialog }));

/** Who says who did it, hypothesis by hypothesis, in the order in which it was said. */
export function ClaimsTab() {
  const { incident, can } = useCase();
  const [adding, setAdding] = useState(false);
  const hypotheses = incident.hypotheses.filter(
    (one) => one.kind !== 'unknown' || incident.claims.some((claim) => claim.hypothesisId === one.id),
  );
  return (
    <div className="stack">
      <div className="row spread">
        <h2>
          <Explained word="claim">Claims</Explained>
        </h2>
        {can('addClaims') ? (
          <button type="button" className="button no-print" onClick={() => setAdding(true)}>
            Add a claim
          </button>
        ) : null}
      </div>
      {incident.claims.length === 0 ? (
        <Nothing>
          Nobody has said on the record who did it. When somebody does, it will be here as their claim, with what it
          rests on.
        </Nothing>
      ) : (
        hypotheses.map((one, index) => {
          const claims = incident.claims
            .filter((claim) => claim.hypothesisId === one.id)
            .toSorted((a, b) => spanOrder(a.saidAt) - spanOrder(b.saidAt));
          return (
            <section key={one.id} className="stack tight" aria-labelledby={`hypothesis-${one.id}`}>
              <h3 id={`hypothesis-${one.id}`} className="hypothesis">
                {index === 0 ? <Explained word="hypothesis">Hypothesis</Explained> : 'Hypothesis'}: {one.label}
              </h3>
              {claims.length === 0 ? <p className="small quiet">Nobody has claimed this.</p> : null}
              <ul className="lines records">
                {claims.map((claim, number) => (
                  <li key={claim.id}>
                    <OneClaim claim={claim} first={index === 0 && number === 0} />
                  </li>
                ))}
              </ul>
            </section>
          );
        })
      )}
      <Suspense>{adding ? <ClaimDialog onClose={() => setAdding(false)} /> : null}</Suspense>
    </div>
  );
}

function OneClaim({ claim, first }: { claim: Claim; first: boolean }) {
  const stance = useLabel('stance');
  const basis = useLabel('basis');
  const presented = useLabel('evidencePresented');
  return (
    <article className="record">
      <div className="row spread">
        <h4>
          {claim.claimant.name} <span className={`stance ${claim.stance}`}>{stance(claim.stance).toLowerCase()}</span>
        </h4>
        <span className="small quiet">
          <Span time={claim.saidAt} />
        </span>
      </div>
      <blockquote className="prose">{claim.statement}</blockquote>
      <dl className="facts">
        <dt>Basis</dt>
        <dd>{claim.basis ? basis(claim.basis) : <NotAssessed text="Not said" />}</dd>
        <dt>Evidence shown</dt>
        <dd>{claim.evidencePresented ? presented(claim.evidencePresented) : <NotAssessed />}</dd>
        {claim.namedAs ? (
          <>
            <dt>Names it</dt>
            <dd>{claim.namedAs}</dd>
          </>
        ) : null}
        <Grades of={claim} first={first} />
        <Leads title="Rests on" links={claim.restsOn} />
        <Leads title="Answers" links={claim.respondsTo} />
        {claim.source?.title ? (
          <>
            <dt>Said in</dt>
            <dd>
              {claim.source.url ? <OutLink url={claim.source.url}>{claim.source.title}</OutLink> : claim.source.title}
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
      </dl>
    </article>
  );
}

/** What a claim draws on, and apart from it what it answers. */
function Leads({ title, links }: { title: string; links: { kind: string; id: string }[] }) {
  const { incident } = useCase();
  if (links.length === 0) {
    return null;
  }
  const words = links.map((link) => {
    const claim = incident.claims.find((one) => one.id === link.id);
    const disclosure = incident.disclosures.find((one) => one.id === link.id);
    return claim
      ? `${claim.claimant.name}’s claim`
      : disclosure
        ? `the disclosure by ${disclosure.source?.name ?? disclosure.sourceDescription ?? 'an unnamed source'}`
        : `a ${link.kind}`;
  });
  return (
    <>
      <dt>{title}</dt>
      <dd>{words.join('; ')}</dd>
    </>
  );
}
