import { lazy, Suspense, useState } from 'react';
import type { Disclosure } from '../api/shapes';
import { useLabel } from '../api/vocabularies';
import { Nothing } from '../frame/loaded';
import { Span } from '../words/at';
import { Explained } from '../words/explained';
import { StateWord } from '../words/marks';
import { useCase } from './case';
import { Grades } from './grades';
import { Marked } from './marked';
import { OutLink } from './out-link';

const DisclosureDialog = lazy(async () => ({ default: (await import('./disclosure-dialog')).DisclosureDialog }));

/** How it came to light, and what was shown. */
export function DisclosuresTab() {
  const { incident, can } = useCase();
  const [adding, setAdding] = useState(false);
  return (
    <div className="stack">
      <div className="row spread">
        <h2>
          <Explained word="disclosure">Disclosures</Explained>
        </h2>
        {can('addDisclosures') ? (
          <button type="button" className="button no-print" onClick={() => setAdding(true)}>
            Add a disclosure
          </button>
        ) : null}
      </div>
      {incident.disclosures.length === 0 ? (
        <Nothing>How this came to light will be here: who told whom, through what, when, and what they showed.</Nothing>
      ) : (
        <ul className="lines records">
          {incident.disclosures.map((one, index) => (
            <li key={one.id}>
              <OneDisclosure disclosure={one} first={index === 0} />
            </li>
          ))}
        </ul>
      )}
      <Suspense>{adding ? <DisclosureDialog onClose={() => setAdding(false)} /> : null}</Suspense>
    </div>
  );
}

function OneDisclosure({ disclosure, first }: { disclosure: Disclosure; first: boolean }) {
  const channel = useLabel('channel');
  const source = disclosure.source?.name ?? disclosure.sourceDescription ?? 'Source not recorded';
  return (
    <article className="record">
      <h3>
        {source}
        {disclosure.anonymous ? <span className="quiet"> (anonymous)</span> : null}
        {disclosure.receivedBy ? ` to ${disclosure.receivedBy.name}` : ''} <Marked tlp={disclosure.tlp} />
      </h3>
      <p className="prose">{disclosure.summary}</p>
      <dl className="facts">
        <dt>Through</dt>
        <dd>{channel(disclosure.channel)}</dd>
        <dt>Received</dt>
        <dd>
          <Span time={disclosure.receivedAt} />
        </dd>
        <dt>Public</dt>
        <dd>
          <Span time={disclosure.publicAt} />
        </dd>
        <Grades of={disclosure} first={first} />
        {disclosure.url ? (
          <>
            <dt>Link</dt>
            <dd>
              <OutLink url={disclosure.url} />
            </dd>
          </>
        ) : null}
      </dl>
      <Artifacts disclosure={disclosure} first={first} />
    </article>
  );
}

function Artifacts({ disclosure, first }: { disclosure: Disclosure; first: boolean }) {
  const authenticity = useLabel('authenticity');
  return disclosure.artifacts.length === 0 ? null : (
    <div className="stack tight">
      <h4 className="small">
        Leaked material, {first ? <Explained word="authenticity">authenticity</Explained> : 'authenticity'} beside it
      </h4>
      <ul className="small artifacts">
        {disclosure.artifacts.map((one) => (
          <li key={one.id}>
            <span>
              {one.title}
              {one.description ? <span className="quiet">. {one.description}</span> : null}{' '}
              {one.tlp === disclosure.tlp ? null : <Marked tlp={one.tlp} />}
            </span>
            <span>
              <StateWord state={one.authenticity} label={authenticity(one.authenticity)} />
              {one.authenticityByParty ? <span className="quiet"> by {one.authenticityByParty.name}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
