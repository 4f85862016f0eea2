import { At } from '../words/at';
import type { CheckedLog } from './checked-log';
import { SealMark } from './seal';
import type { Tally } from './tally';
import type { LastVisit } from './visit';

/** What was found out about the changes of the case, in a few sentences. */
export function CaseNote({ tally }: { tally: Tally }) {
  const { all, failed, gaps, complete } = tally;
  if (failed > 0 || gaps > 0) {
    return (
      <div className="ledger-alarm" role="alert">
        <p>
          <SealMark kind="failed" /> <b>{alarmInWords(failed, gaps)} Do not rely on this case before you know why.</b>{' '}
          Keep the checkpoint that this browser has, and check a downloaded bundle on another machine.
        </p>
      </div>
    );
  }
  return (
    <p className="ledger-holds" role="status">
      <SealMark kind={complete ? 'proved' : 'checking'} />
      <span>
        <b className="numerals">
          {complete
            ? `${all === 1 ? 'One change' : `${all} changes`} checked in this browser, and every proof holds.`
            : `${all} changes checked so far.`}
        </b>{' '}
        {restInWords(tally)}
      </span>
    </p>
  );
}

function alarmInWords(failed: number, gaps: number): string {
  const unproven = failed === 1 ? 'One change is not proven.' : `${failed} changes are not proven.`;
  const missing = gaps === 1 ? 'A change is missing.' : `Changes are missing in ${gaps} places.`;
  return [failed > 0 ? unproven : '', gaps > 0 ? missing : ''].filter(Boolean).join(' ');
}

export function restInWords({ waiting, redacted, withheld, told, complete }: Tally): string {
  return [
    waiting > 0
      ? `${waiting === 1 ? 'One waits' : `${waiting} wait`} for a place in the log, which takes less than a minute.`
      : '',
    redacted > 0 ? `${redacted === 1 ? 'One is' : `${redacted} are`} redacted, with the commitment intact.` : '',
    withheld > 0 ? `Of ${withheld === 1 ? 'one' : withheld} the content is withheld from you.` : '',
    !complete
      ? ''
      : told
        ? 'Each names the one before it: none is missing.'
        : 'Whether one is missing cannot be told: part of the case is withheld from you, or is older than the chain.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** What changed since the reader was last here, and that nothing else did. */
export function VisitNote({ visit, log, count }: { visit: LastVisit; log: CheckedLog; count: number | null }) {
  if (!log.checkpoint) {
    return null;
  }
  if (!visit.before) {
    return (
      <p className="small quiet visit-note">
        This browser now remembers the log as it is. On your next visit it says whether anything was rewritten.
      </p>
    );
  }
  return (
    <p className="visit-note" role="status">
      <b>
        Nothing that was here on <At at={visit.before.at} /> has been rewritten.
      </b>{' '}
      {count === 0 ? 'Nothing was added since.' : null}
      {count === null ? 'What was added since is marked New.' : null}
      {count !== null && count > 0
        ? `${count === 1 ? 'One change was' : `${count} changes were`} added since, marked New.`
        : null}{' '}
      {count === 0 ? null : (
        <button type="button" className="button bare no-print" onClick={visit.seenAll}>
          I have seen them
        </button>
      )}
    </p>
  );
}
