export { CODES, type Code } from './codes.js';
export type { Finding } from './found.js';
export { fsck, fsckWithin, type FsckAnswer, type FsckAsked } from './fsck.js';
export { CASE_TABLES, OUTSIDE, REGISTER_TABLES, UNTOLD, type DomainTable } from './tables.js';
export { reportOf } from './report.js';
