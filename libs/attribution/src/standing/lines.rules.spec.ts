import fc from 'fast-check';
import type { ClaimFact, Facts } from './facts.js';
import { claim, day, facts, source } from './facts.fixture.js';
import { standingOf, type HypothesisStanding } from './standing.rules.js';

const standing = (given: Facts, validAt = day(31)): HypothesisStanding => {
  const [only] = standingOf(given, validAt);
  if (!only) {
    throw new Error('no hypothesis');
  }
  return only;
};
const lines = (claims: readonly ClaimFact[], more: Partial<Facts> = {}): number =>
  standing(facts(claims, more)).independentLines;

describe('Independent lines', () => {
  it('are counted by root: who repeats another adds none', () => {
    expect(lines([claim('vendor')])).toBe(1);
    expect(lines([claim('vendor'), claim('campaign', { restsOn: ['vendor'] })])).toBe(1);
    expect(
      lines([claim('vendor'), claim('other vendor'), claim('paper', { restsOn: ['vendor', 'other vendor'] })]),
    ).toBe(2);
  });

  it('name their roots, and the claims that draw on them', () => {
    const { lines: found } = standing(
      facts([claim('a'), claim('b', { restsOn: ['a'] }), claim('c', { restsOn: ['b'] })]),
    );
    expect(found).toEqual([{ roots: [{ kind: 'claim', id: 'a' }], claimIds: ['a', 'b', 'c'] }]);
  });

  it('are one for all roots of one party', () => {
    expect(
      lines([claim('first', { claimantId: 'vendor' as never }), claim('second', { claimantId: 'vendor' as never })]),
    ).toBe(1);
    const finding = source('finding:f', { partyId: 'vendor' });
    expect(
      lines([claim('own words', { claimantId: 'vendor' as never }), claim('b', { restsOn: ['finding:f'] })], {
        sources: [finding],
      }),
    ).toBe(1);
  });

  it('are one for two claims on one finding', () => {
    const sources = [source('finding:f')];
    expect(lines([claim('a', { restsOn: ['finding:f'] }), claim('b', { restsOn: ['finding:f'] })], { sources })).toBe(
      1,
    );
  });

  it('are none where citations go round in a circle, which is said', () => {
    const round = [claim('a', { restsOn: ['c'] }), claim('b', { restsOn: ['a'] }), claim('c', { restsOn: ['b'] })];
    const { independentLines, gaps } = standing(facts(round));
    expect(independentLines).toBe(0);
    expect(gaps.find(({ code }) => code === 'circular')?.ids).toEqual(['a', 'b', 'c']);
    expect(
      lines([...round, claim('d', { restsOn: ['a', 'vendor'] }), claim('vendor', { stance: 'cannot_verify' })]),
    ).toBe(1);
  });

  it('are not opened by what only answers, denies, or cannot verify', () => {
    const answering = claim('paper', { restsOn: ['vendor'], respondsTo: [{ kind: 'claim', id: 'other' }] });
    expect(lines([claim('vendor'), answering, claim('denial', { stance: 'denies' })])).toBe(1);
    expect(
      lines([claim('paper', { stance: 'cannot_verify' }), claim('agency', { stance: 'declines_to_attribute' })]),
    ).toBe(0);
  });

  it('are lost with a withdrawn root, from when it was withdrawn', () => {
    const withdrawn = {
      status: 'withdrawn' as const,
      withdrawal: { reason: 'x', at: day(15), byId: 'u' as never, recordedAt: day(15) },
    };
    const given = facts([claim('vendor', withdrawn), claim('paper', { restsOn: ['vendor'] })]);
    expect(standing(given, day(14)).independentLines).toBe(1);
    const { independentLines, gaps } = standing(given, day(15));
    expect(independentLines).toBe(0);
    expect(gaps.find(({ code }) => code === 'rests_on_withdrawn')).toMatchObject({ ids: ['vendor'] });
  });

  it('are lost with a rejected finding, and found again through its successor', () => {
    const rejected = source('finding:f', { status: 'rejected', decision: { outcome: 'rejected', at: day(10) } });
    expect(lines([claim('a', { restsOn: ['finding:f'] })], { sources: [rejected] })).toBe(0);
    const superseded = source('finding:f', { status: 'superseded', supersededById: 'g', partyId: 'vendor' });
    const successor = source('finding:g', { partyId: 'vendor', createdAt: day(12) });
    const given = facts([claim('a', { restsOn: ['finding:f'] })], { sources: [superseded, successor] });
    expect(standing(given).lines).toEqual([{ roots: [{ kind: 'finding', id: 'g' }], claimIds: ['a'] }]);
    expect(standing(given, day(11)).lines[0]?.roots).toEqual([{ kind: 'finding', id: 'f' }]);
  });

  it('go on through a claim that was superseded, from when its successor was said', () => {
    const given = facts([
      claim('old', {
        claimantId: 'vendor' as never,
        status: 'superseded',
        supersededById: 'new' as never,
        supersededAt: day(20),
      }),
      claim('new', { claimantId: 'vendor' as never, saidAt: { at: day(20), precision: 'day' } }),
      claim('paper', { restsOn: ['old'] }),
    ]);
    expect(standing(given, day(19)).lines).toEqual([
      { roots: [{ kind: 'claim', id: 'old' }], claimIds: ['old', 'paper'] },
    ]);
    expect(standing(given, day(20)).lines).toEqual([
      { roots: [{ kind: 'claim', id: 'new' }], claimIds: ['new', 'paper'] },
    ]);
  });

  it('are lost when the claimant retracts, and not when somebody else says so', () => {
    const retraction = claim('taken back', {
      claimantId: 'party of vendor' as never,
      stance: 'retracts',
      saidAt: { at: day(20), precision: 'day' },
    });
    expect(lines([claim('vendor'), retraction])).toBe(0);
    expect(lines([claim('vendor'), { ...retraction, claimantId: 'another' as never }])).toBe(1);
  });
});

/** A case of claims that cite each other at random, also in circles. */
const cases = fc
  .array(
    fc.record({
      party: fc.nat({ max: 5 }),
      stance: fc.constantFrom(
        'attributes' as const,
        'corroborates' as const,
        'denies' as const,
        'cannot_verify' as const,
      ),
      on: fc.array(fc.nat({ max: 11 }), { maxLength: 3 }),
      said: fc.integer({ min: 1, max: 28 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ party, stance, on, said }, index) =>
      claim(`c${String(index).padStart(2, '0')}`, {
        claimantId: `party ${party}` as never,
        stance,
        restsOn: [...new Set(on)].filter((at) => at < drawn.length).map((at) => `c${String(at).padStart(2, '0')}`),
        saidAt: { at: day(said), precision: 'day' },
      }),
    ),
  );

describe('Whatever the claims,', () => {
  it('echoes change no count: whoever repeats what was said adds nothing', () => {
    fc.assert(
      fc.property(cases, fc.nat({ max: 11 }), fc.nat({ max: 9 }), (claims, at, echoes) => {
        // An echo may repeat any claim that supports: what that one draws on was counted already.
        const repeated = claims.filter(({ stance }) => stance === 'attributes' || stance === 'corroborates');
        const original = repeated[at % Math.max(repeated.length, 1)];
        const more = Array.from({ length: original ? echoes : 0 }, (_, index) =>
          claim(`echo ${index}`, {
            restsOn: [index % 2 === 0 || !original ? (original?.id ?? '') : `echo ${index - 1}`],
          }),
        );
        expect(lines([...claims, ...more])).toBe(lines(claims));
      }),
    );
  });

  it('the order of the records does not matter', () => {
    fc.assert(
      fc.property(
        cases.chain((claims) =>
          fc.tuple(fc.constant(claims), fc.shuffledSubarray(claims, { minLength: claims.length })),
        ),
        ([claims, shuffled]) => {
          expect(standingOf(facts(shuffled), day(31))).toEqual(standingOf(facts(claims), day(31)));
        },
      ),
    );
  });

  it('what was said later changes no standing of before', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 28 }), (claims, at) => {
        const said = claims.filter(({ saidAt }) => (saidAt.at ?? '') <= day(at));
        const saidIds = new Set(said.map(({ id }) => id as string));
        // Of claims that draw only on what had been said: a link to what comes later is a fault of the record.
        fc.pre(said.every(({ restsOn }) => restsOn.every(({ id }) => saidIds.has(id))));
        expect(standingOf(facts(claims), day(at))).toEqual(standingOf(facts(said), day(at)));
      }),
    );
  });

  it('there are no more lines than parties', () => {
    fc.assert(
      fc.property(cases, (claims) => {
        expect(lines(claims)).toBeLessThanOrEqual(new Set(claims.map(({ claimantId }) => claimantId)).size);
      }),
    );
  });
});
