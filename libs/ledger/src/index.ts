export { AsOf, type Moment } from './as-of.js';
export { canonicalJson } from './entries/canonical-json.js';
export { CaseLock } from './case-lock.js';
export { difference, differs } from './entries/change.rules.js';
export {
  commitment,
  fieldsCommitment,
  fieldsOf,
  leaf,
  leafHash,
  newSalt,
  SALT_BYTES,
  sha256,
  type Field,
  type Fields,
} from './entries/commitment.js';
export { LedgerModule } from './ledger.module.js';
export { NoteSigner, signedNote } from './log/note-signer.js';
export { MERGE_DELAY_SECONDS, originOf, Receipts, receiptText } from './log/receipts.js';
export { LogReader, TILE_WIDTH, type LogCheckpoint, type LogState } from './log/log-reader.js';
export {
  consistencyProof,
  Edge,
  edgeOf,
  EMPTY_ROOT,
  HASH_BYTES,
  inclusionProof,
  MissingHashes,
  nodeHash,
  perfectRoot,
  TILE_HEIGHT,
  type Hashes,
} from './log/tree.js';
export { Halted } from './log/halted.js';
export { Frontier } from './log/frontier.js';
export { LogStore } from './log/log-store.js';
export { Sequencer, type Signing } from './log/sequencer.js';
export { SignedMemory } from './log/signed-memory.js';
export { endorsementText, SigningKeys, type KeyRole, type LogKey } from './log/signing-keys.js';
export { NewestCheckpoint } from './witnesses/newest-checkpoint.js';
export { type ConsistencyProofs, type Pace } from './witnesses/witness-courier.js';
export { LogWitnesses, type WitnessesAtWork } from './witnesses/log-witnesses.js';
export { WitnessStandings, type WitnessStanding } from './witnesses/witness-standings.js';
export { readPolicy, Witnessing, type WitnessingOptions, type WitnessState } from './witnesses/witnessing.js';
