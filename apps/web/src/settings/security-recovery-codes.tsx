import { useEffect, useRef, useState } from 'react';

/** Shown once. Whoever goes away without them can make others by a code of the authenticator. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => box.current?.focus(), []);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(codes.join('\n'));
    setCopied(true);
  };
  return (
    <div className="made-key" role="status" tabIndex={-1} ref={box}>
      <h3>Keep these recovery codes</h3>
      <p>
        If you lose the authenticator, each of them signs you in once. Put them where you keep your passwords, or print
        them: they are not shown again.
      </p>
      <ol className="recovery-codes mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="form-end">
        <button type="button" className="button" onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy the codes'}
        </button>
        <button type="button" className="button" onClick={() => window.print()}>
          Print this page
        </button>
        <button type="button" className="button primary" onClick={onKept}>
          I have kept them
        </button>
      </div>
    </div>
  );
}
