import { useQuery } from '@tanstack/react-query';
import { useContext, useId, useState } from 'react';
import { faultAt, Faults } from '../form/field';
import { techniquesQuery } from './queries';

const ID = /^T\d{4}(?:\.\d{3})?(?=$|\s)/;

/** Techniques by id or name; one that the catalogue does not have is taken by its id. */
export function TechniquePicker({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  const id = useId();
  const { data } = useQuery(techniquesQuery);
  const fault = faultAt(useContext(Faults), 'techniques');
  const [text, setText] = useState('');
  const known = data?.items ?? [];
  const nameOf = (technique: string) => known.find((one) => one.id === technique)?.name;
  const add = (chosen: string): boolean => {
    const found = ID.exec(chosen.trim().toUpperCase())?.[0];
    if (!found) {
      return false;
    }
    onChange(value.includes(found) ? value : [...value, found]);
    setText('');
    return true;
  };
  // Chosen from the list, the whole line stands there at once; typed, it is taken by Enter or on leaving.
  const type = (next: string) => {
    const listed = known.some((one) => `${one.id} ${one.name}` === next);
    if (!listed || !add(next)) {
      setText(next);
    }
  };
  return (
    <div className={`field${fault ? ' at-fault' : ''}`}>
      <label htmlFor={id}>
        Techniques <span className="quiet">(optional)</span>
      </label>
      {value.length > 0 ? (
        <ul className="picked small">
          {value.map((one) => (
            <li key={one}>
              <span>
                <span className="numerals">{one}</span> {nameOf(one) ?? ''}
              </span>
              <button
                type="button"
                className="button bare"
                aria-label={`Remove ${one}`}
                onClick={() => onChange(value.filter((other) => other !== one))}
              >
                Remove
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <input
        id={id}
        list={`${id}-list`}
        value={text}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        onChange={(event) => type(event.target.value)}
        onBlur={() => add(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && text.trim() !== '') {
            event.preventDefault();
            add(text);
          }
        }}
      />
      <datalist id={`${id}-list`}>
        {known
          .filter((one) => !value.includes(one.id))
          .map((one) => (
            <option key={one.id} value={`${one.id} ${one.name}`} label={`${one.id} ${one.name}`} />
          ))}
      </datalist>
      <p className="hint" id={`${id}-hint`}>
        Of MITRE ATT&amp;CK: part of a name, or an id such as T1566.002 and Enter.
      </p>
      {fault ? <p className="fault">{fault}</p> : null}
    </div>
  );
}
