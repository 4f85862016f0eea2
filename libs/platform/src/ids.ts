import { randomBytes } from 'node:crypto';

/**
 * The registry of identifier kinds. They live together so that two libraries can
 * name each other's records without importing each other.
 */
export type Id<Kind extends string> = string & { readonly __kind: Kind };
export type IncidentId = Id<'incident'>;
export type OrganizationId = Id<'organization'>;
export type UserId = Id<'user'>;
export type ApiKeyId = Id<'api_key'>;
export type HolderNameId = Id<'holder_name'>;
export type AccountId = Id<'account'>;
export type PivotId = Id<'pivot'>;
export type CommentId = Id<'comment'>;
export type TaskId = Id<'task'>;
export type ParticipantId = Id<'participant'>;
export type MergerId = Id<'merger'>;
export type CaseReadId = Id<'case_read'>;
export type DisclosureId = Id<'disclosure'>;
export type ArtifactId = Id<'artifact'>;
export type PartyId = Id<'party'>;
export type ThreatActorId = Id<'threat_actor'>;
export type HypothesisId = Id<'hypothesis'>;
export type ClaimId = Id<'claim'>;
export type EvidenceId = Id<'evidence'>;
export type CustodyStepId = Id<'custody_step'>;
export type FindingId = Id<'finding'>;
export type FindingAccountId = Id<'finding_account'>;
export type InquiryId = Id<'inquiry'>;
export type AssessmentId = Id<'assessment'>;
export type DissentId = Id<'dissent'>;
export type AchColumnId = Id<'ach_column'>;
export type ActorIdentificationId = Id<'actor_identification'>;
export type StakeholderId = Id<'stakeholder'>;
export type NotificationId = Id<'notification'>;
export type DeliveryId = Id<'delivery'>;
export type EntryId = Id<'entry'>;
export type ErasureId = Id<'erasure'>;
export type LegalHoldId = Id<'legal_hold'>;
export type MessageId = Id<'message'>;

// Random bytes are drawn in blocks: one system call for 256 ids.
const POOL_BYTES = 10 * 256;
let pool = Buffer.alloc(0);
let used = 0;

function randomTail(): Buffer {
  if (used >= pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  used += 10;
  return pool.subarray(used - 10, used);
}

let lastMs = 0;
let counter = 0;

/**
 * A UUID version 7 (RFC 9562, section 5.7): sorts by `at`, to the millisecond. Ids that one
 * process makes for the same millisecond sort in the order of making (section 6.2, method 1:
 * `rand_a` counts), so that the parts of one report keep their order.
 */
export function newId<Kind extends string>(at: Date): Id<Kind> {
  const ms = at.getTime();
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeUIntBE(ms, 0, 6);
  randomTail().copy(bytes, 6);
  counter = ms === lastMs && counter < 0xfff ? counter + 1 : bytes.readUInt8(6) & 0x7f;
  lastMs = ms;
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<Kind>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text is a UUID of any version, in the hyphenated form. */
export const isUuid = (text: string): boolean => UUID.test(text);
