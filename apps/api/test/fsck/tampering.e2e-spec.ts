import {
  CASE_TABLES,
  OUTSIDE,
  REGISTER_TABLES,
  UNTOLD,
  type Code,
  type DomainTable,
  type FsckAnswer,
} from '@app/audit';
import { NoteSigner, receiptText, signedNote } from '@app/ledger';
import { TEST_ORIGIN, testLogKey, testReceiptKey } from '@app/testing';
import { CheckedDatabase } from './checked-database.js';
import { Chance, columnsOf, flip, type Column } from './flipping.js';
import { sql, TAMPERS, type Tamper } from './tampers.js';

/** Which bits of which rows are flipped. */
const SEED = 5;
const CHECKED = 'compared by a check of its own';

/** Tables of which the database here has no row; what fills them is tested where it is. */
const NOT_HERE: readonly string[] = ['erasure', 'legal_hold'];

let database: CheckedDatabase;
let columns: Column[];
beforeAll(async () => {
  database = await CheckedDatabase.open();
  columns = await columnsOf(database.superuser);
}, 120_000);
afterAll(async () => {
  await database.close();
});

const RECORDS: readonly DomainTable[] = [...CASE_TABLES, ...REGISTER_TABLES];
const ofRecord = (table: string): DomainTable[] => RECORDS.filter((domain) => domain.table === table);
const excused = (table: string, column: string): boolean =>
  ofRecord(table).every((domain) => Object.hasOwn(domain.excused ?? {}, column));
/** Rows of which an entry tells. */
const recorded = (table: string): string =>
  ofRecord(table)
    .map(({ unrecorded }) => (unrecorded ? `NOT (${unrecorded[0]})` : 'true'))
    .join(' OR ');
const isKey = ({ table, name }: Column): boolean =>
  name === 'id' ||
  (name === 'incident_id' && CASE_TABLES.some((domain) => domain.table === table)) ||
  (table === 'membership' && ['organization_id', 'user_id'].includes(name));

const codes = ({ totals }: FsckAnswer): string[] => Object.keys(totals);

it('finds nothing in an honest database', async () => {
  const { sound, findings, entries, size } = await database.after();
  expect(findings).toEqual([]);
  expect({ sound, size }).toEqual({ sound: true, size: entries });
});

it('knows every table: it is compared, or there is a reason', () => {
  const tables = new Set(columns.map(({ table }) => table));
  const known = new Set([...RECORDS.map(({ table }) => table), ...Object.keys(OUTSIDE)]);
  expect([...tables].filter((table) => !known.has(table))).toEqual([]);
  expect(Object.entries(UNTOLD).filter(([table]) => OUTSIDE[table] !== CHECKED)).toEqual([]);
});

describe('A bit that was flipped', () => {
  it('in whichever column of a record is found, unless there is a reason', async () => {
    const chance = new Chance(SEED);
    const flipped: string[] = [];
    const { findings } = await database.after(async (client) => {
      for (const column of columns.filter((one) => ofRecord(one.table).length > 0 && !isKey(one))) {
        if (await flip(client, column, chance, recorded(column.table))) {
          flipped.push(`${column.table}.${column.name}`);
        } else {
          expect(NOT_HERE).toContain(column.table);
        }
      }
    });
    const found = new Set(
      findings
        .filter(({ code }) => code === 'row_differs' || code === 'case_differs')
        .map(({ table, member }) => `${table}.${member}`),
    );
    const unfound = flipped.filter((name) => !found.has(name));
    expect(unfound.filter((name) => !excused(...(name.split('.') as [string, string])))).toEqual([]);
    expect(flipped.length).toBeGreaterThan(250);
  });

  it.each([['id'], ['incident_id'], ['organization_id'], ['user_id']])(
    'in the key %s of a record is found as a record too many and one too few',
    async (name) => {
      const chance = new Chance(SEED);
      const keys = columns.filter((one) => ofRecord(one.table).length > 0 && isKey(one) && one.name === name);
      const { findings } = await database.after(async (client) => {
        for (const column of keys) {
          await flip(client, column, chance, recorded(column.table));
        }
      });
      for (const code of ['row_of_nothing', 'row_missing']) {
        const found = new Set(findings.filter((finding) => finding.code === code).map(({ table }) => table));
        expect(keys.filter(({ table }) => !found.has(table) && !NOT_HERE.includes(table))).toEqual([]);
      }
    },
  );

  it('in whichever column of the history and of the log is found, unless there is a reason', async () => {
    const chance = new Chance(SEED);
    const found: Record<string, string> = {};
    for (const column of columns.filter(({ table, name }) => OUTSIDE[table] === CHECKED && !UNTOLD[table]?.[name])) {
      const there = await database.rows(`SELECT 1 FROM ${column.table} LIMIT 1`);
      const answer = await database.after(async (client) => await flip(client, column, chance));
      found[`${column.table}.${column.name}`] = there.length === 0 ? 'empty' : codes(answer).join(' ');
    }
    const expected = (name: string): string => FOUND[name] ?? FOUND[name.split('.')[0] ?? ''] ?? 'a code of its own';
    expect(
      Object.entries(found).filter(
        ([name, told]) => !told.replace('payload_malformed', 'commitment_differs').includes(expected(name)),
      ),
    ).toEqual([]);
  }, 90_000);
});

/** The code by which a change of a table, or of one of its columns, is found at the least. */
const FOUND: Readonly<Record<string, Code | 'empty'>> = {
  case_read: 'read_differs',
  history_entry: 'entry_differs',
  'history_entry.id': 'leaf_of_nothing',
  'history_entry.leaf': 'leaf_differs',
  history_payload: 'commitment_differs',
  'history_payload.entry_id': 'payload_missing',
  'history_payload.opened': 'payload_missing',
  history_redaction: 'empty',
  log_checkpoint: 'checkpoint_differs',
  'log_checkpoint.note': 'checkpoint_signature_wrong',
  log_cosignature: 'cosignature_wrong',
  'log_cosignature.cosigned_at': 'cosignature_differs',
  'log_head.halted': 'halted',
  'log_head.root': 'head_differs',
  'log_head.size': 'leaf_missing',
  log_key: 'key_not_introduced',
  'log_leaf.entry_id': 'leaf_of_nothing',
  'log_leaf.index': 'leaf_missing',
  'log_leaf.leaf_hash': 'leaf_differs',
  log_node: 'node_missing',
  'log_node.hash': 'node_differs',
  log_pending: 'empty',
  'log_receipt.issued_at': 'receipt_differs',
  'log_receipt.note': 'receipt_signature_wrong',
  record_state: 'state_of_nothing',
  'record_state.state': 'state_differs',
  search_document: 'search_missing',
  'search_document.marking': 'search_differs',
  'search_document.reserved_to': 'search_differs',
};

describe('Whoever rules the database', () => {
  it.each(TAMPERS)('%s', async (_, tamper, expected) => {
    expect(codes(await database.after(tamper))).toEqual(expect.arrayContaining(expected));
  });

  it('forges a receipt, or breaks one', async () => {
    const forged = async (key: string, hash: string): Promise<Tamper> => {
      const signer = NoteSigner.of(key);
      const note = signedNote(receiptText(TEST_ORIGIN, [Buffer.from(hash, 'hex')], new Date(0)), [signer]);
      return async (client) =>
        await client.query('INSERT INTO log_receipt VALUES (gen_random_uuid(), NULL, to_timestamp(0), $1)', [note]);
    };
    const nothing = '00'.repeat(32);
    expect(codes(await database.after(await forged(testReceiptKey(), nothing)))).toEqual(['receipt_signature_wrong']);
    expect(codes(await database.after(await forged(database.receiptKey, nothing)))).toEqual(['receipt_broken']);
  });

  it('puts an older state back', () => {
    expect(database.ofBackup?.totals).toMatchObject({ rolled_back: 1 });
  });

  it('writes another past with the key of the log: what was remembered beside it shows it', async () => {
    const fork: Tamper = async (client) => await database.fork(client);
    expect(codes(await database.after(fork))).toEqual(['remembered_differs']);
    // Without it, a witness and whoever keeps a checkpoint know better, and nobody here.
    expect(codes(await database.after(fork, { remembered: null }))).toEqual([]);
  });

  it('signs with another key than the operator knows', async () => {
    const { vkey } = NoteSigner.of(testLogKey());
    expect(codes(await database.after(undefined, { vkey }))).toEqual(['key_not_expected']);
  });

  it('lets a witness have signed what it did not', async () => {
    const [kept] = await database.rows<{ line: string }>('SELECT line FROM log_cosignature');
    const other = sql(
      'DELETE FROM log_cosignature',
      `INSERT INTO log_cosignature SELECT (SELECT min(size) FROM log_checkpoint), '${database.witnessName}', '${kept?.line}', to_timestamp(1700000000)`,
    );
    expect(codes(await database.after(other))).toEqual(['cosignature_wrong']);
    expect(codes(await database.after(other, { policy: null }))).toEqual([]);
  });

  it('leaves no checkpoint that can be read beside the key', async () => {
    expect(codes(await database.after(undefined, { remembered: 'x' }))).toEqual(['remembered_malformed']);
  });
});
