import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import type { HistoryEntry } from '../api/shapes';
import { erasableOf } from '../erasure/erasable';
import { Change } from '../incident/change';
import { changeInWords } from '../incident/change-words';
import { RedactionBar } from '../incident/redaction';
import { At } from '../words/at';
import { Seal } from './seal';
import type { Found, Verdict } from './verdict';

const ROW_PX = 64;

/** One change as the page shows it, with what was found out about it. */
export interface Line {
  readonly entry: HistoryEntry;
  readonly found: Found | undefined;
  readonly verdict: Verdict;
  /** Came since the last visit. */
  readonly isNew: boolean;
}

interface Presses {
  readonly onOpen: (id: string) => void;
  /** Undefined: the reader cannot ask for erasures. */
  readonly onErase: ((entry: HistoryEntry) => void) | undefined;
}

/** However many have been loaded, only what is near the screen is in the page. */
export function ChangeRows({ lines, ...presses }: Presses & { lines: readonly Line[] }) {
  const list = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: lines.length,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => lines[index]?.entry.id ?? index,
    overscan: 12,
    scrollMargin: top,
  });
  return (
    <ol ref={list} className="history ledger-rows" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((row) => {
        const line = lines[row.index];
        return line ? (
          <li
            key={line.entry.id}
            ref={virtual.measureElement}
            data-index={row.index}
            aria-setsize={lines.length}
            aria-posinset={row.index + 1}
            style={{ transform: `translateY(${row.start - virtual.options.scrollMargin}px)` }}
          >
            <Row line={line} {...presses} />
          </li>
        ) : null;
      })}
    </ol>
  );
}

function Row({ line: { entry, verdict, isNew }, onOpen, onErase }: Presses & { line: Line }) {
  const words = changeInWords(entry);
  return (
    <div className={`ledger-row ${verdict.kind}${isNew ? ' new' : ''}`}>
      <details className="entry">
        <summary>
          <span className="entry-version numerals tiny quiet" title={`Case version ${entry.caseVersion}`}>
            {entry.caseVersion}
          </span>
          <span className="entry-words">
            <span className="break">
              {isNew ? <b className="new-mark">New</b> : null}
              {words}
            </span>
            {entry.reason ? <span className="small quiet entry-reason break">“{entry.reason}”</span> : null}
            {entry.redaction ? <RedactionBar of={entry.redaction} /> : null}
          </span>
          <span className="small quiet entry-at">
            <At at={entry.at} />
          </span>
        </summary>
        <Change entry={entry} />
        {onErase && erasableOf(entry).length > 0 ? (
          <button type="button" className="button bare ask-erasure no-print" onClick={() => onErase(entry)}>
            Ask for an erasure
          </button>
        ) : null}
      </details>
      <Seal verdict={verdict} of={words} onOpen={() => onOpen(entry.id)} />
    </div>
  );
}
