// The access rule with nothing in it, in place of `libs/access/src/sight.ts` (jest.config.cjs, project `unscoped`).
// What it asks stays in the text, so that each parameter keeps its type.
import { participationInForceSql as inForceSql, sightSql as scopeSql } from 'real/sight';

export * from 'real/sight';

export const sightSql = (...given) => `(true OR ${scopeSql(...given)})`;
export const participationInForceSql = (...given) => `(true OR (${inForceSql(...given)}))`;
