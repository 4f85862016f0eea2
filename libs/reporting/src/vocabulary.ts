/** A value that a field may have, in words. */
export interface Term {
  readonly id: string | number;
  readonly label: string;
  /** One sentence: what it means here. */
  readonly text: string;
}

export interface Vocabulary {
  /** What the field is, in one sentence, with where the terms come from. */
  readonly about: string;
  readonly terms: readonly Term[];
}

const plain = (id: string): string => {
  const words = id.replaceAll('_', ' ').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The vocabulary of these values; what is said of none is a plain word. */
export function vocabulary(
  about: string,
  values: readonly (string | number)[],
  said: Readonly<Record<string, string | readonly [string, string]>>,
): Vocabulary {
  return {
    about,
    terms: values.map((id) => {
      const words = said[String(id)] ?? '';
      return typeof words === 'string'
        ? { id, label: plain(String(id)), text: words }
        : { id, label: words[0], text: words[1] };
    }),
  };
}
