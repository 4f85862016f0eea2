import { At } from '../words/at';
import type { CheckedLog } from './checked-log';
import type { Ground } from './key-check';
import { SealMark } from './seal';

const GROUNDS: Readonly<Record<Ground, string>> = {
  remembered: 'This browser knows it from before',
  first: 'Seen for the first time, and taken on trust',
  endorsed: 'Signed by the key that it replaces, which this browser knows',
  none: 'Not believed: no key that this browser knows has signed it',
};

/** The keys of the log, and why each is believed. */
export function Keys({ log: { keys } }: { log: CheckedLog }) {
  return keys.length === 0 ? null : (
    <section className="stack" aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <p className="small quiet">
        One signs the log, another one signs receipts and bundles. Compare them with what whoever runs Ascribe gave you
        by another way.
      </p>
      <ul className="lines small">
        {keys.map(({ vkey, role, introducedAt, index, ground, since }) => (
          <li key={vkey} className="stack tight">
            <p className={ground === 'none' ? 'alarm-text' : undefined}>
              <SealMark kind={ground === 'none' ? 'failed' : ground === 'first' ? 'waiting' : 'proved'} />{' '}
              <b>{role === 'log' ? 'Signs the log' : 'Signs receipts and bundles'}.</b> {GROUNDS[ground]}
              {since ? (
                <>
                  , since <At at={since} />
                </>
              ) : null}
              .
            </p>
            <p className="mono break">{vkey}</p>
            <p className="quiet">
              Introduced on <At at={introducedAt} />
              {index === null ? ', waiting for its place in the log' : `, in the log at ${index.toLocaleString('en')}`},
              as the server says.
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
