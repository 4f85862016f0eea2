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

/** What a record puts on the timeline: the field with the time, the kind of event, and its words. */
interface EventOf {
  readonly field: string;
  readonly kind: string;
  readonly title: (state: State) => string;
  /** When it was, where the field says nothing; else it is left out. */
  readonly orElse?: (state: State) => PartialTime;
  /** Whether it counts yet; else always. */
  readonly when?: (state: State) => boolean;
}

/** What became of a finding that no longer stands. */
const FALLEN: Readonly<Record<string, string>> = {
  rejected: 'Rejected: ',
  superseded: 'Superseded: ',
  withdrawn: 'Withdrawn: ',
};

const EVENTS: Readonly<Record<string, readonly EventOf[]>> = {
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
  finding: [
    {
      field: 'observedAt',
      kind: 'finding',
      title: (state) => `${FALLEN[text(state, 'status')] ?? ''}${text(state, 'summary')}`,
      orElse: (state) => instant(text(state, 'createdAt')),
    },
  ],
  claim: [{ field: 'saidAt', kind: 'claim', title: (state) => text(state, 'statement') }],
  inquiry: [{ field: 'askedAt', kind: 'inquiry', title: (state) => `Asked: ${text(state, 'question')}` }],
  // What is not approved has not been said.
  assessment: [
    {
      field: 'saidAt',
      kind: 'assessment',
      title: (state) => text(state, 'rationale'),
      when: (state) => state['status'] === 'approved',
    },
  ],
};

/** Everything that the records of a case place in time. */
export function eventsOf(records: Records): TimelineItem[] {
  return Object.entries(EVENTS).flatMap(([kind, events]) =>
    (records[kind] ?? []).flatMap((state) =>
      events.flatMap((event) => {
        const at = event.when?.(state) === false ? null : (timeOf(state, event.field) ?? event.orElse?.(state));
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
