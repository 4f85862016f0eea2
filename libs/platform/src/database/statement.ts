/**
 * A named statement: PostgreSQL parses and plans it once a connection (STYLE, speed).
 * The name is derived from the text, so that two texts never share one.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

let made = 0;
const known = new Map<string, Statement>();

/** The named statement of this text. Texts come from code, never from a request, so that their number is bounded. */
export function statement(label: string, text: string): Statement {
  const found = known.get(text);
  if (found) {
    return found;
  }
  made += 1;
  const fresh = { name: `${label}_${made}`, text };
  known.set(text, fresh);
  return fresh;
}
