import { useQueryClient } from '@tanstack/react-query';
import { At } from '../words/at';
import { UNABLE } from './able';
import { checkedLogQuery, type CheckedLog } from './checked-log';
import { forgetLogs } from './memory-store';
import { checkpointFileName, saveFile } from './save-file';
import { SealMark } from './seal';

/** What this browser found out about the log as a whole: a quiet line where it holds, and an alarm where it does not. */
export function LogNote({ log }: { log: CheckedLog }) {
  if (log.unable) {
    return (
      <p className="ledger-unable" role="status">
        {UNABLE[log.unable]}
      </p>
    );
  }
  if (log.alarm) {
    return <LogAlarm log={log} />;
  }
  const { checkpoint } = log;
  return checkpoint ? (
    <p className="ledger-holds">
      <SealMark kind="proved" />
      <span>
        The log of <b className="numerals">{checkpoint.size.toLocaleString('en')}</b> entries is signed by its key
        {checkpoint.cosigners.length > 0 ? ` and by ${witnesses(checkpoint.cosigners.length)}` : ', and by no witness'}.
        Checked in this browser on <At at={log.checkedAt} />.
      </span>
    </p>
  ) : null;
}

export const witnesses = (count: number): string => (count === 1 ? 'one witness' : `${count} witnesses`);

function LogAlarm({ log }: { log: CheckedLog }) {
  const queries = useQueryClient();
  const begin = () => {
    forgetLogs();
    void queries.invalidateQueries({ queryKey: checkedLogQuery.queryKey });
  };
  const save = () => {
    saveFile('as-shown-now.checkpoint', log.note);
    if (log.before) {
      saveFile(checkpointFileName(log.origin, log.before.size), log.before.note);
    }
  };
  return (
    <section className="ledger-alarm" role="alert" aria-labelledby="log-alarm">
      <h2 id="log-alarm">
        <SealMark kind="failed" /> The log cannot be believed
      </h2>
      <p>{log.alarm}</p>
      <p>
        Nothing on this page is proven. Do not rely on it: save what this browser has, tell whoever runs Ascribe and
        whoever audits it, and look from another network.
        {log.before ? (
          <>
            {' '}
            The last checkpoint that held here had {log.before.size.toLocaleString('en')} entries, on{' '}
            <At at={log.before.seenAt} />.
          </>
        ) : null}
      </p>
      <div className="row no-print">
        <button type="button" className="button danger" onClick={save}>
          Save the checkpoints as evidence
        </button>
        <button type="button" className="button bare" onClick={begin}>
          I know why: forget the log that this browser knew
        </button>
      </div>
    </section>
  );
}
