import { useState } from 'react';
import { nodeSentence, recordKey, useAttribution } from './attribution';
import type { RecordLink } from './shapes';

interface Props {
  legend: React.ReactNode;
  hint: string;
  value: readonly RecordLink[];
  onChange: (value: RecordLink[]) => void;
  without?: string | undefined;
}

const SHOWN_MAX = 30;

/** Chooses records of the case, found by typing. */
export function LinksField({ legend, hint, value, onChange, without }: Props) {
  const { citations } = useAttribution();
  const [text, setText] = useState('');
  const chosen = new Set(value.map(recordKey));
  const all = citations.nodes.filter((node) => node.id !== without && node.status === 'holds');
  const found = all.filter(
    (node) =>
      chosen.has(recordKey(node)) || `${nodeSentence(node)} ${node.title}`.toLowerCase().includes(text.toLowerCase()),
  );
  return (
    <fieldset className="field links-field">
      <legend>
        {legend} <span className="quiet">(optional)</span>
      </legend>
      <p className="hint">{hint}</p>
      {all.length > 8 ? (
        <input
          type="search"
          placeholder="Find a record"
          aria-label="Find a record"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : null}
      <ul>
        {found.slice(0, SHOWN_MAX).map((node) => (
          <li key={node.id} className="check">
            <label>
              <input
                type="checkbox"
                checked={chosen.has(recordKey(node))}
                onChange={(event) =>
                  onChange(
                    event.target.checked
                      ? [...value, { kind: node.kind, id: node.id }]
                      : value.filter((link) => link.id !== node.id),
                  )
                }
              />
              <span>
                {nodeSentence(node)}
                <span className="hint">{node.title}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {all.length === 0 ? <p className="small quiet">The case holds no record to point to yet.</p> : null}
      {found.length > SHOWN_MAX ? (
        <p className="small quiet">{found.length - SHOWN_MAX} more: type to find them.</p>
      ) : null}
    </fieldset>
  );
}
