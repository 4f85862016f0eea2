import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { AchHypothesis, Rating } from './ach-query';
import type { Total } from './figures';
import { editReader, moved, type Place } from './keys';
import type { ShownCell, ShownRow } from './shown';

interface GridProps {
  hypotheses: readonly AchHypothesis[];
  shown: readonly ShownRow[];
  totals: readonly Total[];
  canEdit: boolean;
  label: string;
  onRate: (place: Place, rating: Rating | null) => void;
  onWeigh: (row: number) => void;
  onUndo: () => void;
  onRedo: () => void;
  onTotal: (hypothesisId: string) => void;
  /** Tells where the cursor is, for the buttons beside the grid. */
  onPlace: (place: Place) => void;
}

const INTO_GRID = '[data-at]';

/** Evidence x hypotheses, edited as a spreadsheet is. One stop of the Tab key; arrows lead on from there. */
export function AchGrid({ hypotheses, shown, totals, canEdit, label, ...on }: GridProps) {
  const table = useRef<HTMLTableElement>(null);
  const [place, setPlace] = useState<Place>({ row: 0, column: 1 });
  const [read] = useState(editReader);
  const size = { rows: shown.length, columns: hypotheses.length + 2 };
  const here = { row: Math.min(place.row, size.rows - 1), column: Math.min(place.column, size.columns - 1) };
  const wanted = useRef<string>(null);

  const go = (to: Place) => {
    wanted.current = `${to.row}:${to.column}`;
    setPlace(to);
    on.onPlace(to);
  };
  // Only once the place is drawn: a drawing that was on its way before would send the focus back.
  useLayoutEffect(() => {
    if (wanted.current === `${here.row}:${here.column}`) {
      table.current?.querySelector<HTMLElement>(`[data-at="${wanted.current}"]`)?.focus();
      wanted.current = null;
    }
  });

  const edit = (event: React.KeyboardEvent): boolean => {
    const made = read(event, here);
    const isCell = here.column > 0 && here.column <= hypotheses.length;
    switch (made.does) {
      case 'undo':
        on.onUndo();
        return true;
      case 'redo':
        on.onRedo();
        return true;
      case 'weigh':
        on.onWeigh(here.row);
        return true;
      case 'rate':
        if (isCell) {
          on.onRate(here, made.rating);
        }
        return isCell;
      case 'nothing':
        return false;
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!(event.target as HTMLElement).closest(INTO_GRID)) {
      return;
    }
    const to = moved(here, event, size);
    if (to) {
      go(to);
    }
    if (to || (canEdit && edit(event))) {
      event.preventDefault();
    }
  };
  const placeOf = (event: React.SyntheticEvent): Place | undefined => {
    const at = (event.target as HTMLElement).closest<HTMLElement>(INTO_GRID)?.dataset['at'];
    const [row = 0, column = 0] = at?.split(':').map(Number) ?? [];
    return at === undefined ? undefined : { row, column };
  };
  // However the focus came into a cell, the keys are for that one.
  const onFocus = (event: React.FocusEvent) => {
    const to = placeOf(event);
    if (to && (to.row !== here.row || to.column !== here.column)) {
      setPlace(to);
      on.onPlace(to);
    }
  };
  const onClick = (event: React.MouseEvent) => {
    const to = placeOf(event);
    if (to && canEdit && to.column === hypotheses.length + 1) {
      on.onWeigh(to.row);
    }
  };

  return (
    <div className="ach-box">
      <table
        ref={table}
        // The pattern of a grid on the element that is one to every browser: rows, heads and cells come with it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        className="ach-grid"
        aria-label={label}
        aria-readonly={!canEdit}
        aria-rowcount={shown.length + 2}
        aria-colcount={size.columns}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={onFocus}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Evidence</th>
            {hypotheses.map(({ id, label: name }) => (
              <th key={id} scope="col" className="ach-hypothesis">
                <span>{name}</span>
              </th>
            ))}
            <th scope="col" className="ach-weight">
              Weight
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row, at) => (
            <GridRow key={row.row.key} shown={row} at={at} active={at === here.row ? here.column : -1} />
          ))}
        </tbody>
        <tfoot>
          <tr aria-rowindex={shown.length + 2}>
            <th scope="row">
              Against it
              <span className="ach-note">Press a total to see what makes it.</span>
            </th>
            {totals.map((total) => (
              <TotalCell key={total.hypothesisId} total={total} onPress={() => on.onTotal(total.hypothesisId)} />
            ))}
            <td className="ach-weight">
              <span className="unseen">No total of weights</span>
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function TotalCell({ total, onPress }: { total: Total; onPress: () => void }) {
  const place = total.rank === null ? 'Not ranked' : total.rank === 1 ? 'Least' : `Rank ${total.rank}`;
  return (
    // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- its button says it
    <td className={total.rank === 1 ? 'ach-total leads' : 'ach-total'}>
      <button type="button" onClick={onPress} aria-haspopup="dialog">
        <span className="unseen">What makes the total: </span>
        <span className="numerals">{total.figure ?? '–'}</span>
        <span className="ach-note">{place}</span>
      </button>
    </td>
  );
}

const GridRow = memo(
  ({ shown: { row, cells, weight, notes }, at, active }: { shown: ShownRow; at: number; active: number }) => (
    <tr aria-rowindex={at + 2} className={row.inForce ? undefined : 'fallen'}>
      <th scope="row" data-at={`${at}:0`} tabIndex={active === 0 ? 0 : -1}>
        <span className="ach-evidence">
          <span className="ach-label numerals">{row.label}</span>
          <span className="ach-title" title={row.title}>
            {row.inForce ? row.title : <s>{row.title}</s>}
          </span>
        </span>
        {notes.map((note) => (
          <span key={note} className="ach-note">
            {note}
          </span>
        ))}
      </th>
      {cells.map((cell, index) => (
        <RatingCell key={index} cell={cell} at={`${at}:${index + 1}`} isActive={active === index + 1} />
      ))}
      <td
        className="ach-weight numerals"
        data-at={`${at}:${cells.length + 1}`}
        tabIndex={active === cells.length + 1 ? 0 : -1}
        title={weight.words}
      >
        <span aria-hidden="true">{weight.text}</span>
        <span className="unseen">{weight.words}</span>
      </td>
    </tr>
  ),
  (one, other) => one.shown.signature === other.shown.signature && one.active === other.active && one.at === other.at,
);

function RatingCell({ cell, at, isActive }: { cell: ShownCell; at: string; isActive: boolean }) {
  return (
    <td
      className={`ach-cell ${cell.tone}${cell.decides ? ' decides' : ''}`}
      data-at={at}
      tabIndex={isActive ? 0 : -1}
      title={cell.words}
    >
      <span aria-hidden="true">{cell.letters}</span>
      <span className="unseen">{cell.words}</span>
    </td>
  );
}
