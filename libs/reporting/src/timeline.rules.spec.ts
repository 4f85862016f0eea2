import { eventsOf, inOrder, stepEvents } from './timeline.rules.js';

const recorded = '2024-08-12T10:00:00.000Z';
const event = (at: string | null, precision: 'day' | 'month' | 'unknown', id: string) => ({
  at: { at, precision },
  recordedAt: recorded,
  kind: 'claim',
  subject: { kind: 'claim', id },
  title: id,
});

test('what happened stands in the order of the world, and what has no time stands at the end', () => {
  const items = [
    event(null, 'unknown', 'a'),
    event('2024-08-10T00:00:00.000Z', 'day', 'b'),
    event('2024-06-01T00:00:00.000Z', 'month', 'c'),
  ];
  expect(inOrder(items, 'world').map(({ title }) => title)).toEqual(['c', 'b', 'a']);
});

test('by recording, what was learned later stands later', () => {
  const early = { ...event('2024-08-10T00:00:00.000Z', 'day', 'a'), recordedAt: '2024-08-11T00:00:00.000Z' };
  const late = { ...event('2024-06-01T00:00:00.000Z', 'month', 'b'), recordedAt: '2024-08-12T00:00:00.000Z' };
  expect(inOrder([late, early], 'recorded').map(({ title }) => title)).toEqual(['a', 'b']);
});

test('each time of a record is an event, and a record without one is none', () => {
  const records = {
    incident: [{ id: 'i', reportedAt: recorded, occurredAt: { at: null, precision: 'unknown' }, detectedAt: null }],
    account: [{ id: 'a', createdAt: recorded, identifier: 'a@b.example', firstSeenAt: null, lastSeenAt: null }],
    disclosure: [
      {
        id: 'd',
        createdAt: recorded,
        summary: 'It was told.',
        receivedAt: { at: recorded, precision: 'day' },
        publicAt: { at: recorded, precision: 'day' },
      },
    ],
  };
  expect(eventsOf(records).map(({ kind }) => kind)).toEqual([
    'first_access',
    'disclosure_received',
    'disclosure_public',
  ]);
});

test('a step of the status happened when it was recorded', () => {
  expect(stepEvents('i', [{ status: 'triage', recordedAt: recorded }])).toEqual([
    {
      at: { at: recorded, precision: 'instant' },
      recordedAt: recorded,
      kind: 'status',
      subject: { kind: 'incident', id: 'i' },
      title: 'triage',
    },
  ]);
});

test('a finding stands where it was observed, else where it was submitted, and says that it fell', () => {
  const finding = { createdAt: recorded, summary: 'Mail was read.', observedAt: null, status: 'accepted' };
  const seen = { at: '2024-06-01T00:00:00.000Z', precision: 'month' };
  expect(
    eventsOf({
      finding: [
        { ...finding, id: 'a', observedAt: seen },
        { ...finding, id: 'b', status: 'withdrawn' },
      ],
    }).map(({ at, kind, title }) => ({ at, kind, title })),
  ).toEqual([
    { at: seen, kind: 'finding', title: 'Mail was read.' },
    { at: { at: recorded, precision: 'instant' }, kind: 'finding', title: 'Withdrawn: Mail was read.' },
  ]);
});

test('an assessment is an event once it is approved, and an inquiry when it was asked', () => {
  const saidAt = { at: recorded, precision: 'instant' };
  const assessment = (id: string, status: string) => ({ id, status, createdAt: recorded, saidAt, rationale: id });
  const records = {
    assessment: [assessment('draft', 'draft'), assessment('said', 'approved'), assessment('waiting', 'submitted')],
    inquiry: [{ id: 'q', createdAt: recorded, askedAt: saidAt, question: 'Was it you?' }],
  };
  expect(eventsOf(records).map(({ kind, title }) => [kind, title])).toEqual([
    ['inquiry', 'Asked: Was it you?'],
    ['assessment', 'said'],
  ]);
});
