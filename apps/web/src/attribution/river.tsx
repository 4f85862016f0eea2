import { useId, useMemo, useRef, useState } from 'react';
import { GlyphSign } from './glyph';
import { Hatch, Lane } from './river-lane';
import { bandsOf, marksOf, type Mark, type RiverRecord } from './river-layout';
import { fellInWords, markInWords, recordInWords } from './records-in-words';
import type { Assessment, HypothesisStanding, Moment } from './shapes';
import { foldInWords, ticksOf, type TimeScale } from './time-scale';

interface Props {
  scale: TimeScale;
  lanes: readonly HypothesisStanding[];
  /** The answers that had been thought of by then. */
  thought: ReadonlySet<string>;
  /** As of now, for the heights of the lanes. */
  everything: readonly RiverRecord[];
  records: readonly RiverRecord[];
  assessments: readonly Assessment[];
  moment: Moment;
  onOpen: (record: { kind: string; id: string }) => void;
}

/**
 * Time from left to right. For each answer a lane: below, how likely it was held, by whom, between 0 and 100; above it
 * a mark for each record. What was said after the moment looked at is veiled, what was not known by then is not there.
 */
export function River({ scale, lanes, thought, everything, records, assessments, moment, onOpen }: Props) {
  const [read, setRead] = useState<Mark | null>(null);
  // A mark of several records stays read once it was pressed, so that one can get at them.
  const [held, setHeld] = useState(false);
  const ticks = useMemo(() => ticksOf(scale), [scale]);
  const drawn = useMemo(
    () => [
      {
        id: 'disclosures',
        label: 'Disclosures',
        marks: marksOf(ofLane(records, null), scale),
        rows: rowsOf(ofLane(everything, null), scale),
        bands: null,
      },
      ...lanes.map((lane) => ({
        id: lane.id,
        label: thought.has(lane.id) ? lane.label : UNTHOUGHT,
        marks: marksOf(ofLane(records, lane.id), scale),
        rows: rowsOf(ofLane(everything, lane.id), scale),
        bands: bandsOf(assessments, lane.id, scale, { knownAt: moment.knownAt }),
      })),
    ],
    [records, everything, assessments, lanes, thought, scale, moment.knownAt],
  );
  const shown = drawn.filter(({ bands, rows }) => bands !== null || rows > 0);
  const { active, setActive, box, onKeyDown } = useRoving(shown.map(({ marks }) => marks));
  return (
    <figure
      className="river"
      aria-label="Who said what, and how likely it was held, over time"
      onMouseLeave={() => setRead((before) => (held ? before : null))}
    >
      <div
        className="river-lanes"
        ref={box}
        role="group"
        aria-label="Marks on the river. Arrow keys move between them, Enter opens one."
        onKeyDown={onKeyDown}
      >
        {shown.map((lane) => (
          <Lane
            key={lane.id}
            {...lane}
            quiet={lane.bands === null || lane.label === UNTHOUGHT}
            scale={scale}
            ticks={ticks}
            moment={moment}
            active={active}
            onPoint={(mark) => setRead((before) => (held ? before : mark))}
            onFocus={(mark) => {
              setRead(mark);
              setHeld(false);
              setActive(mark.key);
            }}
            onOpen={(mark) => {
              const [only] = mark.records;
              setRead(mark);
              setHeld(mark.records.length > 1);
              if (mark.records.length === 1 && only) {
                onOpen(only);
              }
            }}
          />
        ))}
        <Axis scale={scale} ticks={ticks} />
      </div>
      <Readout mark={read} onOpen={onOpen} />
    </figure>
  );
}

const UNTHOUGHT = 'Not thought of by then';

const ofLane = (records: readonly RiverRecord[], id: string | null): RiverRecord[] =>
  records.filter((one) => (id === null ? one.glyph === 'disclosure' : one.hypothesisId === id));

const rowsOf = (records: readonly RiverRecord[], scale: TimeScale): number =>
  Math.max(0, ...marksOf(records, scale).map(({ row }) => row + 1));

function Axis({ scale, ticks }: { scale: TimeScale; ticks: ReturnType<typeof ticksOf> }) {
  return (
    <div className="river-lane river-axis">
      <span />
      <svg width={scale.width} height="22" aria-hidden="true">
        <path className="river-rule" d={`M0 0.5H${scale.width}`} />
        {ticks.map((tick) => (
          <g key={tick.at}>
            <path className="river-rule" d={`M${tick.x} 0v4`} />
            <text x={Math.min(tick.x, scale.width - 50)} y="16">
              {tick.label}
            </text>
          </g>
        ))}
        {scale.stretches
          .filter((one) => one.folded)
          .map((fold) => (
            <text key={fold.from} className="river-fold-words" x={(fold.x0 + fold.x1) / 2} y="16" textAnchor="middle">
              {foldInWords(fold)}
            </text>
          ))}
      </svg>
    </div>
  );
}

const RECORDS_READ_MAX = 6;

/** What is pointed at, in words. Always as high, so that nothing moves. */
function Readout({ mark, onOpen }: { mark: Mark | null; onOpen: Props['onOpen'] }) {
  const [first] = mark?.records ?? [];
  return (
    <div className="river-readout small" aria-live="polite">
      {!mark || !first ? (
        <Legend />
      ) : mark.records.length === 1 ? (
        <>
          <p className="readout-head">
            <GlyphSign glyph={mark.glyph} struck={mark.struck} /> <strong>{recordInWords(first)}</strong>
          </p>
          <p className="readout-text">{first.title}</p>
        </>
      ) : (
        <>
          <p className="readout-head">
            <GlyphSign glyph={mark.glyph} struck={mark.struck} /> <strong>{markInWords(mark)}</strong>
          </p>
          <ul className="readout-list">
            {mark.records.slice(0, RECORDS_READ_MAX).map((one) => (
              <li key={one.id}>
                <button type="button" className="link" onClick={() => onOpen(one)}>
                  {recordInWords(one)}
                </button>
              </li>
            ))}
            {mark.records.length > RECORDS_READ_MAX ? (
              <li className="quiet">and {mark.records.length - RECORDS_READ_MAX} more, in the text below</li>
            ) : null}
          </ul>
        </>
      )}
    </div>
  );
}

/** What the shapes mean, where nothing is pointed at. */
function Legend() {
  const hatch = useId();
  return (
    <ul className="river-legend" aria-label="What the marks mean">
      <li>
        <GlyphSign glyph="supports" /> attributes or corroborates
      </li>
      <li>
        <GlyphSign glyph="denies" /> denies or disputes
      </li>
      <li>
        <GlyphSign glyph="open" /> cannot verify or declines
      </li>
      <li>
        <GlyphSign glyph="retracts" /> retracts
      </li>
      <li>
        <GlyphSign glyph="disclosure" /> disclosure
      </li>
      <li>
        <GlyphSign glyph="supports" struck /> {fellInWords('withdrawn')} or superseded
      </li>
      <li>
        <svg className="glyph-sign" width="22" height="14" aria-hidden="true">
          <rect className="band-none" x="0.5" y="1.5" width="20" height="11" />
        </svg>{' '}
        not assessed
      </li>
      <li>
        <svg className="glyph-sign" width="22" height="14" aria-hidden="true">
          <Hatch id={hatch} />
          <rect className="band low" x="0.5" y="1.5" width="20" height="11" />
          <rect fill={`url(#${hatch})`} x="0.5" y="1.5" width="20" height="11" />
        </svg>{' '}
        low confidence
      </li>
    </ul>
  );
}

/** One mark is in the tab order; arrows go to the others: along a lane, and to the lane above or below. */
function useRoving(lanes: readonly (readonly Mark[])[]) {
  const box = useRef<HTMLDivElement>(null);
  const [wanted, setActive] = useState<string | null>(null);
  const all = lanes.flat();
  const active = all.find(({ key }) => key === wanted)?.key ?? all[0]?.key ?? null;
  const go = (key: string | undefined) => {
    if (key) {
      setActive(key);
      box.current?.querySelector<SVGGElement>(`[data-mark="${CSS.escape(key)}"]`)?.focus();
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const row = lanes.findIndex((lane) => lane.some(({ key }) => key === active));
    const lane = lanes[row] ?? [];
    const at = lane.findIndex(({ key }) => key === active);
    const next = {
      ArrowRight: () => lane[at + 1]?.key,
      ArrowLeft: () => lane[at - 1]?.key,
      Home: () => lane[0]?.key,
      End: () => lane.at(-1)?.key,
      ArrowDown: () => nearest(lanes.slice(row + 1), lane[at]?.x ?? 0),
      ArrowUp: () => nearest(lanes.slice(0, row).toReversed(), lane[at]?.x ?? 0),
    }[event.key];
    if (next && (event.target as Element).hasAttribute('data-mark')) {
      event.preventDefault();
      go(next());
    }
  };
  return { active, setActive, box, onKeyDown };
}

const nearest = (lanes: readonly (readonly Mark[])[], x: number): string | undefined =>
  lanes.find((lane) => lane.length > 0)?.toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0]?.key;
