import { checkLanguage, checkShares, type Basis } from './language.rules.js';
import { sentencesOf } from './words.js';

const codes = (text: string, basis?: Basis): string[] => checkLanguage(text, basis).map(({ code }) => code);
const said = (text: string, basis?: Basis): [string, string][] =>
  checkLanguage(text, basis).map((warning) => [warning.code, warning.text]);

describe('Likelihood and confidence', () => {
  it('do not stand in one sentence', () => {
    expect(said('We assess with moderate confidence that this is likely their work.')).toEqual([
      ['likelihood_with_confidence', 'moderate confidence that this is likely'],
    ]);
    expect(codes('It is very likely; our confidence is low.')).toEqual(['likelihood_with_confidence']);
    expect(codes('We are confident that they probably did it.')).toEqual(['likelihood_with_confidence']);
    expect(codes('There is a 70 % chance, with high-confidence sourcing.')).toEqual(['likelihood_with_confidence']);
  });

  it('stand in two sentences, one after the other', () => {
    expect(codes('It is likely their work. Our confidence is moderate.')).toEqual([]);
    expect(codes('Confidence: low.\n\nLikely.')).toEqual([]);
    expect(codes('* High confidence\n* Likely')).toEqual([]);
  });

  it('are told apart from words that only look like them', () => {
    expect(codes('Public confidence is likely to suffer.')).toEqual([]);
    expect(codes('They used remote access, told us in confidence.')).toEqual([]);
  });

  it.each([
    'The U.S. agency says it is likely.',
    'See e.g. the report, which is likely true.',
    'Version 2.5 is likely affected.',
    'The mail of example.org is likely read.',
  ])('are looked for across "%s", which is one sentence', (text) => {
    expect(sentencesOf(text)).toHaveLength(1);
  });

  it('are looked for in each sentence after an abbreviation', () => {
    expect(sentencesOf('It was aimed at the U.S. We think so. "Yes." It ended (at last). Who? They!')).toHaveLength(6);
  });
});

describe('The two rows of terms', () => {
  it('are not mixed', () => {
    expect(said('It is likely. An insider is improbable.')).toEqual([['mixed_term_rows', 'improbable']]);
    expect(codes('It is likely. An insider is very unlikely. Almost certainly phishing.')).toEqual([]);
    expect(codes('It is probable. An insider is highly improbable.')).toEqual([]);
  });
});

describe('Words of certainty', () => {
  it.each(['It was undoubtedly them.', 'This proves it.', 'There is no doubt.', 'It was certainly phishing.'])(
    'need a basis: "%s"',
    (text) => {
      expect(codes(text)).toEqual(['certainty_without_basis']);
      expect(codes(text, { evidenceCited: 3 })).toEqual(['certainty_without_basis']);
      expect(codes(text, { evidenceCited: 3, independentLines: 1 })).toEqual(['certainty_without_basis']);
      expect(codes(text, { evidenceCited: 3, independentLines: 2 })).toEqual([]);
    },
  );

  it.each(['Almost certainly.', 'This does not prove it.', 'Nothing here is conclusive, and no proof was shown.'])(
    'are not found in "%s"',
    (text) => {
      expect(codes(text)).toEqual([]);
    },
  );
});

describe('"Confirmed"', () => {
  const text = 'The vendor confirmed it.';

  it('needs two originators', () => {
    expect(said(text, { independentLines: 1 })).toEqual([['confirmed_single_originator', 'confirmed']]);
    expect(codes(text, { independentLines: 0, evidenceCited: 4 })).toEqual(['confirmed_single_originator']);
    expect(codes(text, { evidenceCited: 1 })).toEqual(['confirmed_single_originator']);
    expect(codes(text, { independentLines: 2, evidenceCited: 1 })).toEqual([]);
  });

  it('is let be where nobody knows what it rests on, and where it is denied', () => {
    expect(codes(text)).toEqual([]);
    expect(
      codes('It has not been independently verified. It could not be confirmed.', { independentLines: 0 }),
    ).toEqual([]);
  });
});

describe('What cannot be said', () => {
  it.each(['It is 100 % them.', 'A chance of 0 percent.', 'An insider is impossible.', 'We hold it is certain.'])(
    'is "%s"',
    (text) => {
      expect(codes(text)).toContain('not_expressible');
    },
  );

  it.each([
    '100 % of the mailboxes were read.',
    'It is impossible to tell.',
    'Certain accounts, 50 %.',
    'It is not impossible.',
  ])('is not "%s"', (text) => {
    expect(codes(text)).toEqual([]);
  });
});

describe('A warning', () => {
  it('says where it stands, in which field, by which rule and from which source', () => {
    const text = 'We think: undoubtedly.';
    const [warning] = checkLanguage(text, {}, 'rationale');
    expect(warning).toEqual({
      code: 'certainty_without_basis',
      rule: expect.stringMatching(/certainty/),
      source: expect.stringMatching(/ICD 203/),
      text: 'undoubtedly',
      start: 10,
      end: 21,
      field: 'rationale',
    });
  });
});

describe('Judgements of hypotheses that exclude each other', () => {
  const judged = (...said: (number | [number, number])[]) =>
    checkShares(
      said.map((one) => ({
        likelihood: typeof one === 'number' ? { min: 0, percent: one } : { min: one[0], percent: null },
      })),
    ).map(({ code, field }) => [code, field]);

  it('come to a whole at the most', () => {
    expect(judged(70, 20, 10)).toEqual([]);
    expect(judged([55, 80], [20, 45], [5, 20])).toEqual([]);
    expect(judged(70, 20, 11)).toEqual([['more_than_whole', 'judgements']]);
    expect(judged([80, 95], [55, 80])).toEqual([['more_than_whole', 'judgements']]);
  });
});

it.each([
  ['.'.repeat(20_000)],
  [' .'.repeat(10_000)],
  ['a.'.repeat(10_000)],
  ['\n'.repeat(20_000)],
  ['\n- '.repeat(6_600)],
  [`${"a'".repeat(9_999)}!`],
  ['1,'.repeat(10_000)],
  ['likely confidence high '.repeat(850)],
  ['almost no almost no '.repeat(1_000)],
  ['not '.repeat(5_000)],
  ['"'.repeat(20_000)],
  [`likely high confidence ${'e.g. '.repeat(3_900)}`],
  ['😀’'.repeat(6_000)],
])('comes to an end with 20,000 characters of the worst kind', (text) => {
  expect(Array.isArray(checkLanguage(text, { evidenceCited: 0 }))).toBe(true);
});
