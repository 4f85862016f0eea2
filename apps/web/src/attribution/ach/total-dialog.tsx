import { Dialog } from '../../frame/dialog';
import type { Ach } from './ach-query';
import { partOf } from './figures';
import { cellKey, RATING_WORDS, weigher, type Column, type Row } from './matrix';

/** The judgements that make a total, analyst by analyst. */
export function TotalDialog({
  ach,
  rows,
  hypothesisId,
  columns,
  onClose,
}: {
  ach: Ach;
  rows: readonly Row[];
  hypothesisId: string;
  columns: readonly { name: string; column: Column }[];
  onClose: () => void;
}) {
  const hypothesis = ach.hypotheses.find(({ id }) => id === hypothesisId);
  const counted = columns.flatMap(({ name, column }) => {
    const judged = rows.filter((row) => row.inForce && column.cells.has(cellKey(row.key, hypothesisId)));
    const parts = judged.map((row) => ({ row, part: partOf(ach, column, row, hypothesisId) }));
    return judged.length === 0
      ? []
      : [{ name, column, judged: judged.length, parts, sum: parts.reduce((sum, { part }) => sum + part, 0) }];
  });
  const score = ach.scores.find((one) => one.hypothesisId === hypothesisId);
  return (
    <Dialog title={`What speaks against ${hypothesis?.label ?? 'it'}`} onClose={onClose} wide>
      {counted.length === 0 ? <p>Nobody has judged it yet, so that it is not ranked.</p> : null}
      {counted.length > 1 ? (
        <p>
          The mean of {counted.length} analysts, <strong className="numerals">{score?.inconsistency}</strong>:{' '}
          {counted.map(({ name, sum }) => `${name} ${sum}`).join(', ')}.
        </p>
      ) : null}
      {counted.map(({ name, column, judged, parts, sum }) => (
        <section key={name} className="stack tight">
          <h3>
            {name}: <span className="numerals">{sum}</span>
          </h3>
          <table>
            <thead>
              <tr>
                <th scope="col">Evidence</th>
                <th scope="col">Judged</th>
                <th scope="col">Counts</th>
              </tr>
            </thead>
            <tbody>
              {parts
                .filter(({ part }) => part > 0)
                .map(({ row, part }) => {
                  const rating = column.cells.get(cellKey(row.key, hypothesisId));
                  const weight = weigher(ach)(column.weights.get(row.key));
                  return (
                    <tr key={row.key}>
                      <td>
                        {row.label} {row.title}
                      </td>
                      <td>{rating ? `${rating} ${RATING_WORDS[rating]}` : ''}</td>
                      <td className="numerals ach-counts">
                        {rating === 'II' ? `2 × ${weight}` : `1 × ${weight}`} = {part}
                      </td>
                    </tr>
                  );
                })}
            </tbody>
          </table>
          <p className="small quiet">
            {judged} of {rows.filter((row) => row.inForce).length} pieces of evidence judged.
            {parts.some(({ part }) => part === 0) ? ' Those that fit it or are neutral count nothing.' : ''}
          </p>
        </section>
      ))}
    </Dialog>
  );
}
