export { AccessGuard } from './access.guard.js';
export { AccessHttpModule } from './access-http.module.js';
export {
  CurrentCaller,
  CurrentSight,
  DEMAND,
  Public,
  Requires,
  RequiresInOrganization,
  SignedIn,
  type CallerRequest,
  type Demand,
} from './decorators.js';
export { SESSION_COOKIE } from './session-cookie.js';
