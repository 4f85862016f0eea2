import pg from 'pg';
import { parseVerifierKey, verifyNote } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { testLogKey } from '@app/testing';
import { LogGround } from '../../test/log-ground.js';
import { Halted } from './halted.js';
import { NoteSigner } from './note-signer.js';
import { Sequencer } from './sequencer.js';

let ground: LogGround;
beforeEach(async () => {
  ground = await LogGround.make();
});
afterEach(async () => {
  await ground.close();
});

describe('The sequencer refuses to sign', () => {
  const changing = async (text: string): Promise<void> => {
    await ground.owner.query('BEGIN');
    await ground.owner.query(`ALTER TABLE log_leaf DISABLE TRIGGER USER; ALTER TABLE log_head DISABLE TRIGGER USER;
        ALTER TABLE log_checkpoint DISABLE TRIGGER USER; ALTER TABLE log_node DISABLE TRIGGER USER`);
    await ground.owner.query(text);
    await ground.owner.query(`ALTER TABLE log_leaf ENABLE TRIGGER USER; ALTER TABLE log_head ENABLE TRIGGER USER;
        ALTER TABLE log_checkpoint ENABLE TRIGGER USER; ALTER TABLE log_node ENABLE TRIGGER USER`);
    await ground.owner.query('COMMIT');
  };
  beforeEach(async () => {
    await ground.write(300);
    await ground.live();
  });

  const rolledBack = `DELETE FROM log_checkpoint; DELETE FROM log_leaf; DELETE FROM log_node; UPDATE log_head SET size = 0, root = sha256('')`;
  test.each([
    [
      'after a backup from before it was put back',
      rolledBack,
      'The log has 0 entries, and 300 were signed: entries are lost. Was an older backup put back?',
    ],
    [
      'where a leaf was changed',
      `UPDATE log_leaf SET leaf_hash = sha256('x') WHERE index = 3`,
      'The first 300 entries of the log are not those that were signed.',
    ],
    [
      'where a leaf at its end was changed',
      `UPDATE log_leaf SET leaf_hash = sha256('x') WHERE index = 299`,
      'The first 300 entries of the log are not those that were signed.',
    ],
    [
      'where a leaf was taken out',
      `DELETE FROM log_leaf WHERE index = 260`,
      'The first 300 entries of the log are not those that were signed.',
    ],
    [
      'where two leaves were swapped',
      `UPDATE log_leaf l SET leaf_hash = o.leaf_hash FROM log_leaf o WHERE l.index IN (298, 299) AND o.index = 597 - l.index`,
      'The first 300 entries of the log are not those that were signed.',
    ],
    [
      'where a node was changed',
      `UPDATE log_node SET hash = sha256('x')`,
      'The first 300 entries of the log are not those that were signed.',
    ],
    [
      'where its last checkpoint was changed',
      `UPDATE log_checkpoint SET note = replace(note, '300', '299')`,
      'The last checkpoint cannot be believed: it was changed, or is damaged.',
    ],
  ])('%s, and says so', async (_, change, why) => {
    // Of a leaf below a full tile only fsck knows: what is signed is the node above it.
    const known = change.includes('index = 3') && !change.includes('299') ? changedBelowNode(change) : change;
    await changing(known);
    const before = ground.memory.all.length;
    await ground.write();
    await expect(ground.live()).rejects.toThrow(new Halted(why));
    expect(ground.memory.all).toHaveLength(before);
  });
  const changedBelowNode = (change: string): string => `${change}; UPDATE log_node SET hash = sha256('y')`;

  it('what another key has signed, and says which key it needs', async () => {
    const stranger = NoteSigner.of(testLogKey());
    const client = new pg.Client(ground.database.ledgerUrl);
    await client.connect();
    const sequencer = new Sequencer(client, { signers: [stranger], memory: ground.memory, now: () => new Date() });
    await expect(sequencer.takeUp()).rejects.toThrow('Configure the old key behind the new one.');
    const rotating = new Sequencer(client, {
      signers: [stranger, ground.signer],
      memory: ground.memory,
      now: () => new Date(),
    });
    await rotating.takeUp();
    await ground.write();
    await rotating.round();
    await rotating.sign();
    const keys = await Promise.all(
      [stranger, ground.signer].map(async ({ vkey }) => await parseVerifierKey(nodeCrypto, vkey)),
    );
    expect((await verifyNote(nodeCrypto, ground.memory.note ?? '', keys)).signers).toHaveLength(2);
    await client.end();
  });

  it('and goes on where what was put back is whole again', async () => {
    await changing('CREATE TABLE kept AS SELECT * FROM log_leaf; DELETE FROM log_leaf WHERE index = 299');
    await expect(ground.live()).rejects.toThrow(Halted);
    await changing('INSERT INTO log_leaf SELECT * FROM kept WHERE index = 299; DROP TABLE kept');
    await ground.write();
    expect(await ground.live()).toBe('done');
    expect(await ground.sql('SELECT halted FROM log_head')).toEqual([{ halted: null }]);
    expect(await ground.faults()).toEqual([]);
  });
});
