import type { ReactNode } from 'react';
import type { Me } from '../../api/shapes';
import type { Ach, Rating } from './ach-query';
import { RATING_WORDS, RATINGS } from './matrix';

/** Whose judgements are looked at. */
export function Controls({
  ach,
  me,
  whose,
  onWhose,
  hasOwn,
  children,
}: {
  ach: Ach;
  me: Me;
  whose: string;
  onWhose: (whose: string) => void;
  hasOwn: boolean;
  children: ReactNode;
}) {
  const others = ach.columns.filter(({ author }) => author.id !== me.id);
  return (
    <div className="row spread no-print">
      <p className="sentence ach-whose">
        <label htmlFor="ach-whose">Judgements of </label>
        <select id="ach-whose" className="blank" value={whose} onChange={(event) => onWhose(event.target.value)}>
          {hasOwn ? <option value={me.id}>mine</option> : null}
          <option value="">everyone</option>
          {others.map(({ author }) => (
            <option key={author.id} value={author.id}>
              {author.name}
            </option>
          ))}
        </select>
      </p>
      {children}
    </div>
  );
}

/** On a phone one hypothesis at a time. */
export function OneHypothesis({
  ach,
  chosen,
  onChoose,
}: {
  ach: Ach;
  chosen: string;
  onChoose: (hypothesisId: string) => void;
}) {
  return (
    <p className="sentence ach-whose no-print">
      <label htmlFor="ach-hypothesis">How well does it fit </label>
      <select id="ach-hypothesis" className="blank" value={chosen} onChange={(event) => onChoose(event.target.value)}>
        {ach.hypotheses.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
    </p>
  );
}

/** The ratings with their keys: for a hand without a keyboard, and to learn the keys by. */
export function RatingBar({
  onRate,
  onUndo,
  children,
}: {
  onRate: (rating: Rating | null) => void;
  onUndo: () => void;
  children: ReactNode;
}) {
  return (
    <fieldset className="ach-bar no-print" aria-describedby="ach-keys">
      <legend className="unseen">Judge the chosen cell</legend>
      <div className="ach-ratings">
        {RATINGS.map((rating, at) => (
          <button
            key={rating}
            type="button"
            className={`ach-rate ${rating.toLowerCase()}`}
            title={`Key ${at + 1}`}
            onClick={() => onRate(rating)}
          >
            <span aria-hidden="true">{rating}</span>
            <span className="ach-note">{RATING_WORDS[rating]}</span>
          </button>
        ))}
        <button type="button" className="ach-rate" title="Key Delete" onClick={() => onRate(null)}>
          <span aria-hidden="true">–</span>
          <span className="ach-note">not judged</span>
        </button>
      </div>
      <p className="tiny quiet no-phone" id="ach-keys">
        Keys: arrows move; 1 to 5, or C CC N I II judge; Delete clears; Enter weighs the row; Ctrl Z takes back.
      </p>
      {children}
      <button type="button" className="button bare" onClick={onUndo}>
        Undo
      </button>
    </fieldset>
  );
}
