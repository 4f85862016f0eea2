import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';

/** The place in the log that the address names. What is no such place is as if it were not there. */
export function placeOf(text: string | undefined): number | undefined {
  return text !== undefined && /^(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : undefined;
}

/** Moves to a place in the log; the address follows. A moment and a place are not looked at together. */
export function useMoveTo(): (size: number | undefined) => void {
  const navigate = useNavigate();
  return useCallback(
    (size) => {
      void navigate({
        to: '.',
        search: ((before: object) => ({
          ...before,
          size: size === undefined ? undefined : String(size),
          knownAt: undefined,
        })) as never,
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
}

const SETTLED_MS = 250;

/** Where in the log is looked: typed, dragged, or stepped from checkpoint to checkpoint. */
export function Position({
  size,
  newest,
  checkpoints,
  onMove,
}: {
  size: number;
  newest: number;
  /** Sizes of signed checkpoints, any order. */
  checkpoints: readonly number[];
  onMove: (size: number | undefined) => void;
}) {
  const [moving, setMoving] = useState<number | null>(null);
  useEffect(() => {
    if (moving === null) {
      return;
    }
    const timer = setTimeout(() => {
      onMove(moving >= newest ? undefined : moving);
      setMoving(null);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [moving, newest, onMove]);
  const shown = moving ?? size;
  const earlier = Math.max(-1, ...checkpoints.filter((one) => one < shown));
  const later = Math.min(...checkpoints.filter((one) => one > shown), newest + 1);
  return (
    <div className="position no-print" role="group" aria-label="Place in the log">
      <label className="position-field small">
        As of place{' '}
        <input
          className="exact numerals"
          type="number"
          min={0}
          max={newest}
          value={shown}
          onChange={(event) => setMoving(clamped(event.target.valueAsNumber, newest))}
        />{' '}
        of <span className="numerals">{newest.toLocaleString('en')}</span> in the log
      </label>
      <input
        type="range"
        aria-label="Place in the log"
        aria-valuetext={shown >= newest ? 'the newest' : `${shown} of ${newest}`}
        min={0}
        max={newest}
        value={shown}
        onChange={(event) => setMoving(event.target.valueAsNumber)}
      />
      <div className="row">
        <button type="button" className="button" disabled={earlier < 0} onClick={() => onMove(earlier)}>
          Earlier checkpoint
        </button>
        <button
          type="button"
          className="button"
          disabled={later > newest || shown >= newest}
          onClick={() => onMove(later >= newest ? undefined : later)}
        >
          Later checkpoint
        </button>
        {shown < newest ? (
          <button type="button" className="button bare" onClick={() => onMove(undefined)}>
            Newest
          </button>
        ) : null}
      </div>
    </div>
  );
}

const clamped = (value: number, newest: number): number =>
  Number.isFinite(value) ? Math.min(newest, Math.max(0, Math.floor(value))) : newest;
