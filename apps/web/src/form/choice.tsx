import { useContext, useId } from 'react';
import { faultAt, Faults, type Option } from './field';

interface ChoiceProps {
  legend: React.ReactNode;
  path?: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly Option[];
  /** How leaving it open is called. */
  none?: string;
}

/** A few big targets beside each other; leaving it open is one of them. */
export function Choice({ legend, path, value, onChange, options, none }: ChoiceProps) {
  const name = useId();
  const fault = path ? faultAt(useContext(Faults), path) : undefined;
  const chosen = options.find((option) => option.id === value);
  const all = none === undefined ? options : [{ id: '', label: none }, ...options];
  return (
    <fieldset className={`field choice${fault ? ' at-fault' : ''}`}>
      <legend>{legend}</legend>
      <div className="choices">
        {all.map((option) => (
          <label key={option.id} className={option.id === '' ? 'open' : undefined}>
            <input
              type="radio"
              name={name}
              value={option.id}
              checked={value === option.id}
              onChange={() => onChange(option.id)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {chosen?.explanation ? <p className="hint">{chosen.explanation}</p> : null}
      {fault ? <p className="fault">{fault}</p> : null}
    </fieldset>
  );
}
