import { Foundation1763800000000 } from './1763800000000-foundation.js';
import { AttributionRecord1764000000000 } from './1764000000000-attribution-record.js';

/** Every migration, oldest first. */
export const MIGRATIONS = [Foundation1763800000000, AttributionRecord1764000000000];
