import { useNavigate } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { IncidentLine } from '../api/shapes';
import { CaseLine } from './case-line';

const LINE_PX = 68;

/** However many have been loaded, only what is near the screen is in the page. */
export function CaseList({ items }: { items: IncidentLine[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => LINE_PX,
    overscan: 12,
    scrollMargin: top,
  });
  const { at, marked, mark } = useListKeys(items, (index) => virtual.scrollToIndex(index, { align: 'auto' }));
  const rows = virtual.getVirtualItems();
  return (
    <>
      <ul ref={list} className="case-list" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const incident = items[row.index];
          return incident ? (
            <li
              key={incident.id}
              ref={virtual.measureElement}
              data-index={row.index}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              className={`${row.index === at ? 'at' : ''}${marked.has(incident.id) ? ' marked' : ''}`}
              style={{ transform: `translateY(${row.start - virtual.options.scrollMargin}px)` }}
            >
              <CaseLine incident={incident} id={`case-${row.index}`} />
            </li>
          ) : null;
        })}
      </ul>
      {marked.size > 0 ? (
        <Marked items={items.filter((one) => marked.has(one.id))} onClear={() => mark(new Set())} />
      ) : null}
    </>
  );
}

/** What was marked with `x`, to be taken elsewhere. */
function Marked({ items, onClear }: { items: IncidentLine[]; onClear: () => void }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(items.map((one) => `${one.reference} ${one.title}`).join('\n'));
    setCopied(true);
  };
  return (
    <div className="marked-bar" role="status">
      <span>
        {items.length} marked{copied ? ', copied' : ''}
      </span>
      <button type="button" className="button" onClick={() => void copy()}>
        Copy references
      </button>
      <button type="button" className="button bare" onClick={onClear}>
        Clear marks
      </button>
    </div>
  );
}

/** j and k move, x marks, Enter opens. The moved-to line also takes the focus. */
function useListKeys(items: IncidentLine[], show: (index: number) => void) {
  const [at, setAt] = useState(-1);
  const [marked, mark] = useState<ReadonlySet<string>>(new Set());
  const navigate = useNavigate();
  const move = (by: number) => {
    const next = Math.min(items.length - 1, Math.max(0, at + by));
    setAt(next);
    show(next);
    requestAnimationFrame(() => document.getElementById(`case-${next}`)?.focus({ preventScroll: true }));
  };
  const acts: Partial<Record<string, (incident: IncidentLine | undefined, target: HTMLElement) => void>> = {
    j: () => move(1),
    k: () => move(-1),
    x: (incident) => incident && mark(toggled(marked, incident.id)),
    Enter: (incident, target) => {
      // On a link or a button Enter already does something.
      if (incident && !target.closest('a, button')) {
        void navigate({ to: '/incidents/$incidentId', params: { incidentId: incident.id } });
      }
    },
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (!isTyping(target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
        acts[event.key]?.(items[at], target);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return { at, marked, mark };
}

const isTyping = (target: HTMLElement): boolean => target.closest('input, textarea, select, [role=dialog]') !== null;

function toggled(marked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(marked);
  if (!next.delete(id)) {
    next.add(id);
  }
  return next;
}
