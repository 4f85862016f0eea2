import type { Make } from './access-ground.js';

export const EVENT_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /events': async () => await Promise.resolve({ path: '/events', streams: true }),
};
