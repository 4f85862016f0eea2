/** A stretch of the axis. Folded: nothing was said in it, and it is drawn narrower than it is long. */
export interface Stretch {
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Pixels. */
  readonly x0: number;
  readonly x1: number;
  readonly folded: boolean;
}

export interface TimeScale {
  readonly stretches: readonly Stretch[];
  readonly width: number;
  /** Where a moment stands, in pixels. */
  readonly x: (ms: number) => number;
  /** What moment stands there. */
  readonly at: (x: number) => number;
}

const DAY_MS = 86_400_000;
const FOLD_PX = 62;
const EDGE_PX = 14;
/** A gap that takes more than half of the axis says more about the silence than about what was said. */
const FOLD_SHARE = 0.5;

/**
 * A linear axis over everything that happened, up to now, in which long silences are folded: again and again the
 * longest gap, as long as it takes more than its share of what is left. A fold is marked where it is drawn.
 */
export function timeScale(events: readonly number[], now: number, width: number): TimeScale {
  const points = [...new Set([...events.filter((at) => at <= now), now])].toSorted((a, b) => a - b);
  if (points.length === 1) {
    points.unshift(now - 30 * DAY_MS);
  }
  const gaps = points.slice(1).map((to, index) => ({ from: points[index] as number, to, folded: false }));
  fold(gaps);
  const open = gaps.filter((gap) => !gap.folded);
  const folds = gaps.length - open.length;
  const room = Math.max(0, width - 2 * EDGE_PX);
  const foldPx = Math.min(FOLD_PX, room / (folds + Math.min(1, open.length)) / (open.length > 0 ? 2 : 1));
  const total = open.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const perMs = total > 0 ? (room - folds * foldPx) / total : 0;
  let x = EDGE_PX;
  const stretches = gaps.map((gap) => {
    const x0 = x;
    x += gap.folded ? (open.length > 0 ? foldPx : room / folds) : (gap.to - gap.from) * perMs;
    return { ...gap, x0, x1: x };
  });
  return { stretches: joined(stretches), width, x: (ms) => place(stretches, ms), at: (px) => moment(stretches, px) };
}

function fold(gaps: { from: number; to: number; folded: boolean }[]): void {
  for (;;) {
    const open = gaps.filter((gap) => !gap.folded);
    const total = open.reduce((sum, gap) => sum + gap.to - gap.from, 0);
    const longest = open.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
    if (!longest || open.length < 2 || longest.to - longest.from <= total * FOLD_SHARE || total < 14 * DAY_MS) {
      return;
    }
    longest.folded = true;
  }
}

/** Stretches between events that are all drawn true are one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const one of stretches) {
    const last = all.at(-1);
    if (last && !last.folded && !one.folded) {
      all[all.length - 1] = { ...last, to: one.to, x1: one.x1 };
    } else {
      all.push(one);
    }
  }
  return all;
}

function place(stretches: readonly Stretch[], ms: number): number {
  const found = stretches.find((one) => ms <= one.to) ?? stretches.at(-1);
  if (!found) {
    return 0;
  }
  const share = (ms - found.from) / (found.to - found.from);
  return found.x0 + Math.min(1, Math.max(0, share)) * (found.x1 - found.x0);
}

function moment(stretches: readonly Stretch[], x: number): number {
  const found = stretches.find((one) => x <= one.x1) ?? stretches.at(-1);
  if (!found) {
    return 0;
  }
  const share = found.x1 > found.x0 ? (x - found.x0) / (found.x1 - found.x0) : 0;
  return found.from + Math.min(1, Math.max(0, share)) * (found.to - found.from);
}

export interface Tick {
  readonly at: number;
  readonly x: number;
  readonly label: string;
}

const TICK_MIN_PX = 76;
const TICK_PX = 46;

const dayMonth = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });
const monthYear = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short', year: 'numeric' });

const STEPS: readonly { days: number; next: (at: Date) => number; label: (at: Date) => string }[] = [
  ...[1, 2, 7, 14].map((days) => ({
    days,
    next: (at: Date) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + days),
    label: (at: Date) => dayMonth.format(at),
  })),
  ...[1, 3, 6, 12, 60].map((months) => ({
    days: months * 30.44,
    next: (at: Date) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1),
    label: (at: Date) => monthYear.format(at),
  })),
];

/** Calendar marks under the true stretches, as close as can be read. */
export function ticksOf(scale: TimeScale): Tick[] {
  return scale.stretches
    .filter((one) => !one.folded)
    .flatMap((stretch) => {
      const perDay = ((stretch.x1 - stretch.x0) / (stretch.to - stretch.from)) * DAY_MS;
      const step = STEPS.find(({ days }) => days * perDay >= TICK_MIN_PX) ?? STEPS.at(-1);
      return step ? marks(stretch, scale, step) : [];
    })
    .filter((tick) => tick.x < scale.width - TICK_PX && !scale.stretches.some((one) => one.folded && isOver(tick, one)))
    .filter((tick, index, all) => index === 0 || tick.x - (all[index - 1]?.x ?? 0) >= TICK_MIN_PX * 0.8);
}

/** Whether the words of a mark would run into those of a fold. */
const isOver = (tick: Tick, fold: Stretch): boolean => tick.x + TICK_PX > fold.x0 && tick.x < fold.x1;

function marks(stretch: Stretch, scale: TimeScale, step: (typeof STEPS)[number]): Tick[] {
  const ticks: Tick[] = [];
  const first = new Date(stretch.from);
  let at = step.days < 28 ? Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate()) : monthOf(first);
  for (let guard = 0; at <= stretch.to && guard < 400; guard += 1) {
    if (at >= stretch.from) {
      ticks.push({ at, x: scale.x(at), label: step.label(new Date(at)) });
    }
    at = step.next(new Date(at));
  }
  return ticks;
}

const monthOf = (at: Date): number => Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);

/** How long a fold is, in words: `9 months`. */
export function foldInWords({ from, to }: Pick<Stretch, 'from' | 'to'>): string {
  const days = (to - from) / DAY_MS;
  const [count, unit] = days < 60 ? [days, 'day'] : days < 700 ? [days / 30.44, 'month'] : [days / 365.25, 'year'];
  const whole = Math.round(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}

/** The end of a partial time: the last instant of the month of a time that is known to the month. */
export function spanEnd(time: { at: string | null; precision: string }): number {
  const at = new Date(time.at ?? 0);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  switch (time.precision) {
    case 'year':
      return Date.UTC(year + 1, 0, 1) - 1;
    case 'month':
      return Date.UTC(year, month + 1, 1) - 1;
    case 'day':
      return Date.UTC(year, month, day + 1) - 1;
    case 'hour':
      return at.getTime() + 3_600_000 - 1;
    default:
      return at.getTime();
  }
}
