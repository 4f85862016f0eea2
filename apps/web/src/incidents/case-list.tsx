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
  const virtual = useWindowVirtualizer({ count: items.length, estimateSize: () => LINE_PX, overscan: 12, scrollMargin: top });
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
      {marked.size > 0 ? <Marked items={items.filter((one) => marked.has(one.id))} onClear={() => mark(new Set())} /> : null}
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
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.target as HTMLElement).closest('input, textarea, select, [role=dialog]') || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const incident = items[at];
      if (event.key === 'j' || event.key === 'k') {
        const next = Math.min(items.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)));
        setAt(next);
        show(next);
        requestAnimationFrame(() => document.getElementById(`case-${next}`)?.focus({ preventScroll: true }));
      } else if (event.key === 'x' && incident) {
        const next = new Set(marked);
        if (!next.delete(incident.id)) {
          next.add(incident.id);
        }
        mark(next);
      } else if (event.key === 'Enter' && incident && !(event.target as HTMLElement).closest('a, button')) {
        void navigate({ to: '/incidents/$incidentId', params: { incidentId: incident.id } });
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return { at, marked, mark };
}
