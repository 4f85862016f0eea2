import { get, type Make } from './access-ground.js';

export const ELEVATION_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /incidents/:incidentId/reads': get('/reads'),
};
