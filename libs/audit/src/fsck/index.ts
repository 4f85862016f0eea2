export { CODES, type Code } from './codes.js';
export type { Finding } from './found.js';
export { fsck, type FsckAnswer, type FsckAsked } from './fsck.js';
export { reportOf } from './report.js';
