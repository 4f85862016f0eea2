import { Choice } from '../../form/choice';
import { Dialog } from '../../frame/dialog';
import type { Ach, Level } from './ach-query';
import { UNWEIGHED, weigher, type Row, type Weight } from './matrix';

const LEVELS = [
  { id: 'low', label: 'Low' },
  { id: 'medium', label: 'Medium' },
  { id: 'high', label: 'High' },
];

/** What one piece of evidence is worth, in the reader's own column. */
export function WeightDialog({
  ach,
  row,
  weight = UNWEIGHED,
  onWeigh,
  onTakeOut,
  onClose,
}: {
  ach: Ach;
  row: Row;
  weight: Weight | undefined;
  onWeigh: (weight: Weight) => void;
  onTakeOut: () => void;
  onClose: () => void;
}) {
  const level = (value: string): Level | null => (value === '' ? null : (value as Level));
  return (
    <Dialog title={`Weigh ${row.label}`} onClose={onClose}>
      <p className="small">{row.title}</p>
      <Choice
        legend="How credible is it?"
        value={weight.credibility ?? ''}
        onChange={(value) => onWeigh({ ...weight, credibility: level(value) })}
        options={LEVELS}
        none="Not stated"
      />
      <Choice
        legend="How relevant is it to the question?"
        value={weight.relevance ?? ''}
        onChange={(value) => onWeigh({ ...weight, relevance: level(value) })}
        options={LEVELS}
        none="Not stated"
      />
      <p className="small">
        An inconsistent judgement of it counts <strong className="numerals">{weigher(ach)(weight)}</strong>, a very
        inconsistent one twice that. What is not stated counts as medium.
      </p>
      <div className="form-end">
        <button type="button" className="button primary" onClick={onClose}>
          Done
        </button>
        <button
          type="button"
          className="button bare"
          onClick={() => {
            onTakeOut();
            onClose();
          }}
        >
          Take out my judgements of {row.label}
        </button>
      </div>
    </Dialog>
  );
}
