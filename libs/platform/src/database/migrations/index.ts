import { Foundation1763800000000 } from './1763800000000-foundation.js';
import { AttributionRecord1764000000000 } from './1764000000000-attribution-record.js';
import { ActorIdentificationPeople1764000100000 } from './1764000100000-actor-identification-people.js';
import { SecondFactor1764200000000 } from './1764200000000-second-factor.js';
import { IdentityProviders1764200100000 } from './1764200100000-identity-providers.js';
import { MarkingsAndPseudonyms1764200200000 } from './1764200200000-markings-and-pseudonyms.js';
import { ElevationsAndReads1764200300000 } from './1764200300000-elevations-and-reads.js';
import { Events1764200500000 } from './1764200500000-events.js';
import { RowSecurity1764200900000 } from './1764200900000-row-security.js';
import { Recognition1764201000000 } from './1764201000000-recognition.js';
import { ShownChanges1764201100000 } from './1764201100000-shown-changes.js';
import { TransparencyLog1764300000000 } from './1764300000000-transparency-log.js';
import { ReadsInTheLedger1764300100000 } from './1764300100000-reads-in-the-ledger.js';
import { Retention1764300300000 } from './1764300300000-retention.js';
import { Erasure1764300500000 } from './1764300500000-erasure.js';
import { WitnessStanding1764300400000 } from './1764300400000-witness-standing.js';

/** Every migration, oldest first. */
export const MIGRATIONS = [
  Foundation1763800000000,
  AttributionRecord1764000000000,
  ActorIdentificationPeople1764000100000,
  SecondFactor1764200000000,
  IdentityProviders1764200100000,
  MarkingsAndPseudonyms1764200200000,
  ElevationsAndReads1764200300000,
  Events1764200500000,
  RowSecurity1764200900000,
  Recognition1764201000000,
  ShownChanges1764201100000,
  TransparencyLog1764300000000,
  ReadsInTheLedger1764300100000,
  Retention1764300300000,
  WitnessStanding1764300400000,
  Erasure1764300500000,
];
