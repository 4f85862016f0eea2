import './glyph.css';
import type { Glyph } from './river-layout';

const HALF = 5.5;

/** The shape of a record around a point: it is told by its shape, never by a colour alone. */
export function GlyphMark({ glyph, struck, x = 0, y = 0 }: { glyph: Glyph; struck?: boolean; x?: number; y?: number }) {
  return (
    <g className={`glyph ${glyph}`} transform={`translate(${x} ${y})`}>
      {glyph === 'supports' ? <path d={`M0 ${-HALF} ${HALF} ${HALF - 1}H${-HALF}z`} /> : null}
      {glyph === 'denies' ? <path d={`M0 ${HALF} ${HALF} ${1 - HALF}H${-HALF}z`} /> : null}
      {glyph === 'open' || glyph === 'retracts' ? <circle r={HALF - 0.8} /> : null}
      {glyph === 'retracts' ? <path d="M-3.3 -3.3 3.3 3.3M3.3 -3.3-3.3 3.3" /> : null}
      {glyph === 'disclosure' ? <rect x={-HALF + 1} y={-HALF + 1} width={2 * HALF - 2} height={2 * HALF - 2} /> : null}
      {struck ? <path className="strike" d={`M${-HALF - 2.5} 0H${HALF + 2.5}`} /> : null}
    </g>
  );
}

/** A shape in a line of text. */
export function GlyphSign({ glyph, struck }: { glyph: Glyph; struck?: boolean }) {
  return (
    <svg className="glyph-sign" width="16" height="14" viewBox="-8 -7 16 14" aria-hidden="true">
      <GlyphMark glyph={glyph} struck={struck ?? false} />
    </svg>
  );
}
