import {
  checkDigests,
  commitmentInput,
  digestInput,
  digestsBody,
  equal,
  fromBase64,
  leafHashInput,
  parseCanonicalJson,
  parseDisclosure,
  parseLeaf,
  payloadOf,
  toBase64,
  toBase64Url,
  utf8,
  verifyInclusions,
  type Disclosure,
  type JsonObject,
  type PlatformCrypto,
} from '@app/verify';

/** What the server sent of one entry, and nothing of it is believed yet (docs/formats/ledger.md, "Bundle", line 4). */
export interface SentEntry {
  readonly id: string;
  /** Place in the log; null while it waits for one. */
  readonly index: number | null;
  readonly leaf: string;
  /** b64 of 32 bytes. */
  readonly leafHash: string;
  /** b64 of 32 bytes each; null while it waits. */
  readonly proof: readonly string[] | null;
  /** b64. Without one nothing of the content is told. */
  readonly salt: string | null;
  /** Version 2. */
  readonly digests: readonly string[] | null;
  readonly disclosures: readonly string[];
  /** Version 1: the payload as text. */
  readonly body: string | null;
}

/** A tree whose checkpoint was checked in this browser before. */
export interface CheckedTree {
  readonly size: number;
  readonly root: Uint8Array;
}

export type StepName = 'fields' | 'commitment' | 'leaf' | 'place';
export interface Step {
  readonly name: StepName;
  /** `none`: there was nothing to check. */
  readonly result: 'held' | 'failed' | 'none';
  /** What is wrong, in words. */
  readonly fault?: string;
  /** Label and value, as they can be compared with what another verifier prints. */
  readonly values: readonly (readonly [label: string, value: string])[];
}

export interface EntryCheck {
  readonly id: string;
  readonly index: number | null;
  readonly steps: readonly Step[];
  /** Whether every step that could be taken held. */
  readonly held: boolean;
  /** The payload as far as it is told and proven; null where nothing is. */
  readonly payload: JsonObject | null;
  /** Names of the fields that are told. Version 1: `*`. */
  readonly fields: readonly string[];
}

/** What goes into the digests of one entry; a fault where it cannot be read at all. */
interface Prepared {
  readonly entry: SentEntry;
  readonly version: 1 | 2;
  readonly commitment: Uint8Array | null;
  readonly disclosures: readonly Disclosure[];
  readonly body: string | null;
  readonly salt: Uint8Array | null;
  readonly fault: { step: StepName; words: string } | null;
}

/**
 * Checks entries against a tree, side by side, so that the digests come in batches.
 *
 * @param tree null where there is no checkpoint that could be believed: then no place is proven.
 */
export async function checkEntries(
  crypto: PlatformCrypto,
  entries: readonly SentEntry[],
  tree: CheckedTree | null,
): Promise<EntryCheck[]> {
  const prepared = entries.map(prepare);
  const disclosed = prepared.flatMap(({ entry, fault }) => (fault ? [] : entry.disclosures.map(digestInput)));
  const inputs = [
    ...disclosed,
    ...prepared.map((one) => commitmentInput(one.salt ?? new Uint8Array(), utf8(one.body ?? ''))),
    ...prepared.map(({ entry }) => leafHashInput(utf8(entry.leaf))),
  ];
  const hashes = await crypto.sha256All(inputs);
  const digests = hashes.slice(0, disclosed.length).map(toBase64Url);
  const commitments = hashes.slice(disclosed.length, disclosed.length + prepared.length);
  const leaves = hashes.slice(disclosed.length + prepared.length);
  const places = await checkPlaces(crypto, entries, leaves, tree);
  let taken = 0;
  return prepared.map((one, i) => {
    const count = one.fault ? 0 : one.entry.disclosures.length;
    taken += count;
    return conclude(one, {
      digests: digests.slice(taken - count, taken),
      commitment: commitments[i] as Uint8Array,
      leaf: leaves[i] as Uint8Array,
      place: places[i] as Step,
    });
  });
}

function prepare(entry: SentEntry): Prepared {
  const nothing = { entry, version: 2, commitment: null, disclosures: [], body: null, salt: null } as const;
  try {
    const { commitment, version } = parseLeaf(entry.leaf);
    const read = { ...nothing, version, commitment };
    try {
      return { ...read, ...content(entry), fault: null };
    } catch (error) {
      return { ...read, fault: { step: 'fields', words: wordsOf(error) } };
    }
  } catch (error) {
    return { ...nothing, fault: { step: 'leaf', words: wordsOf(error) } };
  }
}

function content(entry: SentEntry): Pick<Prepared, 'disclosures' | 'body' | 'salt'> {
  if (entry.salt === null) {
    return { disclosures: [], body: null, salt: null };
  }
  const salt = fromBase64(entry.salt);
  if (entry.digests === null) {
    parseCanonicalJson(entry.body ?? '');
    return { disclosures: [], body: entry.body, salt };
  }
  checkDigests(entry.digests);
  return { disclosures: entry.disclosures.map(parseDisclosure), body: digestsBody(entry.digests), salt };
}

interface Hashed {
  readonly digests: readonly string[];
  readonly commitment: Uint8Array;
  readonly leaf: Uint8Array;
  readonly place: Step;
}

function conclude(one: Prepared, hashed: Hashed): EntryCheck {
  const { entry } = one;
  const steps = [fieldsStep(one, hashed), commitmentStep(one, hashed), leafStep(one, hashed), hashed.place];
  const read = payloadRead(one);
  if (typeof read === 'string') {
    steps[0] = { name: 'fields', result: 'failed', fault: read, values: [] };
  }
  const proven = steps.slice(0, 3).every(({ result }) => result !== 'failed');
  return {
    id: entry.id,
    index: entry.index,
    steps,
    held: steps.every(({ result }) => result !== 'failed'),
    payload: proven && typeof read === 'object' ? read : null,
    fields: entry.digests === null ? (one.body === null ? [] : ['*']) : one.disclosures.map(({ name }) => name),
  };
}

function fieldsStep({ entry, fault, salt, version }: Prepared, { digests }: Hashed): Step {
  if (fault) {
    return { name: 'fields', result: fault.step === 'fields' ? 'failed' : 'none', fault: fault.words, values: [] };
  }
  if (salt === null || version === 1) {
    return { name: 'fields', result: 'none', values: [] };
  }
  const known = new Set(entry.digests);
  const strange = digests.filter((digest) => !known.has(digest));
  return {
    name: 'fields',
    result: strange.length > 0 ? 'failed' : 'held',
    ...(strange.length > 0 ? { fault: 'A field that is shown is not one that was committed to.' } : {}),
    values: strange.length > 0 ? strange.map((digest) => ['Not among the digests', digest] as const) : [],
  };
}

function commitmentStep({ commitment, salt, fault }: Prepared, hashed: Hashed): Step {
  if (salt === null || commitment === null || fault) {
    return { name: 'commitment', result: 'none', values: [] };
  }
  const held = equal(hashed.commitment, commitment);
  return {
    name: 'commitment',
    result: held ? 'held' : 'failed',
    ...(held ? {} : { fault: 'The content is not what was committed to when this was written.' }),
    values: held
      ? [['Commitment', toBase64(commitment)]]
      : [
          ['Computed here', toBase64(hashed.commitment)],
          ['In the log', toBase64(commitment)],
        ],
  };
}

function leafStep({ entry, fault }: Prepared, hashed: Hashed): Step {
  const computed = toBase64(hashed.leaf);
  if (fault?.step === 'leaf') {
    return { name: 'leaf', result: 'failed', fault: fault.words, values: [] };
  }
  const held = computed === entry.leafHash;
  return {
    name: 'leaf',
    result: held ? 'held' : 'failed',
    ...(held ? {} : { fault: 'The hash of this entry is not the one that the server says.' }),
    values: held
      ? [['Leaf hash', computed]]
      : [
          ['Computed here', computed],
          ['As the server says', entry.leafHash],
        ],
  };
}

async function checkPlaces(
  crypto: PlatformCrypto,
  entries: readonly SentEntry[],
  leaves: readonly Uint8Array[],
  tree: CheckedTree | null,
): Promise<Step[]> {
  const proofs = entries.map(({ proof }) => readProof(proof));
  const asked = entries.map(({ index }, i) => ({ index, leafHash: leaves[i] as Uint8Array, proof: proofs[i] ?? null }));
  const walks = asked.flatMap(({ index, leafHash, proof }) =>
    tree !== null && index !== null && proof !== null ? [{ index, leafHash, proof, ...tree }] : [],
  );
  const held = await verifyInclusions(crypto, walks);
  let at = 0;
  return asked.map(({ index, proof }): Step => {
    if (index === null) {
      return { name: 'place', result: 'none', values: [] };
    }
    const proven = tree !== null && proof !== null && held[at++] === true;
    return {
      name: 'place',
      result: proven ? 'held' : 'failed',
      ...(proven ? {} : { fault: placeFault(index, tree) }),
      values: [
        ['Place', String(index)],
        ...(tree ? ([['Root', toBase64(tree.root)], ['Size', String(tree.size)]] as const) : []), // prettier-ignore
        ...(proof ?? []).map((hash, i) => [`Proof ${i + 1}`, toBase64(hash)] as const),
      ],
    };
  });
}

const placeFault = (index: number, tree: CheckedTree | null): string =>
  tree === null
    ? 'There is no checkpoint that could be believed, so no place in the log is proven.'
    : `The proof does not lead from this entry at ${index} to the root of the log at ${tree.size}.`;

function readProof(proof: readonly string[] | null): Uint8Array[] | null {
  try {
    return proof?.map(fromBase64) ?? null;
  } catch {
    return null;
  }
}

/** The payload as far as it is told; a fault in words. */
function payloadRead({ entry, disclosures, body, salt, fault }: Prepared): JsonObject | string | null {
  if (salt === null || fault) {
    return null;
  }
  try {
    return entry.digests === null
      ? (parseCanonicalJson(body ?? '') as JsonObject)
      : payloadOf(disclosures.map(({ name, value }) => [name, value] as const));
  } catch (error) {
    return wordsOf(error);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : 'It cannot be read.');
