export { AuditModule } from './audit.module.js';
export { CODES, fsck, reportOf, type Code, type Finding, type FsckAnswer, type FsckAsked } from './fsck/index.js';
