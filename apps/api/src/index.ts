export { BASE_PATH, createApi, type ApiOptions } from './create-api.js';
export type { Readiness } from './health.js';
export { openApiDocument } from './openapi.js';
export { requireDemands, type RouteDemand } from './require-demands.js';
