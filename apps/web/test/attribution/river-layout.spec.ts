import { bandsOf, marksOf, riverRecords } from '../../src/attribution/river-layout.js';
import type { Assessment, CitationNode } from '../../src/attribution/shapes.js';
import { timeScale } from '../../src/attribution/time-scale.js';

const NOW = Date.parse('2024-10-01T00:00:00.000Z');

const claim = (id: string, day: string, given: Partial<CitationNode> = {}): CitationNode => ({
  kind: 'claim',
  id,
  title: id,
  partyId: 'p',
  party: 'A party',
  status: 'holds',
  supersededById: null,
  stance: 'attributes',
  hypothesisId: 'h',
  saidAt: { at: `${day}T00:00:00.000Z`, precision: 'day' },
  createdAt: `${day}T12:00:00.000Z`,
  root: false,
  echo: false,
  ...given,
});

const scaleOf = (nodes: readonly CitationNode[]) =>
  timeScale(
    nodes.map(({ saidAt }) => Date.parse(saidAt?.at ?? '')),
    NOW,
    1000,
  );

describe('What stands on the river', () => {
  const early = claim('early', '2024-08-10');
  const late = claim('late', '2024-09-10');
  const noted = claim('noted late', '2024-08-12', { createdAt: '2024-09-20T00:00:00.000Z' });
  const all = { nodes: [early, late, noted] };

  it('is faded where it was said later, and not there where it was not known', () => {
    const moment = { validAt: '2024-08-31T00:00:00.000Z', knownAt: '2024-09-15T00:00:00.000Z' };
    const records = riverRecords(all, { nodes: [early] }, [], moment);
    expect(records.map(({ id, later }) => [id, later])).toEqual([
      ['early', false],
      ['late', true],
    ]);
  });

  it('has the state that it had at the moment', () => {
    const withdrawn = { ...early, status: 'withdrawn' as const };
    const [then] = riverRecords({ nodes: [withdrawn] }, { nodes: [early] }, [], {
      knownAt: '2024-08-11T00:00:00.000Z',
    });
    const [now] = riverRecords({ nodes: [withdrawn] }, { nodes: [withdrawn] }, [], {});
    expect([then?.status, now?.status]).toEqual(['holds', 'withdrawn']);
  });

  it('takes the time of a disclosure from when it was public', () => {
    const node = claim('d', '2024-08-10', { kind: 'disclosure', stance: null, hypothesisId: null, saidAt: null });
    const times = { id: 'd', receivedAt: null, publicAt: { at: '2024-07-01T00:00:00.000Z', precision: 'month' } };
    const [record] = riverRecords({ nodes: [node] }, { nodes: [node] }, [times], {});
    expect([record?.glyph, new Date(record?.from ?? 0).toISOString().slice(0, 10)]).toEqual([
      'disclosure',
      '2024-07-01',
    ]);
  });
});

describe('Marks', () => {
  const marks = (nodes: readonly CitationNode[]) => marksOf(riverRecords({ nodes }, { nodes }, [], {}), scaleOf(nodes));

  it('stand above each other where they were said on one day', () => {
    const nodes = [claim('a', '2024-08-10'), claim('b', '2024-08-10', { stance: 'denies' }), claim('c', '2024-09-10')];
    expect(marks(nodes).map(({ key, row, glyph }) => [key, row, glyph])).toEqual([
      ['a', 0, 'supports'],
      ['b', 1, 'denies'],
      ['c', 0, 'supports'],
    ]);
  });

  it('draw the span of what is only known to the month', () => {
    const month = claim('m', '2024-08-01', { saidAt: { at: '2024-08-01T00:00:00.000Z', precision: 'month' } });
    const [mark] = marks([month, claim('n', '2024-09-20')]);
    expect(mark?.spanTo).toBeGreaterThan(mark?.x ?? 0);
  });

  it('become figures in a crowd, with every record in exactly one of them', () => {
    const nodes = Array.from({ length: 500 }, (_, index) =>
      claim(`c${index}`, `2024-0${8 + (index % 2)}-${String((index % 28) + 1).padStart(2, '0')}`, {
        stance: index % 3 === 0 ? 'denies' : 'attributes',
        status: index % 50 === 0 ? 'withdrawn' : 'holds',
      }),
    );
    const drawn = marks(nodes);
    expect(drawn.length).toBeLessThan(150);
    const ids = drawn.flatMap(({ records }) => records.map(({ id }) => id));
    expect(ids.toSorted()).toEqual(nodes.map(({ id }) => id).toSorted());
    expect(drawn.every(({ struck, records }) => records.every(({ status }) => (status !== 'holds') === struck))).toBe(
      true,
    );
  });
});

describe('Bands', () => {
  const assessment = (id: string, day: string, term: string, given: Partial<Assessment> = {}): Assessment =>
    ({
      id,
      organizationId: 'o',
      organization: { id: 'o', name: 'Meridian' },
      judgements: [{ hypothesisId: 'h', likelihood: { term, min: 55, max: 80, percent: null } }],
      confidence: 'low',
      saidAt: { at: `${day}T00:00:00.000Z`, precision: 'day' },
      createdAt: `${day}T00:00:00.000Z`,
      approval: { by: { id: 'l', name: 'Lead' }, at: `${day}T12:00:00.000Z` },
      withoutNewEvidence: null,
      ...given,
    }) as unknown as Assessment;
  const scale = timeScale([Date.parse('2024-08-01T00:00:00.000Z'), Date.parse('2024-09-01T00:00:00.000Z')], NOW, 1000);
  const first = assessment('a', '2024-08-10', 'likely');
  const second = assessment('b', '2024-09-10', 'likely');

  it('step where the organization assessed again, and say so only where it said something else', () => {
    const bands = bandsOf([second, first], 'h', scale, {});
    expect(bands.map(({ key, repeats }) => [key, repeats])).toEqual([
      ['a', false],
      ['b', true],
    ]);
    expect(bands[0]?.x1).toBe(bands[1]?.x0);
    expect(bands[1]?.x1).toBe(scale.width);
  });

  it('are of what was approved by then only', () => {
    const draft = assessment('c', '2024-09-12', 'likely', { approval: null });
    expect(bandsOf([first, second, draft], 'h', scale, { knownAt: '2024-09-01T00:00:00.000Z' })).toHaveLength(1);
  });

  it('are not assessed, and not zero, where the organization did not judge the hypothesis', () => {
    expect(bandsOf([first], 'another', scale, {}).map(({ likelihood }) => likelihood)).toEqual([null]);
  });
});
