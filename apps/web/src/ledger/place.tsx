import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { everyItem, paged } from '../api/queries';
import { useCase } from '../incident/case';
import { At } from '../words/at';
import { ability } from './able';
import { checkOther, trustOf, type CheckedLog } from './checked-log';
import { Alarm, type CheckedCheckpoint } from './log-check';
import { Position, useMoveTo } from './position';
import { readCheckpoints, type Checkpoint } from './source';
import { momentAt } from './tally';
import type { CaseLedger } from './use-case-ledger';

const PAGE = 200;

export const checkpointsQuery = paged(['ledger', 'checkpoints'], async (cursor) => await readCheckpoints(cursor, PAGE));

interface Props {
  log: CheckedLog;
  checkpoint: CheckedCheckpoint;
  ledger: CaseLedger;
  /** Undefined: the newest. */
  size: number | undefined;
}

/** The case at a place in the log: moved by hand or from checkpoint to checkpoint, and taken along to the other pages. */
export function Place({ log, checkpoint, ledger, size }: Props) {
  const move = useMoveTo();
  const pages = useInfiniteQuery(checkpointsQuery);
  const checkpoints = everyItem(pages.data);
  const place = Math.min(size ?? checkpoint.size, checkpoint.size);
  const oldest = checkpoints.at(-1)?.size;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    if (oldest !== undefined && oldest >= place && hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [oldest, place, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <section className="place stack tight" aria-label="The case at a place in the log">
      <Position size={place} newest={checkpoint.size} checkpoints={checkpoints.map((one) => one.size)} onMove={move} />
      {size === undefined ? null : (
        <Then
          log={log}
          checkpoint={checkpoint}
          ledger={ledger}
          size={place}
          signed={checkpoints.find((one) => one.size === place)}
        />
      )}
    </section>
  );
}

/** What is being looked at, in words, and the case's other pages as of the same moment. */
function Then({ log, checkpoint, ledger, size, signed }: Props & { size: number; signed: Checkpoint | undefined }) {
  const { incident } = useCase();
  const { knownAt, changes } = momentAt(ledger.changes, size);
  const params = { incidentId: incident.id };
  return (
    <div className="place-then stack tight">
      <p role="status" className="small">
        {knownAt === null ? (
          'The log held nothing of this case yet.'
        ) : (
          <>
            The log held {changes === 1 ? 'one change' : `${changes} changes`} of this case, and the case stood as it
            was known on <At at={knownAt} />.
          </>
        )}{' '}
        {signed ? <Signed log={log} newest={checkpoint} signed={signed} /> : 'No checkpoint was signed at this place.'}
      </p>
      {knownAt === null ? null : (
        <p className="small row">
          <span className="quiet">The case as of then:</span>
          {PAGES.map(({ to, label }) => (
            <Link key={to} to={to} params={params} search={{ knownAt, size: undefined } as never}>
              {label}
            </Link>
          ))}
          <Link to="/incidents/$incidentId/ledger/print" params={params} search={{ size: String(size) }}>
            Print to sign
          </Link>
        </p>
      )}
    </div>
  );
}

const PAGES = [
  { to: '/incidents/$incidentId', label: 'Overview' },
  { to: '/incidents/$incidentId/accounts', label: 'Accounts' },
  { to: '/incidents/$incidentId/attribution', label: 'Attribution' },
  { to: '/incidents/$incidentId/timeline', label: 'Timeline' },
] as const;

function Signed({ log, newest, signed }: { log: CheckedLog; newest: CheckedCheckpoint; signed: Checkpoint }) {
  const checked = useCheckedNote(log, newest, signed.note);
  return (
    <>
      A checkpoint was signed here on <At at={signed.signedAt} />
      {checked.data === undefined
        ? '.'
        : checked.data === null
          ? ': its signature holds, and the newest log continues it.'
          : null}
      {typeof checked.data === 'string' ? (
        <b className="alarm-text" role="alert">
          , and it cannot be believed: {checked.data}
        </b>
      ) : null}
    </>
  );
}

/** Of an earlier checkpoint: null where it holds, else what is wrong with it. */
const useCheckedNote = (log: CheckedLog, newest: CheckedCheckpoint, note: string) =>
  useQuery({
    queryKey: ['ledger', 'note', newest.note, note],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<string | null> => {
      const able = await ability();
      if ('unable' in able) {
        return 'This browser cannot check it.';
      }
      try {
        await checkOther(await trustOf(able.crypto, log.keys), note, newest);
        return null;
      } catch (error) {
        if (error instanceof Alarm) {
          return error.message;
        }
        throw error;
      }
    },
  });
