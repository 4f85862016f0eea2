import type { PartialTime } from '../api/shapes';
import { localInstant, relative, shortInstant, spanInWords, utcInstant } from './time';

/** A moment, local to the reader with its zone; UTC on hover. */
export function At({ at, beside, short }: { at: string; beside?: boolean; short?: boolean }) {
  return (
    <time dateTime={at} title={utcInstant(at)}>
      {short ? shortInstant(at) : localInstant(at)}
      {beside ? <span className="quiet"> ({relative(at)})</span> : null}
    </time>
  );
}

/** A time in the world that may be known only in part, written as such. */
export function Span({ time }: { time: PartialTime | null }) {
  if (!time?.at) {
    return <span className="quiet">{spanInWords(time)}</span>;
  }
  const exact = time.precision === 'instant' || time.precision === 'hour';
  return (
    <time dateTime={time.at} title={exact ? utcInstant(time.at) : `known to the ${time.precision}`}>
      {spanInWords(time)}
    </time>
  );
}
