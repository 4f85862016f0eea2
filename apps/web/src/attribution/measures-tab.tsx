import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../frame/loaded';
import { useCase } from '../incident/case';
import { At } from '../words/at';
import { NotAssessed } from '../words/marks';
import { spanInWords } from '../words/time';
import { useAttribution } from './attribution';
import { dayOf } from './moment';
import { measuresQuery } from './queries';
import { RecordLink, RecordLinks } from './record-link';
import type { Measures } from './shapes';

/** Figures that an auditor reads off the record, each with what it means and the records that made it. */
export function MeasuresTab() {
  const { incident } = useCase();
  const { moment } = useAttribution();
  const query = useQuery(measuresQuery(incident.id, moment));
  return (
    <section className="stack" aria-labelledby="measures">
      <div className="stack tight">
        <h3 id="measures" className="section-head">
          Measures
        </h3>
        <p className="small quiet">Counted from the record by fixed rules, as of the moment that is looked at.</p>
      </div>
      <Loaded query={query} lines={8}>
        {(measures) => (
          <div className="measures">
            <Corroboration of={measures.firstCorroboration} />
            <Lag of={measures.disclosureLag} />
            <Raised of={measures.raisedWithoutNewEvidence} />
            <Leaning of={measures.standingOnWithdrawn} />
            <Denials of={measures.denials} open={measures.openDenials} />
            <Refused of={measures.refusedSelfApprovals} />
          </div>
        )}
      </Loaded>
    </section>
  );
}

function Measure({
  name,
  figure,
  means,
  children,
}: {
  name: string;
  figure: React.ReactNode;
  means: string;
  children?: React.ReactNode;
}) {
  return (
    <section className="measure">
      <h4>{name}</h4>
      <p className="measure-figure numerals">{figure}</p>
      <div className="stack tight small">
        <p className="quiet">{means}</p>
        {children}
      </div>
    </section>
  );
}

const DAY_HOURS = 24;

const hoursInWords = (hours: number): string =>
  hours < 2 * DAY_HOURS ? `${hours} hours` : `${Math.round(hours / DAY_HOURS)} days`;
const daysInWords = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`;

function Corroboration({ of }: { of: Measures['firstCorroboration'] }) {
  return (
    <Measure
      name="Time to first corroboration"
      figure={
        of.length === 0 ? (
          <NotAssessed text="Nothing claimed" />
        ) : (
          of.map((one) => (
            <span key={one.hypothesisId}>{one.hours === null ? 'Not yet' : hoursInWords(one.hours)}</span>
          ))
        )
      }
      means="From the first claim of an answer to a second independent line for it."
    >
      {of.map((one) => (
        <p key={one.hypothesisId}>
          {one.label}: first said {dayOf(one.firstSaidAt)}
          {one.corroboratedAt ? `, a second line on ${dayOf(one.corroboratedAt)}` : ', and still one line'}.
        </p>
      ))}
    </Measure>
  );
}

function Lag({ of }: { of: Measures['disclosureLag'] }) {
  const { then } = useAttribution();
  return (
    <Measure
      name="Disclosure lag"
      figure={of.daysToLight === null ? <NotAssessed text="Not known" /> : daysInWords(of.daysToLight)}
      means="From the first known access, counted from the first instant that it may have been, to when anything came to light."
    >
      <p>
        {of.occurredAt ? `First known access ${spanInWords(then.occurredAt)}` : 'First known access not recorded'}
        {of.cameToLightAt ? `; came to light ${dayOf(of.cameToLightAt)}` : ''}
        {of.reportedAt ? `; reported here ${dayOf(of.reportedAt)}` : ''}
        {of.daysToReport === null ? '' : `, ${daysInWords(of.daysToReport)} after the access`}.
      </p>
    </Measure>
  );
}

function Raised({ of }: { of: Measures['raisedWithoutNewEvidence'] }) {
  return (
    <Measure
      name="Raised without new evidence"
      figure={of.length}
      means="Assessments that raised a likelihood or the confidence and cited nothing that the one before did not."
    >
      {of.map((one) => (
        <p key={one.assessmentId}>
          <RecordLink to={{ kind: 'assessment', id: one.assessmentId }} />, approved <At at={one.at} />
        </p>
      ))}
    </Measure>
  );
}

function Leaning({ of }: { of: Measures['standingOnWithdrawn'] }) {
  return (
    <Measure
      name="Standing on what fell"
      figure={of.length}
      means="Claims and assessments in force that lean on what was withdrawn, retracted or rejected."
    >
      {of.slice(0, 20).map((one) => (
        <p key={one.id}>
          <RecordLink to={one} /> leans on <RecordLinks to={one.on} />
        </p>
      ))}
    </Measure>
  );
}

function Denials({ of, open }: { of: Measures['denials']; open: number }) {
  return (
    <Measure
      name="Open denials"
      figure={`${open} of ${of.length}`}
      means="Denials and disputes to which no later claim on the record responds."
    >
      <ul className="measure-list">
        {of.slice(0, 20).map((one) => (
          <li key={one.claimId}>
            <RecordLink to={{ kind: 'claim', id: one.claimId }} />
            {one.answeredBy ? (
              <>
                : answered by <RecordLink to={{ kind: 'claim', id: one.answeredBy }} />
                {one.hoursToAnswer === null ? '' : ` after ${hoursInWords(one.hoursToAnswer)}`}
              </>
            ) : (
              ': not answered'
            )}
          </li>
        ))}
        {of.length > 20 ? <li className="quiet">and {of.length - 20} more</li> : null}
      </ul>
    </Measure>
  );
}

function Refused({ of }: { of: Measures['refusedSelfApprovals'] }) {
  return (
    <Measure
      name="Refused self-approvals"
      figure={of.length}
      means="How often an author tried to approve an own assessment, and was refused."
    >
      {of.map((one) => (
        <p key={one.at}>
          {one.by.name} on <RecordLink to={{ kind: 'assessment', id: one.assessmentId }} />, <At at={one.at} />
        </p>
      ))}
    </Measure>
  );
}
