import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { LedgerModule } from '@app/ledger';
import {
  Config,
  Database,
  newId,
  PlatformModule,
  StandingClock,
  statement,
  TLP,
  tlpAllows,
  type OrganizationId,
  type Tlp,
  type UserId,
} from '@app/platform';
import { freshTestDatabase } from '@app/testing';
import pg from 'pg';
import { AccessModule } from './access.module.js';
import { Authentication } from './authentication.repository.js';
import { Sessions } from './sessions.repository.js';
import { sightSql } from './sight.js';

const clock = new StandingClock(new Date('2024-08-10T12:00:00Z'));
const past = new Date('2024-08-10T11:59:59Z');
const future = new Date('2024-08-10T12:00:01Z');

@Module({})
class Program {}

let app: INestApplicationContext;
let owner: pg.Client;

beforeAll(async () => {
  const { appUrl, ownerUrl } = await freshTestDatabase();
  const platform = PlatformModule.with(new Config({}), appUrl, clock);
  const program = { module: Program, imports: [platform, LedgerModule, AccessModule] };
  app = await NestFactory.createApplicationContext(program, { logger: false, abortOnError: false });
  owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

const id = (): string => newId(clock.now());
const put = async (table: string, row: Record<string, unknown>): Promise<void> => {
  const places = Object.keys(row).map((_, index) => `$${index + 1}`);
  await owner.query(
    `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})`,
    Object.values(row),
  );
};

async function organization(): Promise<string> {
  const row = { id: id(), name: 'An organization', kind: 'campaign', created_at: past };
  await put('organization', row);
  return row.id;
}

async function person(
  organizationId: string | null,
  endedAt: Date | null = null,
  disabledAt: Date | null = null,
): Promise<string> {
  const userId = id();
  const email = `${userId}@test.example`;
  await put('app_user', {
    id: userId,
    email,
    email_key: email,
    name: 'A person',
    disabled_at: disabledAt,
    created_at: past,
  });
  if (organizationId) {
    await put('membership', {
      organization_id: organizationId,
      user_id: userId,
      role: 'analyst',
      created_at: past,
      ended_at: endedAt,
    });
  }
  return userId;
}

let numbered = 0;
async function incident(organizationId: string, tlp: Tlp): Promise<string> {
  numbered += 1;
  const row = {
    id: id(),
    organization_id: organizationId,
    reference: `INC-2024-${String(numbered).padStart(4, '0')}`,
    title: 'A case',
    tlp,
  };
  const times = { reported_at: past, status_changed_at: past, recorded_at: past };
  await put('incident', { ...row, ...times, status: 'reported', case_version: 1, version: 1 });
  return row.id;
}

interface Participation {
  readonly maxTlp: Tlp;
  readonly until: Date | null;
  readonly endedAt: Date | null;
}

const PARTICIPATIONS: readonly Participation[] = TLP.flatMap((maxTlp) =>
  [null, clock.now(), future].flatMap((until) => [null, past].map((endedAt) => ({ maxTlp, until, endedAt }))),
);

const inForce = ({ maxTlp, until, endedAt }: Participation, tlp: Tlp): boolean =>
  endedAt === null && (until === null || until > clock.now()) && tlpAllows(maxTlp, tlp);

const SEEN = statement(
  'seen_in_test',
  `SELECT i.id FROM incident i WHERE ${sightSql('i', { organizationIds: '$1::uuid[]', userId: '$2', now: '$3' })}`,
);

const EVERY = statement('every_case_in_test', 'SELECT id FROM incident');

test('the access rule says the same wherever it is written: in lists, at the door, for jobs, and in plain words', async () => {
  const [ours, vendor] = [await organization(), await organization()];
  const member = await person(ours);
  const formerMember = await person(ours, past);
  const disabledMember = await person(ours, null, past);
  const colleague = await person(vendor);
  const formerColleague = await person(vendor, past);
  const guest = await person(null);
  const stranger = await person(await organization());
  const people = [member, formerMember, disabledMember, colleague, formerColleague, guest, stranger];

  const expected = new Map<string, Set<string>>();
  await owner.query('BEGIN');
  for (const tlp of ['clear', 'amber', 'red'] as const) {
    for (const participation of PARTICIPATIONS) {
      for (const whom of ['organization', 'user'] as const) {
        const incidentId = await incident(ours, tlp);
        const { maxTlp, until, endedAt } = participation;
        const invited = whom === 'organization' ? { organization_id: vendor } : { user_id: guest };
        await put('participant', {
          id: id(),
          incident_id: incidentId,
          version: 1,
          created_at: past,
          ...invited,
          capacity: 'analyst',
          max_tlp: maxTlp,
          until,
          ended_at: endedAt,
        });
        const guests = inForce(participation, tlp) ? [whom === 'organization' ? colleague : guest] : [];
        expected.set(incidentId, new Set([member, ...guests]));
      }
    }
  }

  await owner.query('COMMIT');

  const database = app.get(Database);
  const authentication = app.get(Authentication);
  const organizationsOf: Readonly<Record<string, string[]>> = { [member]: [ours], [colleague]: [vendor] };
  const sessions = new Map<string, string>();
  for (const userId of people) {
    const begun = { userAgent: undefined, source: '::1', method: 'password', secondFactorPassed: false } as const;
    sessions.set(userId, (await app.get(Sessions).begin(userId as never, begun)).secret);
    const organizationIds = (organizationsOf[userId] ?? []) as OrganizationId[];
    const principal = { userId: userId as UserId, organizationIds, requestId: 'test' };
    const rows = await database.read<{ id: string }>(principal, SEEN, [organizationIds, userId, clock.now()]);
    const inLists = rows.map((row) => row.id).toSorted();
    // The database by itself, asked with no condition at all (ADR 8).
    const unscoped = await database.read<{ id: string }>(principal, EVERY, []);
    expect(unscoped.map((row) => row.id).toSorted()).toEqual(inLists);
    // Whether a person is disabled is for the door to ask: nobody disabled gets to a list.
    expect(inLists).toEqual(
      [...expected]
        .filter(([, seers]) => seers.has(userId))
        .map(([incidentId]) => incidentId)
        .toSorted(),
    );
  }
  const asked = [...expected].map(async ([incidentId, seers]) => {
    const told = await authentication.audience(incidentId as never);
    expect(new Set(told.map((seer) => seer.userId as string))).toEqual(seers);
    for (const [userId, secret] of sessions) {
      const recognized = await authentication.recognize({ kind: 'session', secret }, { incidentId, reference: null });
      expect({ userId, seen: Boolean(recognized?.cases) }).toEqual({ userId, seen: seers.has(userId) });
    }
  });
  await Promise.all(asked);
}, 30_000);
