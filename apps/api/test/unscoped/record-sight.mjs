// Every record of every case is shown, as far as the application goes: in place of `libs/access/src/record-sight.ts`.
import { clearedSql as scopeSql, recordShownSql as shownSql } from 'real/record-sight';

export * from 'real/record-sight';

export const recordShownSql = (...given) => `(true OR ${shownSql(...given)})`;
export const clearedSql = (...given) => `(true OR ${scopeSql(...given)})`;
export const isRecordShown = () => true;
