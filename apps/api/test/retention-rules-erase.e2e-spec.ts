import { Test, type TestingModule } from '@nestjs/testing';
import { fsck } from '@app/audit';
import { ApplyRules, AuditJobsModule, RetentionJob } from '@app/audit/jobs';
import { LedgerModule } from '@app/ledger';
import { Config, newId, PlatformModule, StandingClock } from '@app/platform';
import { JobsModule } from '@app/platform/jobs';
import { givenMember, givenOrganization, type Client, type GivenOrganization, type Person } from '@app/testing';
import { FILING } from './history.js';
import { faults, takenBundle, verified } from './bundle-ground.js';
import { startLogged, type Logged } from './ledger-ground.js';

const DAY_MS = 24 * 60 * 60_000;
const clock = new StandingClock(new Date());

let logged: Logged;
let worker: TestingModule;
let ours: GivenOrganization;
let secondOwner: Person;
let owner: Client;

beforeAll(async () => {
  logged = await startLogged({ clock });
  const url = logged.api.database.appUrl;
  const config = new Config({});
  worker = await Test.createTestingModule({
    imports: [PlatformModule.with(config, url, clock), LedgerModule, JobsModule.with(config, url), AuditJobsModule],
  }).compile();
  worker.useLogger(false);
});
beforeEach(async () => {
  ours = await givenOrganization(logged.api);
  secondOwner = await givenMember(logged.api, ours, 'owner');
  owner = await logged.api.signedIn(ours.owner);
});
afterAll(async () => {
  await worker.close();
  await logged.api.close();
});

/** Sessions run out meanwhile. */
async function daysLater(days: number): Promise<void> {
  clock.set(new Date(clock.now().getTime() + days * DAY_MS));
  owner = await logged.api.signedIn(ours.owner);
}

const CLOSING = ['triage', 'investigating', 'contained', 'remediated', 'closed'];
async function step(at: string, ...steps: string[]): Promise<void> {
  let version = (await owner.get(at).expect(200)).body.version as number;
  for (const to of steps) {
    const summary = to === 'closed' ? { closingSummary: 'It was dealt with.' } : {};
    const { body } = await owner
      .with({ 'if-match': `"${version}"` })
      .post(`${at}/transitions`, { to, reason: 'x', ...summary })
      .expect(201);
    version = body.version as number;
  }
}

async function caseWith(...comments: string[]): Promise<string> {
  const at = `/incidents/${(await owner.post('/incidents', { title: 'A mailbox was read' }).expect(201)).body.id as string}`;
  for (const body of comments) {
    await owner.post(`${at}/comments`, { body }).expect(201);
  }
  return at;
}

/** A kind, and how a record of it is made, where the filing makes none. */
const ERASED: Readonly<Record<string, readonly [path: string | null, body: object]>> = {
  incident: [null, {}],
  account: [null, {}],
  disclosure: [null, {}],
  artifact: [null, {}],
  hypothesis: ['hypotheses', { kind: 'insider', label: 'Somebody of the house' }],
  comment: ['comments', { body: 'A word' }],
  task: ['tasks', { title: 'Ask them' }],
  holder_name: [
    'accounts',
    { identifier: 'c@campaign.example', kind: 'email', holder: { name: 'Ruth Doe', role: 'Aide', disclosed: false } },
  ],
  finding: ['findings', { summary: 'A former adviser was phished.', detail: 'By mail' }],
  stakeholder: ['stakeholders', { name: 'Counsel', role: 'counsel', maxTlp: 'amber', email: 'a@counsel.example' }],
  evidence: ['evidence', { title: 'A log', kind: 'reference', url: 'https://files.example/log', note: 'Theirs' }],
};

/** Written by bare statements. */
const WITHOUT_ENTRIES: ReadonlySet<string> = new Set(['membership', 'retention_rule', 'legal_hold']);

const commentsOf = async (at: string): Promise<string[]> =>
  (await owner.get(`${at}/comments`).expect(200)).body.items.map(({ body }: { body: string }) => body).toSorted();

/** 30 days for comments, confirmed. */
async function rule(): Promise<string> {
  const rules = `/organizations/${ours.id}/retention-rules`;
  const { body } = await owner.post(rules, { kind: 'comment', days: 30, basis: 'Schedule, 4.2' }).expect(201);
  const second = await logged.api.signedIn(secondOwner);
  await second.post(`${rules}/${body.id as string}/confirmations`).expect(201);
  return body.id as string;
}

const apply = async (ruleId: string, recordsMax?: number) =>
  (await worker.get(ApplyRules).execute(recordsMax)).find((applied) => applied.ruleId === ruleId);

async function hold(at: string | null): Promise<string> {
  const id = newId(clock.now());
  await logged.api.sql(
    `INSERT INTO legal_hold (id, organization_id, incident_id, reason, placed_by_id, placed_at) VALUES ($1, $2, $3, 'A suit', $4, $5)`,
    [id, ours.id, at?.split('/').at(-1) ?? null, ours.owner.id, clock.now()],
  );
  return id;
}
const lift = async (id: string): Promise<unknown> =>
  await logged.api.sql(
    `UPDATE legal_hold SET lifted_by_id = $2, lifted_at = $3, lift_reason = 'Settled' WHERE id = $1`,
    [id, ours.owner.id, clock.now()],
  );

describe('A confirmed rule of retention', () => {
  it('erases in closed cases when the days are over and not before, and what is left verifies', async () => {
    const ruleId = await rule();
    const closed = await caseWith('The first secret word', 'The second secret word');
    const open = await caseWith('Of an open case');
    await step(closed, ...CLOSING);
    await daysLater(30);
    expect(await apply(ruleId)).toEqual({ ruleId, records: 0, cases: 0, left: 0 });
    clock.set(new Date(clock.now().getTime() + 1000));
    expect(await apply(ruleId)).toEqual({ ruleId, records: 2, cases: 1, left: 0 });
    expect(await commentsOf(closed)).toEqual(['[redacted]', '[redacted]']);
    expect(await commentsOf(open)).toEqual(['Of an open case']);
    expect(await apply(ruleId)).toEqual({ ruleId, records: 0, cases: 0, left: 0 });

    const { body } = await owner.get(`${closed}/history?order=desc&limit=2`).expect(200);
    expect(body.items).toMatchObject([
      { action: 'record.redacted', by: { id: null } },
      { action: 'erasure.ruled', after: { basis: 'Retention rule: Schedule, 4.2', status: 'approved' } },
    ]);
    await logged.log.sequenceAll();
    const bundle = await takenBundle(owner, `${closed}/bundle`);
    const verification = await verified(bundle);
    expect(faults(verification)).toEqual(['verified']);
    expect(verification.counts?.redactions).toBeGreaterThan(0);
    expect(bundle.plain).not.toContain('secret word');
    expect(bundle.plain).toContain(`"requestedById":"${ours.owner.id}"`);
    expect(bundle.plain).toContain(`"approvedById":"${secondOwner.id}"`);
  }, 60_000);

  it('erases nothing while a hold is in force on the case or on the organization', async () => {
    const ruleId = await rule();
    const [held, other] = [await caseWith('Held'), await caseWith('Not held')];
    await step(held, ...CLOSING);
    await step(other, ...CLOSING);
    await daysLater(31);
    const everything = await hold(null);
    expect(await apply(ruleId)).toMatchObject({ records: 0, left: 0 });
    const ofCase = await hold(held);
    await lift(everything);
    expect(await apply(ruleId)).toMatchObject({ records: 1, cases: 1 });
    expect(await commentsOf(held)).toEqual(['Held']);
    expect(await commentsOf(other)).toEqual(['[redacted]']);
    await lift(ofCase);
    expect(await apply(ruleId)).toMatchObject({ records: 1, cases: 1 });
    expect(await commentsOf(held)).toEqual(['[redacted]']);
  }, 60_000);

  it('leaves a case alone that was opened again, and waits a week after it was confirmed', async () => {
    const at = await caseWith('Still of use');
    await step(at, ...CLOSING);
    await daysLater(40);
    const ruleId = await rule();
    await daysLater(6);
    expect(await apply(ruleId)).toBeUndefined();
    await step(at, 'investigating');
    await daysLater(2);
    expect(await apply(ruleId)).toMatchObject({ records: 0 });
    expect(await commentsOf(at)).toEqual(['Still of use']);
    await step(at, 'rejected');
    await daysLater(31);
    expect(await apply(ruleId)).toMatchObject({ records: 1 });
  }, 60_000);

  it('erases no more in one run than it may, and goes on in the next one', async () => {
    const ruleId = await rule();
    const at = await caseWith('One', 'Two', 'Three');
    await step(at, 'rejected');
    await daysLater(31);
    expect(await apply(ruleId, 2)).toMatchObject({ records: 2 });
    expect((await commentsOf(at)).filter((body) => body === '[redacted]')).toHaveLength(2);
    expect(await apply(ruleId, 2)).toMatchObject({ records: 1 });
  }, 60_000);

  it('erases what was filed, said, found and gathered, and names behind pseudonyms, and fsck finds nothing amiss', async () => {
    const { body: filed } = await owner.post('/incidents', { ...FILING, summary: 'A summary' }).expect(201);
    const at = `/incidents/${filed.id as string}`;
    const kinds = Object.keys(ERASED);
    for (const [kind, [path, body]] of Object.entries(ERASED)) {
      if (path !== null) {
        expect({ kind, status: (await owner.post(`${at}/${path}`, body)).status }).toEqual({ kind, status: 201 });
      }
    }
    await step(at, 'rejected');
    for (const kind of kinds) {
      await logged.api.sql(
        `INSERT INTO retention_rule (id, organization_id, kind, days, basis, proposed_by_id, proposed_at, confirmed_by_id, confirmed_at)
         VALUES ($1, $2, $3, 30, 'x', $4, $6, $5, $6)`,
        [newId(clock.now()), ours.id, kind, ours.owner.id, secondOwner.id, clock.now()],
      );
    }
    await daysLater(31);
    const applied = await worker.get(ApplyRules).execute();
    const mine = await logged.api.sql<{ id: string; kind: string }>(
      'SELECT id, kind FROM retention_rule WHERE organization_id = $1',
      [ours.id],
    );
    for (const { id, kind } of mine) {
      const { records, left } = applied.find(({ ruleId }) => ruleId === id) ?? {};
      expect({ kind, erased: (records ?? 0) > 0, left }).toEqual({ kind, erased: true, left: 0 });
    }
    await logged.log.sequenceAll();
    expect(faults(await verified(await takenBundle(owner, `${at}/bundle`)))).toEqual(['verified']);

    const checked = { remembered: null, vkey: null, policy: null, progress: () => undefined, toldMax: 1000 };
    const { findings } = await fsck({ ownerUrl: logged.api.database.ownerUrl, ...checked });
    // What these tests and their factories write past the commands has no entries.
    expect(findings.filter(({ table }) => !WITHOUT_ENTRIES.has(table))).toEqual([]);
  }, 60_000);

  it('erases nothing once it was ended', async () => {
    const ruleId = await rule();
    const at = await caseWith('Kept');
    await step(at, 'rejected');
    await daysLater(31);
    await owner.post(`/organizations/${ours.id}/retention-rules/${ruleId}/endings`, { reason: 'x' }).expect(201);
    expect(await apply(ruleId)).toBeUndefined();
    expect(await commentsOf(at)).toEqual(['Kept']);
  });
});

test('what was told of a case stays while a hold is in force over it', async () => {
  const told = async (at: string): Promise<string> => {
    const id = newId(clock.now());
    await logged.api.sql(
      `INSERT INTO notification (id, message_id, kind, organization_id, incident_id, user_id, reason, subject, body, path, tlp, created_at)
       VALUES ($1, $1, 'k', $2, $3, $4, 'lead', 's', 'b', '/', 'amber', $5)`,
      [id, ours.id, at.split('/').at(-1), ours.owner.id, clock.now()],
    );
    return id;
  };
  const [held, free] = [await caseWith(), await caseWith()];
  const [kept, gone] = [await told(held), await told(free)];
  await hold(held);
  await daysLater(731);
  await worker.get(RetentionJob).run();
  expect(await logged.api.sql('SELECT id FROM notification WHERE id = ANY($1::uuid[])', [[kept, gone]])).toEqual([
    { id: kept },
  ]);
});
