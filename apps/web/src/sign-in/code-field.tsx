import { useState } from 'react';
import { TextField } from '../form/field';

/** The code of the second factor: of the authenticator, or one that was kept for when it is lost. */
export function CodeField({
  value,
  onChange,
  autoFocus = false,
}: {
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}) {
  const [lost, setLost] = useState(false);
  const other = (): void => {
    setLost(!lost);
    onChange('');
  };
  return (
    <div className="stack tight">
      {lost ? (
        <TextField
          key="recovery"
          label="Recovery code"
          path="code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="code"
          required
          autoFocus
          maxLength={60}
          value={value}
          onChange={onChange}
          hint="One of the ten that you kept when you set up the second factor. Each is good once."
        />
      ) : (
        <TextField
          key="code"
          label="Code"
          path="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          className="code"
          required
          autoFocus={autoFocus}
          maxLength={12}
          value={value}
          onChange={onChange}
          hint="The six figures that your authenticator shows now."
        />
      )}
      <p>
        <button type="button" className="button bare" onClick={other}>
          {lost ? 'Use the authenticator' : 'Use a recovery code'}
        </button>
      </p>
    </div>
  );
}
