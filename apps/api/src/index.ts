export { BASE_PATH, createApi, type ApiOptions } from './create-api.js';
export type { Readiness } from './health.js';
export { requireDemands, type RouteDemand } from './require-demands.js';
