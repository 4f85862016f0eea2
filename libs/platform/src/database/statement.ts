/**
 * A named statement: PostgreSQL parses and plans it once a connection (STYLE, speed).
 * The name is derived from the text, so that two texts never share one.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /**
   * One plan for all values, where PostgreSQL by itself would make one at each call: for what
   * takes longer to plan than to run. Reads heed it (`Database.read`), writes do not.
   */
  readonly plannedOnce?: boolean;
}

let made = 0;
const known = new Map<string, Statement>();

/** The named statement of this text. Texts come from code, never from a request, so that their number is bounded. */
export function statement(label: string, text: string, plannedOnce = false): Statement {
  const found = known.get(text);
  if (found) {
    return found;
  }
  made += 1;
  const fresh = { name: `${label}_${made}`, text, plannedOnce };
  known.set(text, fresh);
  return fresh;
}
