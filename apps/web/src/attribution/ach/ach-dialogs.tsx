import type { Ach } from './ach-query';
import { EvidenceDialog } from './evidence-dialog';
import { withoutRow, withWeight, type Column, type Row } from './matrix';
import { TotalDialog } from './total-dialog';
import type { OwnColumn } from './use-own-column';
import { WeightDialog } from './weight-dialog';

/** What is open over the grid. */
export type Open = { is: 'evidence' } | { is: 'weight'; row: string } | { is: 'total'; hypothesisId: string } | null;

interface DialogsProps {
  ach: Ach;
  own: OwnColumn;
  rows: readonly Row[];
  open: Open;
  /** Records that are not in the grid yet. */
  offered: Ach['candidates'];
  /** What the totals are made of. */
  columns: readonly { name: string; column: Column }[];
  onAdd: (rows: readonly string[]) => void;
  onClose: () => void;
}

export function AchDialogs({ ach, own, rows, open, offered, columns, onAdd, onClose }: DialogsProps) {
  if (open?.is === 'evidence') {
    return <EvidenceDialog candidates={offered} onAdd={onAdd} onClose={onClose} />;
  }
  if (open?.is === 'total') {
    return <TotalDialog ach={ach} rows={rows} hypothesisId={open.hypothesisId} columns={columns} onClose={onClose} />;
  }
  const row = open ? rows.find(({ key }) => key === open.row) : undefined;
  return row ? (
    <WeightDialog
      ach={ach}
      row={row}
      weight={own.draft.weights.get(row.key)}
      onWeigh={(weight) => own.change((before) => withWeight(before, row.key, weight))}
      onTakeOut={() => own.change((before) => withoutRow(before, row.key))}
      onClose={onClose}
    />
  ) : null;
}
