import { useState } from 'react';
import { Span } from '../words/at';
import type { PartialTime } from '../api/shapes';
import { termInWords } from './likelihoods';
import { RecordLink } from './record-link';
import { doesInWords, fellInWords } from './records-in-words';
import { assessedAt, type RiverRecord } from './river-layout';
import type { Assessment, HypothesisStanding, Moment } from './shapes';

interface Props {
  records: readonly RiverRecord[];
  lanes: readonly HypothesisStanding[];
  assessments: readonly Assessment[];
  moment: Moment;
}

const STEP = 100;

/** The same as the river, to be read and printed. */
export function RiverAsText({ records, lanes, assessments, moment }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details className="as-text" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Read as text</summary>
      {open ? <Tables records={records} lanes={lanes} assessments={assessments} moment={moment} /> : null}
    </details>
  );
}

function Tables({ records, lanes, assessments, moment }: Props) {
  const [shown, setShown] = useState(STEP);
  const labelOf = (id: string | null) => lanes.find((lane) => lane.id === id)?.label ?? '';
  const said = records.filter(({ later }) => !later);
  const judged = assessments
    .filter(({ approval }) => approval && (!moment.knownAt || approval.at <= moment.knownAt))
    .filter((one) => !moment.validAt || assessedAt(one) <= Date.parse(moment.validAt))
    .toSorted((a, b) => assessedAt(a) - assessedAt(b));
  return (
    <div className="stack">
      <table className="stacking">
        <caption className="unseen">What was said, in order</caption>
        <thead>
          <tr>
            <th scope="col">Said</th>
            <th scope="col">Who</th>
            <th scope="col">About</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {said.slice(0, shown).map((one) => (
            <tr key={one.id} className={one.status === 'holds' ? undefined : 'fell'}>
              <td data-label="Said">
                <Span time={one.time as PartialTime | null} />
              </td>
              <td data-label="Who">
                {one.kind === 'disclosure'
                  ? 'Disclosure'
                  : `${one.party ?? 'Unknown party'} ${doesInWords(one.stance)}`}
                {one.status === 'holds' ? null : <strong> ({fellInWords(one.status)})</strong>}
              </td>
              <td data-label="About">{labelOf(one.hypothesisId)}</td>
              <td data-label="What">
                <RecordLink to={one}>{one.title}</RecordLink>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {said.length > shown ? (
        <p>
          <button type="button" className="button" onClick={() => setShown(shown + STEP)}>
            Show {Math.min(STEP, said.length - shown)} more of {said.length}
          </button>
        </p>
      ) : null}
      {judged.length > 0 ? (
        <table className="stacking">
          <caption className="unseen">What organizations assessed, in order</caption>
          <thead>
            <tr>
              <th scope="col">Assessed</th>
              <th scope="col">By</th>
              <th scope="col">Likelihood</th>
              <th scope="col">Confidence</th>
            </tr>
          </thead>
          <tbody>
            {judged.map((one) => (
              <tr key={one.id}>
                <td data-label="Assessed">
                  <Span time={one.saidAt} />
                </td>
                <td data-label="By">
                  <RecordLink to={{ kind: 'assessment', id: one.id }}>{one.organization.name}</RecordLink>
                </td>
                <td data-label="Likelihood">
                  {one.judgements.map((own) => (
                    <div key={own.hypothesisId}>
                      {labelOf(own.hypothesisId) || 'Another answer'}: {termInWords(own.likelihood.term)} (
                      {own.likelihood.min} to {own.likelihood.max} %)
                    </div>
                  ))}
                </td>
                <td data-label="Confidence">{one.confidence ?? 'not stated'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="small quiet">No organization had published an assessment.</p>
      )}
    </div>
  );
}
