import { Link } from '@tanstack/react-router';
import { useCase } from '../incident/case';
import { recordKey, useNameOf } from './attribution';
import type { RecordLink as Target } from './shapes';

/** To a record: to its own page, or opened over this one, which has an address too. */
export function RecordLink({ to, children }: { to: Target; children?: React.ReactNode }) {
  const nameOf = useNameOf();
  const { incident } = useCase();
  const words = children ?? nameOf(to);
  if (to.kind === 'assessment') {
    return (
      <Link
        to="/incidents/$incidentId/attribution/assessments/$assessmentId"
        params={{ incidentId: incident.id, assessmentId: to.id }}
        className="record-link"
      >
        {words}
      </Link>
    );
  }
  if (to.kind === 'finding') {
    return (
      <Link
        to="/incidents/$incidentId/findings/$findingId"
        params={{ incidentId: incident.id, findingId: to.id }}
        className="record-link"
      >
        {words}
      </Link>
    );
  }
  if (to.kind === 'inquiry') {
    return (
      <a href="#inquiries" className="record-link">
        see who was asked
      </a>
    );
  }
  return (
    <Link
      to="."
      search={((before: object) => ({ ...before, record: recordKey(to) })) as never}
      resetScroll={false}
      className="record-link"
    >
      {words}
    </Link>
  );
}

const SHOWN_MAX = 6;

/** Several of them in a line; the rest by number. */
export function RecordLinks({ to }: { to: readonly Target[] }) {
  return (
    <>
      {to.slice(0, SHOWN_MAX).map((one, index) => (
        <span key={one.id}>
          {index > 0 ? '; ' : ''}
          <RecordLink to={one} />
        </span>
      ))}
      {to.length > SHOWN_MAX ? <span className="quiet"> and {to.length - SHOWN_MAX} more</span> : null}
    </>
  );
}
