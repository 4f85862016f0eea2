export { AccessGuard } from './access.guard.js';
export { AccessHttpModule } from './access-http.module.js';
export {
  CurrentCaller,
  CurrentSight,
  DEMAND,
  Public,
  Requires,
  RequiresAdministrator,
  RequiresInOrganization,
  SignedIn,
  Unattended,
  SignedInByPerson,
  type CallerRequest,
  type Demand,
} from './decorators.js';
export { Line } from './line.js';
export { logReads, LogsReads } from './log-reads.js';
export { OrganizationView, presentOrganization } from './organizations.view.js';
export { EndingDto } from './participants.dto.js';
export { SESSION_COOKIE } from './session-cookie.js';
