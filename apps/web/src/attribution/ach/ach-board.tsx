import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { Me } from '../../api/shapes';
import { Nothing } from '../../frame/loaded';
import { AchDialogs, type Open } from './ach-dialogs';
import { AchGrid } from './ach-grid';
import type { Ach, Rating } from './ach-query';
import { Controls, OneHypothesis, RatingBar } from './controls';
import { figuresOfAll, figuresOfOne } from './figures';
import { GridInWords, HowItCounts } from './in-words';
import type { Place } from './keys';
import { cellKey, columnOf, keyOf, rowsOf, withRating, withRows, type Column } from './matrix';
import { Answer, DisagreementSentences, SensitivitySentences } from './readings';
import { SaveProblem, SaveState } from './save-state';
import { shownOfAll, shownOfOne, type ShownRow } from './shown';
import { useNarrow } from './use-narrow';
import { useOwnColumn, type OwnColumn } from './use-own-column';

interface BoardProps {
  incidentId: string;
  me: Me;
  ach: Ach;
  isNow: boolean;
}

/** The grid with everything around it. */
export function AchBoard({ incidentId, me, ach, isNow }: BoardProps) {
  const own = useOwnColumn(incidentId, me.id, ach);
  const mayEdit = isNow && ach.abilities.edit;
  const hasOwn = mayEdit || ach.columns.some(({ author }) => author.id === me.id);
  const [whose, setWhose] = useState(hasOwn ? me.id : '');
  const [open, setOpen] = useState<Open>(null);
  const canEdit = mayEdit && whose === me.id;
  const looked = useLooked(ach, own, { whose, isOwn: canEdit });
  const { rows, figures, shown } = looked;
  const by = byWhom(ach, me, whose);
  const counted = countedColumns(ach, me, whose, looked.column);
  const held = new Set(rows.map(({ key }) => key));
  const offered = ach.candidates.filter((record) => record.inForce && !held.has(keyOf(record)));
  const add = (keys: readonly string[]) => own.change((before) => withRows(before, keys));

  return (
    <>
      <Controls ach={ach} me={me} whose={whose} onWhose={setWhose} hasOwn={hasOwn}>
        {canEdit && rows.length > 0 ? (
          <button type="button" className="button" onClick={() => setOpen({ is: 'evidence' })}>
            Add evidence
          </button>
        ) : null}
      </Controls>
      {rows.length === 0 ? (
        <Empty
          isNow={isNow}
          count={canEdit ? offered.length : 0}
          onAll={() => add(offered.map(keyOf))}
          onChoose={() => setOpen({ is: 'evidence' })}
        />
      ) : (
        <>
          <Answer ach={ach} figures={figures} by={by} columns={counted.map(({ column }) => column)} />
          <Judging ach={ach} own={own} looked={looked} canEdit={canEdit} by={by} onOpen={setOpen} />
          <SensitivitySentences ach={ach} rows={rows} figures={figures} />
          <DisagreementSentences ach={ach} rows={rows} />
          <HowItCounts ach={ach} />
          <GridInWords ach={ach} shown={shown} />
        </>
      )}
      <AchDialogs
        ach={ach}
        own={own}
        rows={rows}
        open={open}
        offered={offered}
        columns={counted}
        onAdd={add}
        onClose={() => setOpen(null)}
      />
    </>
  );
}

interface JudgingProps {
  ach: Ach;
  own: OwnColumn;
  looked: ReturnType<typeof useLooked>;
  canEdit: boolean;
  by: string;
  onOpen: (open: Open) => void;
}

/** The grid itself; on a phone one hypothesis at a time. */
function Judging({ ach, own, looked: { rows, figures, shown }, canEdit, by, onOpen }: JudgingProps) {
  const narrow = useNarrow();
  const [hypothesisId, setHypothesisId] = useState(ach.hypotheses[0]?.id ?? '');
  const place = useRef<Place>({ row: 0, column: 1 });
  const seen = narrow ? ach.hypotheses.filter(({ id }) => id === hypothesisId) : ach.hypotheses;
  const rate = (at: Place, rating: Rating | null) => {
    const [row, hypothesis] = [rows[at.row], seen[at.column - 1]];
    if (row && hypothesis) {
      own.change((before) => withRating(before, cellKey(row.key, hypothesis.id), rating));
    }
  };
  return (
    <>
      {narrow ? <OneHypothesis ach={ach} chosen={hypothesisId} onChoose={setHypothesisId} /> : null}
      <div className="ach-judging">
        <AchGrid
          hypotheses={seen}
          shown={narrow ? shown.map((row) => onlyOne(row, ach, hypothesisId)) : shown}
          totals={figures.totals.filter((total) => seen.some(({ id }) => id === total.hypothesisId))}
          canEdit={canEdit}
          label={`Evidence and hypotheses, ${by}`}
          onRate={rate}
          onWeigh={(at) => onOpen({ is: 'weight', row: rows[at]?.key ?? '' })}
          onUndo={own.undo}
          onRedo={own.redo}
          onTotal={(id) => onOpen({ is: 'total', hypothesisId: id })}
          onPlace={(to) => {
            place.current = to;
          }}
        />
        {canEdit ? (
          <RatingBar onRate={(rating) => rate(place.current, rating)} onUndo={own.undo}>
            <SaveState own={own} />
          </RatingBar>
        ) : null}
      </div>
      <SaveProblem own={own} />
    </>
  );
}

function byWhom(ach: Ach, me: Me, whose: string): string {
  if (whose === '') {
    return 'by the mean of all';
  }
  return whose === me.id ? 'by what you judged' : `by what ${nameOf(ach, whose)} judged`;
}

/** The columns that a total is made of. */
function countedColumns(ach: Ach, me: Me, whose: string, column: Column): { name: string; column: Column }[] {
  return whose === ''
    ? ach.columns.map((one) => ({ name: one.author.name, column: columnOf(one) }))
    : [{ name: whose === me.id ? 'You' : nameOf(ach, whose), column }];
}

const nameOf = (ach: Ach, id: string): string =>
  ach.columns.find(({ author }) => author.id === id)?.author.name ?? 'this analyst';

/** What is looked at: everybody, or one column. The cell that was typed into comes first, what follows from it after. */
function useLooked(ach: Ach, own: OwnColumn, { whose, isOwn }: { whose: string; isOwn: boolean }) {
  const column = useMemo(
    () => (isOwn ? own.draft : columnOf(ach.columns.find(({ author }) => author.id === whose))),
    [ach, own.draft, whose, isOwn],
  );
  const rows = useMemo(() => rowsOf(ach, own.draft), [ach, own.draft]);
  const settled = useDeferredValue(column);
  const settledRows = useDeferredValue(rows);
  const figures = useMemo(
    () => (whose === '' ? figuresOfAll(ach) : figuresOfOne(ach, settledRows, settled)),
    [ach, settledRows, settled, whose],
  );
  const shown = useMemo(
    () => (whose === '' ? shownOfAll({ ach, rows, figures }) : shownOfOne({ ach, rows, figures }, column)),
    [ach, rows, figures, column, whose],
  );
  return { rows, column, figures, shown };
}

function onlyOne(row: ShownRow, ach: Ach, hypothesisId: string): ShownRow {
  const cells = row.cells.filter((_, at) => ach.hypotheses[at]?.id === hypothesisId);
  return { ...row, cells, signature: `${hypothesisId} ${row.signature}` };
}

interface EmptyProps {
  isNow: boolean;
  /** How many records the reader may weigh. */
  count: number;
  onAll: () => void;
  onChoose: () => void;
}

function Empty({ isNow, count, onAll, onChoose }: EmptyProps) {
  const acts = (
    <div className="row">
      <button type="button" className="button primary" onClick={onAll}>
        Weigh {count === 1 ? 'the one record' : `all ${count} records`} of this case
      </button>
      <button type="button" className="button" onClick={onChoose}>
        Choose which
      </button>
    </div>
  );
  return (
    <Nothing act={count > 0 ? acts : undefined}>
      {isNow
        ? 'No evidence has been weighed yet. Claims, findings, disclosures and evidence of this case will be rows here, and every hypothesis a column.'
        : 'Nobody had weighed evidence by then.'}
    </Nothing>
  );
}
