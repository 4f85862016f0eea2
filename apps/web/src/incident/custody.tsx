import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { custodyQuery } from '../api/evidence';
import { everyItem } from '../api/queries';
import type { CustodyStep, Evidence } from '../api/shapes';
import { useLabel } from '../api/vocabularies';
import { Loaded, More } from '../frame/loaded';
import { At, Span } from '../words/at';
import { Explained } from '../words/explained';
import { useCase } from './case';
import { Marked } from './marked';

const CustodyDialog = lazy(async () => ({ default: (await import('./custody-dialog')).CustodyDialog }));

/** Who had it in hand; asked for when somebody wants to know. */
export function Custody({ evidence, first, writable }: { evidence: Evidence; first: boolean; writable: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="custody" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Chain of custody</summary>
      {open ? <Steps evidence={evidence} first={first} writable={writable} /> : null}
    </details>
  );
}

function Steps({ evidence, first, writable }: { evidence: Evidence; first: boolean; writable: boolean }) {
  const { incident, knownAt } = useCase();
  const steps = useInfiniteQuery(custodyQuery(incident.id, evidence.id, knownAt));
  const [adding, setAdding] = useState(false);
  return (
    <div className="stack tight">
      {first ? (
        <p className="small quiet">
          What is a <Explained word="custody">chain of custody</Explained>?
        </p>
      ) : null}
      <Loaded query={steps} lines={2}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <p className="small quiet">No step has been put down.</p>
          ) : (
            <>
              <ol className="steps">
                {items.map((one) => (
                  <li key={one.id}>
                    <Step step={one} />
                  </li>
                ))}
              </ol>
              <More query={steps} />
            </>
          );
        }}
      </Loaded>
      {writable && evidence.abilities.addCustody ? (
        <div className="row no-print">
          <button type="button" className="button" onClick={() => setAdding(true)}>
            Add a step
          </button>
        </div>
      ) : null}
      <Suspense>{adding ? <CustodyDialog evidence={evidence} onClose={() => setAdding(false)} /> : null}</Suspense>
    </div>
  );
}

function Step({ step }: { step: CustodyStep }) {
  const action = useLabel('custodyAction');
  return (
    <>
      <p>
        <b>{action(step.action)}</b> by {step.byWhom}
        {step.at ? (
          <>
            , <Span time={step.at} />
          </>
        ) : null}{' '}
        <Marked tlp={step.tlp} />
      </p>
      {step.note ? <p className="prose small">{step.note}</p> : null}
      <p className="small quiet">
        Put down by {step.recordedBy.name}, <At at={step.createdAt} short />
      </p>
    </>
  );
}
