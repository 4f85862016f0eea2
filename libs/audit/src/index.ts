export { AuditModule } from './audit.module.js';
export { ERASABLE_FIELDS } from './erasure/erasable-kinds.js';
export {
  CASE_TABLES,
  CODES,
  fsck,
  fsckWithin,
  OUTSIDE,
  REGISTER_TABLES,
  reportOf,
  UNTOLD,
  type Code,
  type DomainTable,
  type Finding,
  type FsckAnswer,
  type FsckAsked,
} from './fsck/index.js';
