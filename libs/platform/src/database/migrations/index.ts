import { Foundation1763800000000 } from './1763800000000-foundation.js';
import { AttributionRecord1764000000000 } from './1764000000000-attribution-record.js';
import { ActorIdentificationPeople1764000100000 } from './1764000100000-actor-identification-people.js';

/** Every migration, oldest first. */
export const MIGRATIONS = [
  Foundation1763800000000,
  AttributionRecord1764000000000,
  ActorIdentificationPeople1764000100000,
];
