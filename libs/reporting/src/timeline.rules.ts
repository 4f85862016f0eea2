import type { PartialTime } from '@app/platform';

/** Something that happened, at a time in the world, with the record that says so. */
export interface TimelineItem {
  /** Where it stands in the world. */
  readonly at: PartialTime;
  /** When Ascribe learned of it. */
  readonly recordedAt: string;
  readonly kind: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly title: string;
}

type State = Readonly<Record<string, unknown>>;
type Records = Readonly<Record<string, readonly State[]>>;

const instant = (at: string): PartialTime => ({ at, precision: 'instant' });
const timeOf = (state: State, key: string): PartialTime | null =>
  (state[key] as PartialTime | null | undefined) ?? null;
const text = (state: State, key: string): string => String(state[key] ?? '');

/** What each kind of record puts on the timeline: the field with the time, the kind of event, and its words. */
const EVENTS: Readonly<
  Record<string, readonly { readonly field: string; readonly kind: string; readonly title: (state: State) => string }[]>
> = {
  incident: [
    { field: 'occurredAt', kind: 'first_access', title: () => 'First known access' },
    { field: 'detectedAt', kind: 'detected', title: () => 'Detected' },
  ],
  account: [
    { field: 'firstSeenAt', kind: 'account_first_seen', title: (state) => `First seen: ${text(state, 'identifier')}` },
    { field: 'lastSeenAt', kind: 'account_last_seen', title: (state) => `Last seen: ${text(state, 'identifier')}` },
  ],
  pivot: [
    { field: 'at', kind: 'pivot', title: (state) => text(state, 'method') || 'One account used against another' },
  ],
  disclosure: [
    { field: 'receivedAt', kind: 'disclosure_received', title: (state) => text(state, 'summary') },
    { field: 'publicAt', kind: 'disclosure_public', title: (state) => text(state, 'summary') },
  ],
  evidence: [{ field: 'obtainedAt', kind: 'evidence_obtained', title: (state) => text(state, 'title') }],
  custody_step: [
    { field: 'at', kind: 'custody_step', title: (state) => `${text(state, 'action')}: ${text(state, 'byWhom')}` },
  ],
  claim: [{ field: 'saidAt', kind: 'claim', title: (state) => text(state, 'statement') }],
};

/** Everything that the records of a case place in time. */
export function eventsOf(records: Records): TimelineItem[] {
  return Object.entries(EVENTS).flatMap(([kind, events]) =>
    (records[kind] ?? []).flatMap((state) =>
      events.flatMap((event) => {
        const at = timeOf(state, event.field);
        const recordedAt = text(state, kind === 'incident' ? 'reportedAt' : 'createdAt');
        return at
          ? [{ at, recordedAt, kind: event.kind, subject: { kind, id: text(state, 'id') }, title: event.title(state) }]
          : [];
      }),
    ),
  );
}

/** A step of the case's status. */
export interface StatusStep {
  readonly status: string;
  readonly recordedAt: string;
}

export const stepEvents = (incidentId: string, steps: readonly StatusStep[]): TimelineItem[] =>
  steps.map(({ status, recordedAt }) => ({
    at: instant(recordedAt),
    recordedAt,
    kind: 'status',
    subject: { kind: 'incident', id: incidentId },
    title: status,
  }));

/** Oldest first. What is unknown in time stands at the end; of two at one instant, the less exact comes first. */
export function inOrder(items: readonly TimelineItem[], order: 'world' | 'recorded'): TimelineItem[] {
  const position = (item: TimelineItem): string => (order === 'recorded' ? item.recordedAt : (item.at.at ?? '9999'));
  return items.toSorted(
    (a, b) =>
      compare(position(a), position(b)) || compare(a.recordedAt, b.recordedAt) || compare(a.subject.id, b.subject.id),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
