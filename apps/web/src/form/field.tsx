import { createContext, useContext, useId } from 'react';
import type { Fault } from '../api/problem';
import './form.css';

/** The faults that the server found, for the fields below to show by their path. */
export const Faults = createContext<readonly Fault[]>([]);

export const faultAt = (faults: readonly Fault[], path: string): string | undefined =>
  faults.find((fault) => fault.path === path)?.message;

interface FieldProps {
  label: React.ReactNode;
  /** Where the server would say that this is wrong. */
  path?: string;
  hint?: React.ReactNode;
  optional?: boolean;
}

interface InputProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}

function useField(path: string | undefined) {
  const id = useId();
  const faults = useContext(Faults);
  const fault = path ? faultAt(faults, path) : undefined;
  return { id, fault, described: `${id}-hint${fault ? ` ${id}-fault` : ''}` };
}

function Around({
  id,
  label,
  hint,
  fault,
  optional,
  children,
}: FieldProps & { id: string; fault: string | undefined; children: React.ReactNode }) {
  return (
    <div className={`field${fault ? ' at-fault' : ''}`}>
      <label htmlFor={id}>
        {label}
        {optional ? <span className="quiet"> (optional)</span> : null}
      </label>
      {children}
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {fault ? (
        <p className="fault" id={`${id}-fault`}>
          {fault}
        </p>
      ) : null}
    </div>
  );
}

type TextProps = InputProps & Omit<React.InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'children'>;

export function TextField({ label, path, hint, optional, value, onChange, ...input }: TextProps) {
  const { id, fault, described } = useField(path);
  return (
    <Around id={id} label={label} hint={hint} optional={optional ?? false} fault={fault}>
      <input
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={fault ? true : undefined}
        aria-describedby={described}
        {...input}
      />
    </Around>
  );
}

type AreaProps = InputProps &
  Omit<React.TextareaHTMLAttributes<HTMLTextAreaElement>, 'value' | 'onChange' | 'children'>;

/** Grows with what is typed. */
export function TextArea({ label, path, hint, optional, value, onChange, rows = 3, ...input }: AreaProps) {
  const { id, fault, described } = useField(path);
  return (
    <Around id={id} label={label} hint={hint} optional={optional ?? false} fault={fault}>
      <textarea
        id={id}
        rows={rows}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={fault ? true : undefined}
        aria-describedby={described}
        {...input}
      />
    </Around>
  );
}

export interface Option {
  id: string;
  label: string;
  explanation?: string | null;
}

type SelectProps = InputProps & { options: readonly Option[]; none?: string };

/** The platform's own list: the best there is on a phone. */
export function SelectField({ label, path, hint, optional, value, onChange, options, none }: SelectProps) {
  const { id, fault, described } = useField(path);
  const chosen = options.find((option) => option.id === value);
  return (
    <Around id={id} label={label} hint={hint ?? chosen?.explanation} optional={optional ?? false} fault={fault}>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={fault ? true : undefined}
        aria-describedby={described}
        className={value === '' ? 'unset' : undefined}
      >
        {none === undefined ? null : <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </Around>
  );
}

export function CheckField({
  label,
  hint,
  value,
  onChange,
}: {
  label: React.ReactNode;
  hint?: string;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="check">
      <input id={id} type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} />
      <label htmlFor={id}>
        {label}
        {hint ? <span className="hint">{hint}</span> : null}
      </label>
    </div>
  );
}
