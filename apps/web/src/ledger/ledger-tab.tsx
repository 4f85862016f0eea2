import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { historyQuery } from '../api/cases';
import { inWords } from '../api/problem';
import { everyItem } from '../api/queries';
import type { HistoryEntry } from '../api/shapes';
import { useErasureRights } from '../erasure/erasable';
import { Erasures } from '../erasure/erasures';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useCase } from '../incident/case';
import { changeInWords } from '../incident/change-words';
import { Explained } from '../words/explained';
import { CaseNote, VisitNote } from './case-note';
import { ChangeRows, type Line } from './change-rows';
import { useCheckedLog, type CheckedLog } from './checked-log';
import './ledger.css';
import { heldOf, useLines } from './lines';
import { LogNote } from './log-note';
import { Place } from './place';
import { placeOf } from './position';
import { caseBundle } from './source';
import { tallyOf, tombstonesOf } from './tally';
import { useCaseLedger, type CaseLedger } from './use-case-ledger';
import { useVisit } from './visit';

const AskErasure = lazy(async () => ({ default: (await import('../erasure/ask-erasure')).AskErasure }));
const SealDialog = lazy(async () => ({ default: (await import('./seal-dialog')).SealDialog }));

/** Every change, like a log of commits, each with what proves in this browser that it was not rewritten. */
export function LedgerTab() {
  const { incident, knownAt } = useCase();
  const history = useInfiniteQuery(historyQuery(incident.id));
  return (
    <div className="stack ledger">
      <div className="row spread">
        <h2>History</h2>
        <Exports incidentId={incident.id} />
      </div>
      <p className="small quiet">
        Every change to the case, the last one first. Nothing here can be edited or deleted, and each change is an entry
        of a <Explained word="ledger">signed log</Explained>. Open a change to see what it was before and after; open
        its seal to see how it was checked.
      </p>
      <Loaded query={history} lines={8}>
        {(data) => {
          const entries = everyItem(data).filter((entry) => !knownAt || entry.caseVersion <= incident.caseVersion);
          return entries.length === 0 ? (
            <Nothing>Every change to the case will be here.</Nothing>
          ) : (
            <Changes entries={entries} history={history} />
          );
        }}
      </Loaded>
    </div>
  );
}

function Exports({ incidentId }: { incidentId: string }) {
  return (
    <div className="row no-print">
      <Link to="/incidents/$incidentId/ledger/print" params={{ incidentId }} className="button bare">
        Print to sign
      </Link>
      <a className="button bare" href={caseBundle(incidentId)} download>
        Download the bundle
      </a>
    </div>
  );
}

interface Pages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

function Changes({ entries, history }: { entries: readonly HistoryEntry[]; history: Pages }) {
  const { incident, knownAt } = useCase();
  const { size } = useSearch({ strict: false }) as { size?: string };
  const log = useCheckedLog();
  const { ledger, stays } = useCaseLedger(incident.id, log.data, entries[0]?.id);
  const visit = useVisit(incident.id, log.data?.checkpoint);
  const place = placeOf(size);
  const [opened, setOpened] = useState<string | null>(null);
  const [erasing, setErasing] = useState<HistoryEntry | null>(null);
  const { decides, reads } = useErasureRights(incident.organizationId);
  const before = visit.before?.size ?? null;
  const lines = useLines(entries, { ledger: ledger.data, log: log.data, before, stays, isReading: ledger.isFetching });
  const shown = place === undefined ? lines : lines.filter(({ found }) => isBelow(found?.check.index, place));
  useMoreUntilSome(shown.length, history);
  const open = lines.find(({ entry }) => entry.id === opened);
  return (
    <>
      <Loaded query={log} lines={2}>
        {(checked) => (
          <div className="stack tight ledger-notes">
            <LogNote log={checked} />
            {ledger.data && checked.unable === null && !checked.alarm ? (
              <CaseNote
                tally={tallyOf(ledger.data, heldOf(lines, ledger.data, !history.hasNextPage && !knownAt))}
                alarm={ledger.data.alarm}
              />
            ) : null}
            {ledger.error && !ledger.data ? (
              <LedgerUnread error={ledger.error} again={() => void ledger.refetch()} />
            ) : null}
            <VisitNote visit={visit} log={checked} count={newCount(ledger.data, before)} />
            {ledger.data && checked.checkpoint ? (
              <Place log={checked} checkpoint={checked.checkpoint} ledger={ledger.data} size={place} />
            ) : null}
          </div>
        )}
      </Loaded>
      {reads && place === undefined ? <Erasures incidentId={incident.id} /> : null}
      {shown.length > 0 ? (
        <ChangeRows lines={shown} onOpen={setOpened} onErase={decides ? setErasing : undefined} />
      ) : history.hasNextPage ? null : (
        <Nothing>At this place the log held nothing of this case yet.</Nothing>
      )}
      <More query={history} />
      <Opened
        line={open}
        erasing={erasing}
        log={log.data}
        ledger={ledger.data}
        onClose={() => {
          setOpened(null);
          setErasing(null);
        }}
      />
    </>
  );
}

interface OpenedProps {
  readonly line: Line | undefined;
  readonly erasing: HistoryEntry | null;
  readonly log: CheckedLog | undefined;
  readonly ledger: CaseLedger | undefined;
  readonly onClose: () => void;
}

/** What was pressed on: how a change was checked, or that some of it is to be erased. */
function Opened({ line, erasing, log, ledger, onClose }: OpenedProps) {
  const { incident } = useCase();
  return (
    <Suspense>
      {erasing ? <AskErasure entry={erasing} incidentId={incident.id} onClose={onClose} /> : null}
      {line ? (
        <SealDialog
          words={changeInWords(line.entry)}
          line={line}
          log={log}
          tombstone={line.found ? tombstoneOf(ledger, line.entry.id) : undefined}
          onClose={onClose}
        />
      ) : null}
    </Suspense>
  );
}

function LedgerUnread({ error, again }: { error: unknown; again: () => void }) {
  return (
    <div className="ledger-unable" role="status">
      <p>The proofs could not be fetched, so nothing is sealed: {inWords(error)}</p>
      <button type="button" className="button" onClick={again}>
        Try again
      </button>
    </div>
  );
}

const isBelow = (index: number | null | undefined, place: number): boolean =>
  index !== null && index !== undefined && index < place;

/** How many changes came since; null while that is not known. */
const newCount = (ledger: CaseLedger | undefined, before: number | null): number | null =>
  ledger?.complete && before !== null
    ? ledger.changes.filter(({ check }) => check.index === null || check.index >= before).length
    : null;

function tombstoneOf(ledger: CaseLedger | undefined, id: string) {
  const leafHash = ledger?.changes.find(({ sent }) => sent.id === id)?.sent.leafHash;
  return leafHash === undefined ? undefined : tombstonesOf(ledger?.changes ?? []).get(leafHash);
}

/** An early place in a long case is on a later page of it. */
function useMoreUntilSome(count: number, { hasNextPage, isFetchingNextPage, fetchNextPage }: Pages): void {
  useEffect(() => {
    if (count === 0 && hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [count, hasNextPage, isFetchingNextPage, fetchNextPage]);
}
