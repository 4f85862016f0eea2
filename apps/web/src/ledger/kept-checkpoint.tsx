import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { inWords } from '../api/problem';
import { TextArea } from '../form/field';
import { ability, UNABLE } from './able';
import { checkedLogQuery, checkOther, trustOf } from './checked-log';
import { Alarm, type CheckedCheckpoint } from './log-check';
import { SealMark } from './seal';

const FILE_BYTES_MAX = 100_000;

/** A checkpoint that somebody kept elsewhere, held against the log. */
export function KeptCheckpoint() {
  const [text, setText] = useState('');
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: async (note: string): Promise<{ kept: CheckedCheckpoint; now: CheckedCheckpoint }> => {
      const able = await ability();
      if ('unable' in able) {
        throw new Alarm(UNABLE[able.unable]);
      }
      // Asked anew: a log that is shorter than the kept one is an alarm, and an old answer would be shorter.
      const log = await queries.fetchQuery({ ...checkedLogQuery, staleTime: 0 });
      if (!log.checkpoint) {
        throw new Alarm(log.alarm ?? 'There is no checkpoint of the log to hold it against.');
      }
      const kept = await checkOther(await trustOf(able.crypto, log.keys), endedByLine(note), log.checkpoint);
      return { kept, now: log.checkpoint };
    },
  });
  const take = async (file: File | undefined): Promise<void> => {
    if (file && file.size <= FILE_BYTES_MAX) {
      const note = await file.text();
      setText(note);
      check.mutate(note);
    }
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        check.mutate(text);
      }}
    >
      <div className="field">
        <label htmlFor="kept-file">A checkpoint that you kept, as a file</label>
        <input id="kept-file" type="file" onChange={(event) => void take(event.target.files?.[0])} />
      </div>
      <TextArea
        label="or as text"
        hint="As it stands in a mail, on a printed page or in a file: the text, an empty line, and the signatures."
        value={text}
        onChange={setText}
        rows={5}
        className="mono"
        spellCheck={false}
      />
      <div className="form-end">
        <button type="submit" className="button" disabled={text.trim() === '' || check.isPending}>
          {check.isPending ? 'Checking' : 'Check this checkpoint'}
        </button>
      </div>
      <div role="status">
        {check.data ? (
          <p className="ledger-holds">
            <SealMark kind="proved" />
            <span>
              <b>The log continues it.</b> All {check.data.kept.size.toLocaleString('en')} entries that it covers are
              still in the log of {check.data.now.size.toLocaleString('en')} entries, unchanged and in the same places.
              Its signature and the proof were checked in this browser.
            </span>
          </p>
        ) : null}
        {check.error ? (
          <p className={check.error instanceof Alarm ? 'ledger-alarm' : 'fault'}>
            {check.error instanceof Alarm ? (
              <span>
                <SealMark kind="failed" /> <b>It does not hold.</b> {check.error.message}
              </span>
            ) : (
              inWords(check.error)
            )}
          </p>
        ) : null}
      </div>
    </form>
  );
}

/** What was copied has often lost its last line feed, or won others. */
const endedByLine = (note: string): string => `${note.replaceAll('\r\n', '\n').trim()}\n`;
