import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { everyItem, paged } from '../api/queries';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At } from '../words/at';
import { Explained } from '../words/explained';
import { ability } from './able';
import type { CheckedLog } from './checked-log';
import type { CheckedCheckpoint } from './log-check';
import { honour, type Honour, type HonouredReceipt } from './own-receipts';
import { SealMark } from './seal';
import { readReceipts, type OwnReceipt } from './source';
import type { VerdictKind } from './verdict';

const PAGE = 20;

const receiptsQuery = paged(['ledger', 'receipts'], async (cursor) => await readReceipts(cursor, PAGE));

type Believed = CheckedLog & { readonly checkpoint: CheckedCheckpoint };

/** What was promised to the reader for what they wrote, and whether it was kept. */
export function Receipts({ log }: { log: CheckedLog }) {
  const receipts = useInfiniteQuery(receiptsQuery);
  return (
    <section className="stack" aria-labelledby="receipts">
      <h2 id="receipts">Your receipts</h2>
      <p className="small quiet">
        Each of your writes is answered with a <Explained word="receipt">receipt</Explained>. Here each is held against
        the log.
      </p>
      <Loaded query={receipts}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <Nothing>You have not written anything yet. Receipts for what you write will be here.</Nothing>
          ) : (
            <>
              <List items={items} log={log.checkpoint ? (log as Believed) : null} />
              <More query={receipts} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function List({ items, log }: { items: readonly OwnReceipt[]; log: Believed | null }) {
  const checked = useQuery({
    queryKey: ['ledger', 'honoured', log?.note, items.length, items[0]?.id],
    enabled: log !== null,
    queryFn: async (): Promise<HonouredReceipt[]> => {
      const able = await ability();
      return 'unable' in able || !log ? [] : await honour(able.crypto, log, items);
    },
  });
  return (
    <ul className="lines">
      {items.map((one) => (
        <li key={one.id}>
          <Line receipt={one} found={checked.data?.find(({ id }) => id === one.id)} believed={log !== null} />
        </li>
      ))}
    </ul>
  );
}

const MARKS: Readonly<Record<Honour, VerdictKind>> = {
  honoured: 'proved',
  waiting: 'waiting',
  broken: 'failed',
  'not found': 'missing',
  'no receipt': 'failed',
};

function Line({
  receipt,
  found,
  believed,
}: {
  receipt: OwnReceipt;
  found: HonouredReceipt | undefined;
  believed: boolean;
}) {
  return (
    <p className={`receipt small${found && MARKS[found.honour] === 'failed' ? ' alarm-text' : ''}`}>
      <SealMark kind={found ? MARKS[found.honour] : believed ? 'checking' : 'unable'} />
      <span>
        {found ? inWords(found) : believed ? 'Not checked yet.' : 'Not checked: there is no log to hold it against.'}{' '}
        <span className="quiet">
          Given on <At at={receipt.issuedAt} />.
        </span>
      </span>
    </p>
  );
}

function inWords({ honour: how, count, places, fault }: HonouredReceipt): string {
  const entries = count === 1 ? 'One entry' : `${count} entries`;
  switch (how) {
    case 'honoured': {
      return `${entries} in the log at ${places.map((one) => one.toLocaleString('en')).join(', ')}, proof checked in this browser.`;
    }
    case 'waiting': {
      return `${entries} promised, and the minute has not passed yet.`;
    }
    case 'not found': {
      return `${entries} not found in the last 10,000 of the log. For older ones use the offline verifier.`;
    }
    case 'broken': {
      return `Broken: ${entries.toLowerCase()} promised within a minute, and not in the log. Save this receipt and tell whoever audits Ascribe.`;
    }
    case 'no receipt': {
      return fault ?? 'This is not a receipt.';
    }
  }
}
