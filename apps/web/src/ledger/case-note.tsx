import { At } from '../words/at';
import type { CheckedLog } from './checked-log';
import { SealMark } from './seal';
import type { Tally } from './tally';
import type { LastVisit } from './visit';

/** What was found out about the changes of the case, in a few sentences. */
export function CaseNote({ tally, alarm }: { tally: Tally; alarm: string | null }) {
  const words = [alarm ?? '', alarmInWords(tally)].filter(Boolean).join(' ');
  if (words !== '') {
    return (
      <div className="ledger-alarm" role="alert">
        <p>
          <SealMark kind="failed" /> <b>{words} Do not rely on this case before you know why.</b> Keep the checkpoint
          that this browser has, and check a downloaded bundle on another machine.
        </p>
      </div>
    );
  }
  return (
    <p className="ledger-holds" role="status">
      <SealMark kind={!tally.complete ? 'checking' : tally.unproven > 0 ? 'missing' : 'proved'} />
      <span>
        <b className="numerals">{checkedInWords(tally)}</b> {restInWords(tally)}
      </span>
    </p>
  );
}

/** What cannot be so where everybody is honest; empty where nothing is. */
export function alarmInWords({ failed, gaps, told, complete, unproven, unshown }: Tally): string {
  // Whoever is not shown everything may be shown a change of which they are told nothing.
  const whole = told && complete;
  return [
    failed > 0 ? counted(failed, 'One change is not proven.', 'changes are not proven.') : '',
    gaps > 0 ? (gaps === 1 ? 'A change is missing.' : `Changes are missing in ${gaps} places.`) : '',
    whole && unproven > 0
      ? counted(unproven, 'One change is shown that the log does not have.', 'changes are shown that the log does not have.') // prettier-ignore
      : '',
    whole && unshown > 0
      ? counted(unshown, 'The log has one change that is not shown.', 'changes that the log has are not shown.')
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

const counted = (count: number, one: string, many: string): string => (count === 1 ? one : `${count} ${many}`);

function checkedInWords({ all, complete, unproven }: Tally): string {
  if (!complete) {
    return `${all} changes checked so far.`;
  }
  const checked = `${all === 1 ? 'One change' : `${all} changes`} checked in this browser`;
  return unproven > 0
    ? `${checked}. Of ${unproven === 1 ? 'one' : unproven} more the server gives no proof.`
    : `${checked}, and every proof holds.`;
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
        ? 'Each names the one before it: none is missing between them.'
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
