import type { TestingModule } from '@nestjs/testing';
import { NewestCheckpoint } from '@app/ledger';
import { SendDeliveries, Transport, type Posted, type Posting } from '@app/notifications';
import { StandingClock, type IncidentId } from '@app/platform';
import { freshTestDatabase, TestLog, type TestDatabase } from '@app/testing';
import { parseCheckpoint, parseVerifierKey, verifyNote } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { NOON, Town } from '../test/town.js';
import { handleAll, workshop } from '../test/workshop.js';
import type { Mail } from './mail.rules.js';

class Letterbox extends Transport {
  readonly atOnce: number = 50;
  readonly takesMsMax = 60_000;
  readonly name = 'a letterbox';
  readonly mails: Mail[] = [];

  async post(postings: readonly Posting[]): Promise<Posted[]> {
    this.mails.push(...postings.map(({ mail }) => mail));
    return await Promise.resolve(postings.map(() => ({ sent: true })));
  }

  close(): void {
    // Nothing is open.
  }
}

const noteIn = ({ text }: Mail): string | undefined =>
  /-----BEGIN CHECKPOINT-----\n([^]*)-----END CHECKPOINT-----\n$/.exec(text)?.[1];

describe('A notification by mail', () => {
  let database: TestDatabase;
  let letterbox: Letterbox;
  let worker: TestingModule;
  let town: Town;
  let incidentId: IncidentId;

  beforeEach(async () => {
    database = await freshTestDatabase();
    letterbox = new Letterbox();
    worker = await workshop({ url: database.appUrl, clock: new StandingClock(NOON), transport: letterbox });
    town = await new Town().settle();
    incidentId = await town.incident('Phishing', { leadId: town.lead });
  });

  afterEach(async () => {
    await town.close();
    await worker.close();
  });

  async function sendSome(): Promise<Mail[]> {
    await handleAll(worker, [await town.announce('incident.reported.v1', incidentId, { byUserId: town.it })]);
    await worker.get(SendDeliveries).execute();
    return letterbox.mails.splice(0);
  }

  it('carries the newest checkpoint, which verifies as it stands in the mail', async () => {
    const log = new TestLog(database);
    await town.sql(
      `INSERT INTO log_pending (entry_id, leaf_hash) SELECT gen_random_uuid(), sha256('leaf') FROM generate_series(1, 9)`,
    );
    const size = await log.sequenceAll();
    const mails = await sendSome();
    expect(mails.length).toBeGreaterThan(0);
    const key = await parseVerifierKey(nodeCrypto, log.signer.vkey);
    for (const mail of mails) {
      const { text } = await verifyNote(nodeCrypto, noteIn(mail) ?? '', [key]);
      expect(parseCheckpoint(text)).toMatchObject({ origin: log.signer.name, size });
    }
  });

  it('says nothing of a log where none is kept', async () => {
    const mails = await sendSome();
    expect(mails.length).toBeGreaterThan(0);
    expect(mails.map(({ text }) => text).join()).not.toMatch(/checkpoint/i);
  });

  it('goes also where the log cannot be read', async () => {
    worker.get(NewestCheckpoint).note = async () => await Promise.reject(new Error('gone'));
    const mails = await sendSome();
    expect(mails.length).toBeGreaterThan(0);
    expect(mails.map(noteIn)).toEqual(mails.map(() => undefined));
  });
});
