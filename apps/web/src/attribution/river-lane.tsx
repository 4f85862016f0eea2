import { useId } from 'react';
import { GlyphMark } from './glyph';
import { termInWords } from './likelihoods';
import { markInWords } from './records-in-words';
import type { Band, Mark } from './river-layout';
import type { Moment } from './shapes';
import type { Tick, TimeScale } from './time-scale';

/** Pixels. */
export const LANE = { row: 16, band: 72, gap: 8 };

interface Props {
  label: string;
  quiet: boolean;
  marks: readonly Mark[];
  /** How many marks stand above each other at the most, at any moment. */
  rows: number;
  /** Null: nothing of this lane is ever assessed. */
  bands: readonly Band[] | null;
  scale: TimeScale;
  ticks: readonly Tick[];
  moment: Moment;
  active: string | null;
  onPoint: (mark: Mark) => void;
  onFocus: (mark: Mark) => void;
  onOpen: (mark: Mark) => void;
}

/** One answer: how likely it is held, and above that what was said of it. */
export function Lane({
  label,
  quiet,
  marks,
  rows,
  bands,
  scale,
  ticks,
  moment,
  active,
  onPoint,
  onFocus,
  onOpen,
}: Props) {
  const above = Math.max(1, rows) * LANE.row + LANE.gap;
  const height = above + (bands ? LANE.band + 10 : 0);
  const base = above - LANE.gap / 2 - LANE.row / 2;
  return (
    <div className={`river-lane${bands ? '' : ' slim'}`}>
      <p className={`river-label${quiet ? ' faint' : ''}`}>{label}</p>
      <svg className="river-svg" width={scale.width} height={height} role="group" aria-label={label}>
        <Ground scale={scale} ticks={ticks} height={height} />
        {bands ? (
          <Bands
            bands={bands}
            top={above}
            scale={scale}
            until={moment.validAt ? scale.x(Date.parse(moment.validAt)) : scale.width}
          />
        ) : (
          <path className="river-rule" d={`M0 ${height - 0.5}H${scale.width}`} />
        )}
        {marks.map((mark) => (
          <OneMark
            key={mark.key}
            mark={mark}
            y={base - mark.row * LANE.row}
            tabbable={mark.key === active}
            onPoint={onPoint}
            onFocus={onFocus}
            onOpen={onOpen}
          />
        ))}
        <Hands scale={scale} moment={moment} height={height} />
      </svg>
    </div>
  );
}

function Ground({ scale, ticks, height }: { scale: TimeScale; ticks: readonly Tick[]; height: number }) {
  return (
    <g aria-hidden="true">
      {scale.stretches
        .filter((one) => one.folded)
        .map((fold) => (
          <rect key={fold.from} className="river-fold" x={fold.x0} y="0" width={fold.x1 - fold.x0} height={height} />
        ))}
      {ticks.map((tick) => (
        <path key={tick.at} className="river-grid" d={`M${Math.round(tick.x) + 0.5} 0V${height}`} />
      ))}
    </g>
  );
}

/** What low confidence is drawn with. */
export function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path className="hatch" d="M0 0V5" />
      </pattern>
    </defs>
  );
}

function Bands({ bands, top, scale, until }: { bands: readonly Band[]; top: number; scale: TimeScale; until: number }) {
  const hatch = useId();
  const y = (percent: number) => top + LANE.band * (1 - percent / 100);
  const judged = bands.filter((band) => band.likelihood);
  const first = Math.min(scale.width, ...judged.map((band) => band.x0));
  const several = new Set(judged.map((band) => band.organizationId)).size > 1;
  return (
    <g aria-hidden="true">
      <Hatch id={hatch} />
      <path className="river-rule" d={`M0 ${top + LANE.band + 0.5}H${scale.width}`} />
      <path className="river-grid" d={`M0 ${top + 0.5}H${scale.width}M0 ${top + LANE.band / 2 + 0.5}H${scale.width}`} />
      {first > 2 ? (
        <>
          <rect className="band-none" x="0.5" y={top + 4.5} width={Math.max(0, first - 3)} height={LANE.band - 8} />
          {Math.min(first, until) > 110 ? (
            <text className="band-words" x="10" y={top + LANE.band / 2 + 4}>
              not assessed
            </text>
          ) : null}
        </>
      ) : null}
      <text className="band-scale" x="-6" y={top + 8} textAnchor="end">
        100 %
      </text>
      <text className="band-scale" x="-6" y={top + LANE.band} textAnchor="end">
        0
      </text>
      {bands.map((band) =>
        band.x0 < first ? null : band.likelihood ? (
          <g key={band.key} className="band-step">
            <rect
              className={`band ${band.confidence ?? 'unstated'}`}
              x={band.x0}
              y={y(band.likelihood.max)}
              width={Math.max(2, band.x1 - band.x0)}
              height={y(band.likelihood.min) - y(band.likelihood.max)}
            />
            {band.confidence === 'low' ? (
              <rect
                fill={`url(#${hatch})`}
                x={band.x0}
                y={y(band.likelihood.max)}
                width={Math.max(2, band.x1 - band.x0)}
                height={y(band.likelihood.min) - y(band.likelihood.max)}
              />
            ) : null}
            {band.likelihood.percent ? (
              <path className="band-point" d={`M${band.x0} ${y(band.likelihood.percent)}H${band.x1}`} />
            ) : null}
            <BandWords band={band} top={y(band.likelihood.max)} bottom={y(band.likelihood.min)} several={several} />
          </g>
        ) : (
          <rect
            key={band.key}
            className="band-none"
            x={band.x0}
            y={top + 4.5}
            width={Math.max(2, band.x1 - band.x0 - 1)}
            height={LANE.band - 8}
          />
        ),
      )}
    </g>
  );
}

const LETTER_PX = 6.2;

/** The term beside its band, on the side of the middle; the organization too, where there are several. */
function BandWords({ band, top, bottom, several }: { band: Band; top: number; bottom: number; several: boolean }) {
  if (band.repeats) {
    return null;
  }
  const term = termInWords(band.likelihood?.term ?? '');
  const text = several ? `${band.organization}: ${term}` : term;
  const room = band.x1 - band.x0 - 12;
  const words = text.length * LETTER_PX < room ? text : term.length * LETTER_PX < room ? term : '';
  const upper = (band.likelihood?.max ?? 0) > 50;
  return words ? (
    <text className="band-words on" x={band.x0 + 2} y={upper ? bottom + 14 : top - 5}>
      {words}
    </text>
  ) : null;
}

function OneMark({
  mark,
  y,
  tabbable,
  onPoint,
  onFocus,
  onOpen,
}: {
  mark: Mark;
  y: number;
  tabbable: boolean;
  onPoint: Props['onPoint'];
  onFocus: Props['onFocus'];
  onOpen: Props['onOpen'];
}) {
  return (
    <g
      className={`river-mark${mark.later ? ' later' : ''}`}
      data-mark={mark.key}
      role="button"
      tabIndex={tabbable ? 0 : -1}
      aria-label={markInWords(mark)}
      onMouseEnter={() => onPoint(mark)}
      onFocus={() => onFocus(mark)}
      onClick={() => onOpen(mark)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onOpen(mark);
        }
      }}
    >
      {mark.spanTo ? <path className="mark-span" d={`M${mark.x} ${y}H${mark.spanTo}m0 -3v6`} /> : null}
      <rect
        className="mark-target"
        x={mark.x - 9}
        y={y - 8}
        width={mark.records.length > 1 ? 32 : 18}
        height="16"
        rx="2"
      />
      <GlyphMark glyph={mark.glyph} struck={mark.struck} x={mark.x} y={y} />
      {mark.records.length > 1 ? (
        <text className="mark-count" x={mark.x + 8} y={y + 4}>
          {mark.records.length}
        </text>
      ) : null}
    </g>
  );
}

/** Where the two clocks stand; what was said later is under a veil. */
export function Hands({ scale, moment, height }: { scale: TimeScale; moment: Moment; height: number }) {
  const said = moment.validAt ? Math.round(scale.x(Date.parse(moment.validAt))) + 0.5 : null;
  const known = moment.knownAt ? Math.round(scale.x(Date.parse(moment.knownAt))) + 0.5 : null;
  return (
    <g aria-hidden="true" className="river-hands">
      {said === null ? null : (
        <rect className="river-veil" x={said} y="0" width={Math.max(0, scale.width - said)} height={height} />
      )}
      {known === null ? null : <path className="hand known" d={`M${known} 0V${height}`} />}
      {said === null ? null : <path className="hand said" d={`M${said} 0V${height}`} />}
    </g>
  );
}
