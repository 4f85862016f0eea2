import { useState } from 'react';
import { Dialog } from '../../frame/dialog';
import type { Ach } from './ach-query';
import { keyOf } from './matrix';

const KINDS: Record<string, string> = {
  claim: 'Claim',
  finding: 'Finding',
  disclosure: 'Disclosure',
  evidence: 'Evidence',
};

/** Which records of the case are to be weighed. */
export function EvidenceDialog({
  candidates,
  onAdd,
  onClose,
}: {
  candidates: Ach['candidates'];
  onAdd: (rows: string[]) => void;
  onClose: () => void;
}) {
  const [wanted, setWanted] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const found = candidates.filter(({ title, label, inForce }) =>
    inForce ? `${label} ${title}`.toLowerCase().includes(wanted.trim().toLowerCase()) : false,
  );
  const all = found.map(keyOf);
  const toggle = (key: string) => {
    const next = new Set(chosen);
    if (!next.delete(key)) {
      next.add(key);
    }
    setChosen(next);
  };
  return (
    <Dialog title="Add evidence to weigh" onClose={onClose} wide>
      <label className="stack tight">
        <span className="small">Find by words</span>
        <input className="plain-input" value={wanted} onChange={(event) => setWanted(event.target.value)} />
      </label>
      <ul className="ach-candidates">
        {found.map((record) => {
          const key = keyOf(record);
          return (
            <li key={key} className="check">
              <input type="checkbox" id={`add-${record.id}`} checked={chosen.has(key)} onChange={() => toggle(key)} />
              <label htmlFor={`add-${record.id}`}>
                <span>
                  <span className="numerals quiet">
                    {record.label} · {KINDS[record.kind] ?? record.kind}
                  </span>
                  <br />
                  {record.title}
                </span>
              </label>
            </li>
          );
        })}
      </ul>
      {found.length === 0 ? (
        <p className="small quiet">
          {candidates.length === 0
            ? 'Every claim, finding, disclosure and piece of evidence of this case is in the grid already.'
            : 'No record has these words. What was withdrawn is not offered.'}
        </p>
      ) : null}
      <div className="form-end">
        <button
          type="button"
          className="button primary"
          disabled={chosen.size === 0}
          onClick={() => {
            onAdd([...chosen]);
            onClose();
          }}
        >
          Add {chosen.size || ''} to the grid
        </button>
        {found.length > 0 ? (
          <button type="button" className="button bare" onClick={() => setChosen(new Set(all))}>
            Choose all {all.length}
          </button>
        ) : null}
      </div>
    </Dialog>
  );
}
