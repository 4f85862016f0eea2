import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { inWords } from '../api/problem';
import { ability, UNABLE } from './able';
import type { CheckedLog } from './checked-log';
import { Alarm } from './log-check';
import { SealMark } from './seal';
import { recompute, WHOLE_MAX, type WholeLog } from './whole-log';

/** The whole log hashed anew in the browser, and everything that the reader may see held against it. */
export function Whole({ log }: { log: CheckedLog }) {
  const [read, setRead] = useState(0);
  const size = log.checkpoint?.size ?? 0;
  const run = useMutation({
    mutationFn: async (): Promise<WholeLog> => {
      const able = await ability();
      if ('unable' in able) {
        throw new Alarm(UNABLE[able.unable]);
      }
      setRead(0);
      return await recompute(able.crypto, log, setRead);
    },
  });
  return log.checkpoint ? (
    <section className="stack" aria-labelledby="whole">
      <h2 id="whole">What you may see of it</h2>
      <p className="small">
        This browser can hash the whole log anew, and hold every entry that you may see against it. Of the others you
        are given their hashes and nothing else: they are gaps for you, and still counted.
      </p>
      {size > WHOLE_MAX ? (
        <p className="small">
          With {size.toLocaleString('en')} entries this log is too long for that here: download the bundle and use the
          offline verifier.
        </p>
      ) : (
        <p>
          <button type="button" className="button" disabled={run.isPending} onClick={() => run.mutate()}>
            {run.isPending
              ? `Read ${read.toLocaleString('en')} of ${size.toLocaleString('en')}`
              : 'Check all of it here'}
          </button>
        </p>
      )}
      <div role="status">
        {run.data ? <Result whole={run.data} /> : null}
        {run.error ? (
          <p className={run.error instanceof Alarm ? 'ledger-alarm' : 'fault'}>
            {run.error instanceof Alarm ? run.error.message : inWords(run.error)}
          </p>
        ) : null}
      </div>
    </section>
  ) : null;
}

function Result({ whole: { size, shown, silent, wrong } }: { whole: WholeLog }) {
  const number = (count: number): string => count.toLocaleString('en');
  if (wrong.length > 0) {
    return (
      <p className="ledger-alarm">
        <span>
          <SealMark kind="failed" /> <b>{number(wrong.length)} of the entries are not what was logged:</b> at{' '}
          {wrong.slice(0, 20).map(number).join(', ')}
          {wrong.length > 20 ? ' and more' : ''}.
        </span>
      </p>
    );
  }
  return (
    <p className="ledger-holds">
      <SealMark kind="proved" />
      <span>
        <b>The hash over all {number(size)} entries is the root that was signed.</b> You may see {number(shown)} of
        them, and each is what was logged.{' '}
        {silent > 0 ? `Of ${number(silent)} the content is redacted or withheld. ` : ''}
        {number(size - shown)} are gaps for you.
      </span>
    </p>
  );
}
