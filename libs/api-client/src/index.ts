import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type { components, paths };

/** The shapes that the API answers with and takes, by name: `Schemas['IncidentView']`. */
export type Schemas = components['schemas'];

/** A client of the API at this origin; every path and body is checked against the OpenAPI document. */
export function apiClient(options: Parameters<typeof createClient>[0] = {}): Client<paths> {
  return createClient<paths>(options);
}
