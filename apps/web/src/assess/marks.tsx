import { useLabel } from '../api/vocabularies';
import { NotAssessed } from '../words/marks';
import type { Confidence, Likelihood } from './assessments';
import './marks.css';

/** A band on a line from 0 to 100: the range that was said, never a point. */
export function LikelihoodBand({
  likelihood,
  wide,
}: {
  likelihood: Pick<Likelihood, 'min' | 'max' | 'percent'> | null;
  wide?: boolean;
}) {
  return (
    <svg
      className={`band-line${wide ? ' wide' : ''}${likelihood ? '' : ' open'}`}
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line x1="0" y1="5" x2="100" y2="5" vectorEffect="non-scaling-stroke" />
      {likelihood ? <rect x={likelihood.min} y="1" width={likelihood.max - likelihood.min} height="8" /> : null}
      {likelihood && likelihood.percent !== null ? (
        <line
          className="said"
          x1={likelihood.percent}
          y1="0"
          x2={likelihood.percent}
          y2="10"
          vectorEffect="non-scaling-stroke"
        />
      ) : null}
    </svg>
  );
}

/** The band with its term and range beside it. */
export function LikelihoodMark({ likelihood }: { likelihood: Likelihood | null }) {
  const label = useLabel('likelihood');
  if (!likelihood) {
    return <NotAssessed text="Not judged" />;
  }
  const { term, min, max, percent } = likelihood;
  return (
    <span className="band-mark">
      <LikelihoodBand likelihood={likelihood} />
      <span>
        {label(term)} <span className="quiet numerals">{percent === null ? `${min} to ${max} %` : `${percent} %`}</span>
      </span>
    </span>
  );
}

const LEVELS: readonly Confidence[] = ['low', 'moderate', 'high'];

/** One, two or three solid ticks, with the word. */
export function ConfidenceTicks({ confidence }: { confidence: Confidence | null }) {
  if (!confidence) {
    return <NotAssessed text="Confidence not stated" />;
  }
  const ticks = LEVELS.indexOf(confidence) + 1;
  return (
    <span className="confidence-ticks">
      <svg width="20" height="12" viewBox="0 0 20 12" aria-hidden="true">
        {LEVELS.map((level, index) => (
          <rect
            key={level}
            x={index * 7 + 0.5}
            y="0.5"
            width="3"
            height="11"
            className={index < ticks ? 'on' : 'off'}
          />
        ))}
      </svg>
      {confidence.charAt(0).toUpperCase() + confidence.slice(1)} confidence
    </span>
  );
}
