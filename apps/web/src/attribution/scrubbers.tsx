import { useRef } from 'react';
import { Explained } from '../words/explained';
import { inputOf } from '../words/time';
import { dayEnd, momentInWords, nearestStop, stopOf, type Stop } from './moment';
import type { Moment } from './shapes';
import type { TimeScale } from './time-scale';

interface Props {
  scale: TimeScale;
  said: readonly Stop[];
  known: readonly Stop[];
  shown: Moment;
  apart: boolean;
  onApart: (apart: boolean) => void;
  onMove: (moment: Moment) => void;
}

/** The two clocks, under the river and on its axis: of what had been said, and of what was known to us. */
export function Scrubbers({ scale, said, known, shown, apart, onApart, onMove }: Props) {
  const split = apart || shown.validAt !== shown.knownAt;
  const moveSaid = (iso: string | undefined) => onMove({ validAt: iso, knownAt: split ? shown.knownAt : iso });
  const moveKnown = (iso: string | undefined) => onMove({ validAt: split ? shown.validAt : iso, knownAt: iso });
  return (
    <div className="scrubbers no-print" role="group" aria-label="Which moment is looked at">
      <Scrubber
        name="said"
        label={<Explained word="saidBy" />}
        plain="Said by"
        stops={said}
        iso={shown.validAt}
        scale={scale}
        onMove={moveSaid}
        input={
          <input
            type="date"
            className="exact"
            aria-label="Said by, to the day"
            value={shown.validAt?.slice(0, 10) ?? ''}
            onChange={(event) => moveSaid(event.target.value ? dayEnd(event.target.value) : undefined)}
          />
        }
      />
      <Scrubber
        name="known"
        label={<Explained word="knownBy" />}
        plain="Known to us by"
        stops={known}
        iso={shown.knownAt}
        scale={scale}
        onMove={moveKnown}
        input={
          <input
            type="datetime-local"
            className="exact"
            aria-label="Known to us by, to the minute"
            value={shown.knownAt ? inputOf(shown.knownAt) : ''}
            onChange={(event) => moveKnown(minute(event.target.value))}
          />
        }
      />
      <p className="scrub-lock small">
        <label>
          <input
            type="checkbox"
            checked={!split}
            onChange={(event) => {
              onApart(!event.target.checked);
              if (event.target.checked) {
                onMove({ validAt: shown.validAt ?? shown.knownAt, knownAt: shown.validAt ?? shown.knownAt });
              }
            }}
          />{' '}
          Move both together
        </label>
      </p>
    </div>
  );
}

/** To the end of the minute that was typed, so that what was recorded in it is there. */
function minute(text: string): string | undefined {
  const at = new Date(text);
  return text && !Number.isNaN(at.getTime()) ? new Date(at.getTime() + 59_999).toISOString() : undefined;
}

interface ScrubberProps {
  name: 'said' | 'known';
  label: React.ReactNode;
  plain: string;
  stops: readonly Stop[];
  iso: string | undefined;
  scale: TimeScale;
  onMove: (iso: string | undefined) => void;
  input: React.ReactNode;
}

/**
 * A slider of the platform (keys, touch and screen readers are its own) whose stops stand on the axis of the river:
 * the input is what is focused and moved, the drawing is what is seen and dragged.
 */
function Scrubber({ name, label, plain, stops, iso, scale, onMove, input }: ScrubberProps) {
  const track = useRef<HTMLDivElement>(null);
  const range = useRef<HTMLInputElement>(null);
  const index = stopOf(stops, iso);
  const words = iso ? momentInWords(iso) : 'now';
  const x = iso ? scale.x(Date.parse(iso)) : scale.x(stops.at(-1)?.at ?? 0);
  const drag = (event: React.PointerEvent) => {
    const left = track.current?.getBoundingClientRect().left ?? 0;
    onMove(stops[nearestStop(stops, scale.x, event.clientX - left)]?.iso);
  };
  return (
    <div className={`scrubber ${name}`}>
      <p className="river-label">{label}</p>
      <div
        className="scrub-track"
        ref={track}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          range.current?.focus();
          drag(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) {
            drag(event);
          }
        }}
      >
        <input
          ref={range}
          type="range"
          aria-label={plain}
          aria-valuetext={words}
          min={0}
          max={stops.length - 1}
          step={1}
          value={index}
          onChange={(event) => onMove(stops[Number(event.target.value)]?.iso)}
        />
        <svg width={scale.width} height="28" aria-hidden="true">
          <path className="scrub-line" d={`M0 14.5H${scale.width}`} />
          <path className="scrub-passed" d={`M0 14.5H${x}`} />
          {stops.map((stop) => (
            <path key={stop.at} className="scrub-stop" d={`M${Math.round(scale.x(stop.at)) + 0.5} 10v9`} />
          ))}
          {name === 'said' ? (
            <circle className="scrub-thumb" cx={x} cy="14.5" r="8" />
          ) : (
            <rect className="scrub-thumb" x={x - 7} y="7.5" width="14" height="14" rx="2" />
          )}
        </svg>
      </div>
      <p className="scrub-words small">
        <span>{words.charAt(0).toUpperCase() + words.slice(1)}</span>
        {input}
      </p>
    </div>
  );
}
