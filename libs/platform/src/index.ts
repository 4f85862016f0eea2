export type { Change, State, Value } from './change.js';
export { CHANGE_CHANNEL, ChangeBell } from './change-bell.js';
export { Clock, StandingClock } from './clock.js';
export { Config, ConfigFaults } from './config.js';
export { Database } from './database/database.js';
export { SESSION_LOCKS } from './database/session-locks.js';
export { migrate, NewerSchema, QUEUE_SCHEMA, type MigrateOptions } from './database/migrate.js';
export { MIGRATIONS } from './database/migrations/index.js';
export { PRIVILEGES } from './database/privileges.js';
export { statement, type Statement } from './database/statement.js';
export {
  DataDirInUse,
  EmbeddedPostgresError,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres/index.js';
export * from './ids.js';
export { isLoopback, Secret, type IdentityProvider, type MappedOrganization } from './identity-providers.config.js';
export { LedgerPort } from './ledger.port.js';
export { OUTBOX_CHANNEL, OutboxBell } from './outbox-bell.js';
export {
  AHEAD_MAX_MS,
  cutToSpan,
  PRECISIONS,
  partialTime,
  startOfSpan,
  type PartialTime,
  type Precision,
} from './partial-time.js';
export { PlatformModule } from './platform.module.js';
export { cursorOf, page, positionOf, type Page, type PositionPart } from './page.js';
export { ProductLog } from './product-log.js';
export type { Idempotency, Principal, Purpose } from './principal.js';
export {
  Conflict,
  Forbidden,
  Invalid,
  NotFound,
  Problem,
  requireUnchanged,
  StaleVersion,
  type Fault,
  type ProblemStatus,
} from './problem.js';
export {
  highestTlp,
  mayLeaveByMail,
  TLP,
  tlpAllows,
  tlpLabel,
  tlpOfRankSql,
  tlpRank,
  tlpRankSql,
  type Tlp,
} from './tlp.js';
export {
  RETENTION_KINDS,
  RETENTION_PERIODS,
  retentionVariable,
  type RetentionKind,
  type RetentionPeriod,
} from './retention-periods.js';
export { Tx, type OpenCase } from './tx.js';
export { Following, NothingChanged, Repeated, UnitOfWork } from './unit-of-work.js';
