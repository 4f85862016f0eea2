import fc from 'fast-check';
import type { State } from '@app/platform';
import { difference, differs } from './change.rules.js';

const fields = ['title', 'status', 'tags', 'occurredAt'] as const;
const value = fc.oneof(
  fc.constantFrom<State[string]>(null, 'x', 'y', 1, true),
  fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
  fc.constantFrom<State[string]>({ at: null, precision: 'unknown' }, { precision: 'unknown', at: null }),
);
const state: fc.Arbitrary<State> = fc.record(Object.fromEntries(fields.map((field) => [field, value])));

describe('What a change did', () => {
  it('is the whole of a new record, after nothing', () => {
    expect(difference(null, { id: '1', version: 1 })).toEqual({ before: null, after: { id: '1', version: 1 } });
  });

  it('is the fields that differ, before and after, and not what follows from them', () => {
    const before = { title: 'x', status: 'reported', tags: [], version: 1, updatedAt: 'then' };
    const after = { title: 'y', status: 'reported', tags: ['a'], version: 2, updatedAt: 'now' };
    expect(difference(before, after)).toEqual({ before: { title: 'x', tags: [] }, after: { title: 'y', tags: ['a'] } });
  });

  it('is nothing where only the order of keys differs, as the database leaves it', () => {
    expect(differs({ link: { kind: 'claim', id: '1' } }, { link: { id: '1', kind: 'claim' } })).toBe(false);
    expect(differs({ tags: ['a', 'b'] }, { tags: ['b', 'a'] })).toBe(true);
    expect(differs({ note: null }, {})).toBe(false);
  });

  it('gives the record again when it is replayed in order', () => {
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 8 }), (states) => {
        const changes = states.map((after, index) => difference(states[index - 1] ?? null, after));
        const replayed = changes.reduce<State>((so, { after }) => ({ ...so, ...after }), {});
        expect(replayed).toEqual(states.at(-1));
        const back = changes
          .slice(1)
          .reduceRight<State>((so, { before }) => ({ ...so, ...before }), states.at(-1) ?? {});
        expect(back).toEqual(states[0]);
      }),
    );
  });
});
