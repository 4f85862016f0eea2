import { useEffect, useRef, useState } from 'react';
import { useTerms } from '../api/vocabularies';
import type { Option } from '../form/field';
import type { Filter } from './filter';

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

/** "Cases whose status is open, severity at least high, …": each blank can be pressed. */
export function FilterSentence({ filter, onChange }: Props) {
  const set = (name: keyof Filter) => (value: string) => {
    const { [name]: _, ...rest } = filter;
    onChange(value ? { ...rest, [name]: value } : rest);
  };
  const statuses = [{ id: 'open', label: 'open' }, ...lower(useTerms('status'))];
  return (
    <div className="filter" role="search">
      <p className="sentence">
        <span>Cases that are </span>
        <Blank label="Status" any="in any state" value={filter.status} options={statuses} onChange={set('status')} />
        <span>, severity </span>
        <Blank
          label="Severity"
          any="any"
          value={filter.severity}
          options={lower(useTerms('severity')).map((one) => ({
            ...one,
            label: one.id === 'critical' ? 'critical' : `at least ${one.label}`,
          }))}
          onChange={set('severity')}
        />
        <span>, kind </span>
        <Blank
          label="Kind of incident"
          any="any"
          value={filter.category}
          options={lower(useTerms('category'))}
          onChange={set('category')}
        />
        <span>, marked </span>
        <Blank label="TLP" any="any TLP" value={filter.tlp} options={useTerms('tlp')} onChange={set('tlp')} />
        <span>, led by </span>
        <Blank
          label="Lead"
          any="anyone"
          value={filter.lead}
          options={[{ id: 'me', label: 'me' }]}
          onChange={set('lead')}
        />
        <span>, </span>
        <Blank label="Order" any="newest first" value={filter.sort} options={SORTS} onChange={set('sort')} />
        {Object.keys(filter).length > 0 ? (
          <button type="button" className="button bare" onClick={() => onChange({})}>
            Clear
          </button>
        ) : null}
      </p>
      <Words value={filter.q ?? ''} onChange={set('q')} />
    </div>
  );
}

const SORTS: Option[] = [
  { id: '-updatedAt', label: 'last changed first' },
  { id: 'reportedAt', label: 'oldest first' },
];

const lower = (options: readonly Option[]): Option[] =>
  options.map((one) => ({ ...one, label: one.label.charAt(0).toLowerCase() + one.label.slice(1) }));

function Blank({
  label,
  any,
  value = '',
  options,
  onChange,
}: {
  label: string;
  any: string;
  value: string | undefined;
  options: readonly Option[];
  onChange: (value: string) => void;
}) {
  return (
    <select
      className={`blank${value ? ' filled' : ''}`}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option.id} value={option.id}>
          {option.label}
        </option>
      ))}
      {value && !options.some((option) => option.id === value) ? <option value={value}>{value}</option> : null}
    </select>
  );
}

const PAUSE_MS = 250;

/** Words are looked for once the typing pauses. `/` comes here. */
function Words({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const send = useRef(onChange);
  useEffect(() => {
    send.current = onChange;
  });
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) {
      return;
    }
    const timer = setTimeout(() => send.current(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === '/' && !(event.target as HTMLElement).closest('input, textarea, select')) {
        event.preventDefault();
        input.current?.focus();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <input
      ref={input}
      className="plain-input filter-words"
      type="search"
      aria-label="Words in the case"
      placeholder="Words in the case"
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
