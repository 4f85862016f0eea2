/** The degrees of ICD 203, as they stand after "assesses it as" and before "that this was ...". */
const WORDS: Record<string, { short: string; assesses: (who: string, what: string) => string }> = {
  'almost-no-chance': {
    short: 'almost no chance',
    assesses: (who, what) => `${who} that there is almost no chance that this was ${what}.`,
  },
  'very-unlikely': degree('very unlikely'),
  unlikely: degree('unlikely'),
  'roughly-even-chance': {
    short: 'roughly even chance',
    assesses: (who, what) => `${who} that there is a roughly even chance that this was ${what}.`,
  },
  likely: degree('likely'),
  'very-likely': degree('very likely'),
  'almost-certain': degree('almost certain'),
};

function degree(term: string) {
  return { short: term, assesses: (who: string, what: string) => `${who} it as ${term} that this was ${what}.` };
}

export const termInWords = (term: string): string => WORDS[term]?.short ?? term.replaceAll('-', ' ');

/** `Meridian 2024 assesses it as likely that this was X.` */
export const assessesInWords = (who: string, term: string, what: string): string =>
  (WORDS[term] ?? degree(term)).assesses(who, what);
