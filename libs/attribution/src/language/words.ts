/** A word or number of a text, or a percent sign, with where it stands. */
export interface Word {
  /** In lower case. */
  readonly word: string;
  /** UTF-16 code units from the beginning of the text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Whether a sentence, or a part of one, ends before it. */
  readonly afterStop: boolean;
}

// Each alternative begins with what the others cannot, and repeats over characters that cannot begin its
// next part: the time is linear in the text. A hyphen separates words: "high-confidence", "almost-certain".
const WORDS = /\d+(?:[.,]\d+)*|\p{L}+(?:['’]\p{L}+)*|%/gu;

export function wordsOf(text: string): Word[] {
  let last = 0;
  return Array.from(text.matchAll(WORDS), ({ 0: found, index }) => {
    const word = found.toLowerCase().replaceAll('’', "'");
    const afterStop = /[.!?;:]/.test(text.slice(last, index));
    last = index + found.length;
    return { word, start: index, end: last, afterStop };
  });
}

/** Words after which a full stop ends no sentence. */
const ABBREVIATIONS = new Set(
  'e.g i.e cf vs etc al ca approx est fig no nos vol sec art para dept gov gen col lt sgt sen rep mr mrs ms dr prof st inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  ),
);
/** Words that begin a sentence more often than they follow an abbreviation such as "U.S.". */
const BEGINNERS = new Set(
  'we the this that these those it its they our in on at with however although if as but there no an a he she'.split(
    ' ',
  ),
);

/** The sentences of a text, as `[start, end)`. */
export function sentencesOf(text: string): { start: number; end: number }[] {
  const sentences: { start: number; end: number }[] = [];
  let start = 0;
  const close = (end: number): void => {
    if (/\S/.test(text.slice(start, end))) {
      sentences.push({ start, end });
    }
    start = end;
  };
  for (let at = 0; at < text.length; at += 1) {
    if (isParagraph(text, at) || (/[.!?…]/.test(text.charAt(at)) && endsSentence(text, at, start))) {
      close(at + 1);
    }
  }
  close(text.length);
  return sentences;
}

/** A line that is followed by an empty one, or by a list's next point. */
const isParagraph = (text: string, at: number): boolean =>
  text.charAt(at) === '\n' && /^(?:\r?\n|[-*•] |\d{1,3}[.)] )/.test(text.slice(at + 1, at + 8));

/** As many characters back and ahead are looked at, so that no text makes this slow. */
const LOOK = 40;

function endsSentence(text: string, at: number, start: number): boolean {
  const ahead = text.slice(at + 1, at + 1 + LOOK);
  // "2.5", "example.org", "U.S": a full stop within a word. Quotes and brackets may close after it.
  if (!/^["'”’)\]]{0,3}(?:\s|$)/.test(ahead)) {
    return false;
  }
  if (text.charAt(at) !== '.') {
    return true;
  }
  const before = /[\p{L}.]{1,20}$/u.exec(text.slice(Math.max(start, at - LOOK), at))?.[0].toLowerCase() ?? '';
  const next = /^\W{0,8}(\p{L}+)/u.exec(ahead)?.[1] ?? '';
  const acronym = /^(?:\p{L}\.)*\p{L}$/u.test(before);
  if (acronym && before !== 'i') {
    return /^\p{Lu}/u.test(next) && BEGINNERS.has(next.toLowerCase());
  }
  return !ABBREVIATIONS.has(before) || (before === 'etc' && /^\p{Lu}/u.test(next));
}
