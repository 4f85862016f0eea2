import { useEffect, useRef } from 'react';
import { isProblem, inWords } from '../api/problem';

/** Why a form was not taken; read out and brought into view when it appears. */
export function FormProblem({ error, shown = [] }: { error: unknown; shown?: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) {
      box.current?.focus();
    }
  }, [error]);
  if (!error) {
    return null;
  }
  const faults = isProblem(error) ? error.faults : [];
  const others = faults.filter((fault) => !shown.includes(fault.path));
  return (
    <div className="form-problem" role="alert" tabIndex={-1} ref={box}>
      <p>{faults.length > 0 && isProblem(error) ? `${error.message} What you typed is kept.` : inWords(error)}</p>
      {others.length > 0 ? (
        <ul>
          {others.map((fault) => (
            <li key={fault.path + fault.code}>
              <span className="mono">{fault.path}</span>: {fault.message}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
