export { AsOf, type Moment } from './as-of.js';
export { canonicalJson } from './canonical-json.js';
export { CaseLock } from './case-lock.js';
export { difference, differs } from './change.rules.js';
export { commitment, leaf, newSalt, SALT_BYTES } from './commitment.js';
export { LedgerModule } from './ledger.module.js';
