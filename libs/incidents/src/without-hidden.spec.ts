import { withoutHidden } from './without-hidden.js';

const hidden = new Set(['secret']);
const link = (id: string) => ({ kind: 'claim', id });

describe('What names a hidden record', () => {
  it('is left out of lists, and null where it stands alone', () => {
    const state = {
      id: 'a',
      restsOn: [link('secret'), link('b')],
      on: link('secret'),
      supersededById: 'secret',
      ids: ['secret', 'b'],
      cells: [
        { evidence: link('secret'), rating: 'C' },
        { evidence: link('b'), rating: 'I' },
      ],
      assessment: { evidence: [link('secret')] },
      said: null,
      count: 2,
    };
    expect(withoutHidden(state, hidden)).toEqual({
      id: 'a',
      restsOn: [link('b')],
      on: null,
      supersededById: null,
      ids: ['b'],
      cells: [{ evidence: link('b'), rating: 'I' }],
      assessment: { evidence: [] },
      said: null,
      count: 2,
    });
  });

  it('is not looked for where nothing is hidden', () => {
    const state = { restsOn: [link('secret')] };
    expect(withoutHidden(state, new Set())).toBe(state);
  });
});
