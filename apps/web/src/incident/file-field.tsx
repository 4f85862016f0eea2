import { useId } from 'react';
import { sizeInWords } from '../words/size';

/** Which file. What was chosen is named, with its size. */
export function FileField({
  label,
  file,
  onChange,
  hint,
}: {
  label: string;
  file: File | null;
  onChange: (file: File | null) => void;
  hint?: string;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.files?.[0] ?? null)}
      />
      <p className="hint" id={`${id}-hint`}>
        {file ? sizeInWords(file.size) : hint}
      </p>
    </div>
  );
}
