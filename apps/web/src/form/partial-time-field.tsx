import { useContext, useId } from 'react';
import type { PartialTime, Precision } from '../api/shapes';
import { inputOf } from '../words/time';
import { faultAt, Faults } from './field';

/** What was typed about a time: how exactly it is known, and the text of that input. */
export interface TimeDraft {
  precision: Precision | '';
  text: string;
}

export const NO_TIME: TimeDraft = { precision: '', text: '' };

const INPUTS: Record<string, { type: string; placeholder: string; cut: number }> = {
  year: { type: 'number', placeholder: '2024', cut: 4 },
  month: { type: 'month', placeholder: '2024-06', cut: 7 },
  day: { type: 'date', placeholder: '2024-06-14', cut: 10 },
  hour: { type: 'datetime-local', placeholder: '', cut: 16 },
  instant: { type: 'datetime-local', placeholder: '', cut: 16 },
};

/** What is sent: null when nothing was said or the text is not a time yet. */
export function partialTimeOf({ precision, text }: TimeDraft): PartialTime | null {
  if (precision === 'unknown') {
    return { at: null, precision };
  }
  if (precision === '' || text.trim() === '') {
    return null;
  }
  const calendar = precision === 'year' || precision === 'month' || precision === 'day';
  // A span of the calendar is the same for every reader; a clock time is the reader's own.
  const at = new Date(calendar ? text.trim() + '0000-01-01T00:00:00Z'.slice(text.trim().length) : text);
  return Number.isNaN(at.getTime()) ? null : { at: at.toISOString(), precision };
}

export function timeDraftOf(time: PartialTime | null): TimeDraft {
  if (!time) {
    return NO_TIME;
  }
  const input = INPUTS[time.precision];
  if (!time.at || !input) {
    return { precision: 'unknown', text: '' };
  }
  return { precision: time.precision, text: input.cut === 16 ? inputOf(time.at) : time.at.slice(0, input.cut) };
}

interface Props {
  legend: React.ReactNode;
  path?: string;
  value: TimeDraft;
  onChange: (value: TimeDraft) => void;
}

/** Says how exactly it is known before it asks when. */
export function PartialTimeField({ legend, path, value, onChange }: Props) {
  const id = useId();
  const faults = useContext(Faults);
  const fault = path
    ? (faultAt(faults, path) ?? faultAt(faults, `${path}.at`) ?? faultAt(faults, `${path}.precision`))
    : undefined;
  const input = INPUTS[value.precision];
  const reshape = (precision: TimeDraft['precision']) => {
    const next = INPUTS[precision];
    const text = next ? reshaped(value.text, next.cut) : '';
    onChange({ precision, text });
  };
  return (
    <fieldset className={`field time-field${fault ? ' at-fault' : ''}`}>
      <legend>{legend}</legend>
      <div className="time-inputs">
        <select
          aria-label="How exactly it is known"
          value={value.precision}
          onChange={(event) => reshape(event.target.value as TimeDraft['precision'])}
          className={value.precision === '' ? 'unset' : undefined}
        >
          <option value="">Not said</option>
          <option value="instant">To the minute</option>
          <option value="hour">To the hour</option>
          <option value="day">To the day</option>
          <option value="month">To the month</option>
          <option value="year">To the year</option>
          <option value="unknown">Nobody knows</option>
        </select>
        {input ? (
          <input
            id={id}
            aria-label="When"
            type={input.type}
            placeholder={input.placeholder}
            value={value.text}
            min={input.type === 'number' ? 1990 : undefined}
            max={input.type === 'number' ? 2100 : undefined}
            onChange={(event) => onChange({ ...value, text: event.target.value })}
          />
        ) : null}
      </div>
      {fault ? <p className="fault">{fault}</p> : null}
    </fieldset>
  );
}

function reshaped(text: string, cut: number): string {
  const full = text === '' ? '' : text + '0000-01-01T00:00'.slice(text.length);
  return full.slice(0, cut);
}
