import type { Ach } from './ach-query';
import type { Figures } from './figures';
import { cellKey, keyOf, RATING_WORDS, type Column, type Row } from './matrix';

interface Read {
  ach: Ach;
  rows: readonly Row[];
  figures: Figures;
}

const SHOWN_MAX = 5;

/** `A`, `A and B`, `A, B and C`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const labelsOf = (ach: Ach, ids: readonly string[]): string =>
  listed(ids.map((id) => ach.hypotheses.find((one) => one.id === id)?.label ?? 'another hypothesis'));

/** Whether a hypothesis was judged, and always as neutral. */
function isNeutral(columns: readonly Column[], hypothesisId: string): boolean {
  const ratings = columns.flatMap(({ cells }) =>
    [...cells].flatMap(([key, rating]) => (key.endsWith(` ${hypothesisId}`) ? [rating] : [])),
  );
  return ratings.length > 0 && ratings.every((rating) => rating === 'N');
}

/** What the judgements come to, in sentences, with what they leave open. */
export function Answer({ ach, figures, by, columns }: Omit<Read, 'rows'> & { by: string; columns: readonly Column[] }) {
  const { totals, leaders } = figures;
  const judged = totals.reduce((sum, one) => sum + one.judged, 0);
  const possible = totals.reduce((sum, one) => sum + one.possible, 0);
  if (leaders.length === 0) {
    return (
      <p className="ach-answer">
        Nothing is judged yet {by}. Judge each piece of evidence against every hypothesis: the one that the least speaks
        against leads.
      </p>
    );
  }
  const figure = totals.find(({ hypothesisId }) => hypothesisId === leaders[0])?.figure;
  const silent = leaders.filter((id) => isNeutral(columns, id));
  const unranked = totals.filter(({ rank }) => rank === null).map(({ hypothesisId }) => hypothesisId);
  return (
    <div className="ach-answer">
      <p>
        {leaders.length === totals.length ? (
          <>As much speaks against each hypothesis ({figure}): nothing leads.</>
        ) : (
          <>
            The least speaks against <strong>{labelsOf(ach, leaders)}</strong> {by}: {figure}
            {leaders.length > 1 ? ' each' : ''}.
          </>
        )}
      </p>
      {silent.length > 0 && silent.length < totals.length ? (
        <p>
          {labelsOf(ach, silent)} {silent.length > 1 ? 'were' : 'was'} judged neutral throughout: nothing can speak
          against what rules nothing out. Among the others, look at the order below.
        </p>
      ) : null}
      <p className="small quiet">
        {judged === possible
          ? 'Every cell is judged.'
          : `${judged} of ${possible} cells are judged; the rest count nothing.`}
        {unranked.length > 0
          ? ` ${labelsOf(ach, unranked)} ${unranked.length > 1 ? 'are' : 'is'} not ranked, since nobody judged ${unranked.length > 1 ? 'them' : 'it'}.`
          : ''}{' '}
        This counts what speaks against each. It does not say how likely one is.
      </p>
    </div>
  );
}

/** Which evidence the ranking hangs on. */
export function SensitivitySentences({ ach, rows, figures }: Read) {
  if (figures.leaders.length === 0) {
    return null;
  }
  const labelOf = (key: string): string => rows.find((row) => row.key === key)?.label ?? 'it';
  const instead = (leaders: readonly string[]): string => {
    if (leaders.length === 0) {
      return 'nothing would be ranked.';
    }
    const stays = leaders.some((id) => figures.leaders.includes(id));
    return `${labelsOf(ach, leaders)} would lead${leaders.length > 1 ? ' alike' : ''}${stays ? '' : `, and not ${labelsOf(ach, figures.leaders)}`}.`;
  };
  const changing = figures.sensitive.filter(({ leadersChange }) => leadersChange);
  const below = figures.sensitive.filter(({ leadersChange }) => !leadersChange).map(({ row }) => labelOf(row));
  return (
    <section className="stack tight" aria-labelledby="ach-hangs">
      <h3 id="ach-hangs">What it hangs on</h3>
      {changing.length === 0 ? <p>Whichever single piece of evidence is left out, the same leads.</p> : null}
      <ul className="ach-sentences">
        {changing.map(({ row, leaders }) => (
          <li key={row}>
            Without <strong>{labelOf(row)}</strong> the order changes: {instead(leaders)}
          </li>
        ))}
      </ul>
      {below.length > 0 ? (
        <p className="small quiet">
          Without {below.length === 1 ? below[0] : `one of ${listed(below)}`}, the order below the lead changes.
        </p>
      ) : null}
      {figures.deciding.size > 0 ? (
        <p className="small quiet">
          {figures.deciding.size === 1
            ? 'One judgement decides and is outlined in the grid: were it neutral, the lead would change.'
            : `${figures.deciding.size} judgements decide and are outlined in the grid: were any of them neutral, the lead would change.`}
        </p>
      ) : null}
    </section>
  );
}

/** Where the analysts differ most. */
export function DisagreementSentences({ ach, rows }: Omit<Read, 'figures'>) {
  const differing = ach.disagreement.filter(({ spread }) => spread > 0).toSorted((a, b) => b.spread - a.spread);
  if (ach.columns.length < 2) {
    return null;
  }
  const said = (evidence: { kind: string; id: string }, hypothesisId: string): string => {
    const key = cellKey(keyOf(evidence), hypothesisId);
    return listed(
      ach.columns.flatMap(({ author, cells }) =>
        cells
          .filter((cell) => cellKey(keyOf(cell.evidence), cell.hypothesisId) === key)
          .map((cell) => `${author.name} says ${RATING_WORDS[cell.rating]}`),
      ),
    );
  };
  return (
    <section className="stack tight" aria-labelledby="ach-differ">
      <h3 id="ach-differ">Where the analysts differ</h3>
      {differing.length === 0 ? <p>Where two judged the same, they judged alike.</p> : null}
      <ul className="ach-sentences">
        {differing.slice(0, SHOWN_MAX).map(({ evidence, hypothesisId }) => (
          <li key={cellKey(keyOf(evidence), hypothesisId)}>
            <strong>{rows.find((row) => row.key === keyOf(evidence))?.label}</strong> on {labelsOf(ach, [hypothesisId])}
            : {said(evidence, hypothesisId)}.
          </li>
        ))}
      </ul>
      {differing.length > SHOWN_MAX ? (
        <p className="small quiet">And on {differing.length - SHOWN_MAX} more cells, less far apart.</p>
      ) : null}
    </section>
  );
}
