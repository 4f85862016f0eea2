import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { jobPrincipal, Members, Passwords, type Caller, type OrganizationKind, type Role } from '@app/access';
import { FileIncident } from '@app/incidents';
import { FoundOrganization } from '@app/parties';
import { newId, UnitOfWork, type IncidentId, type OrganizationId, type Tlp, type UserId } from '@app/platform';

/** The password of everyone in tests. */
export const PASSWORD = 'correct horse battery staple';

export interface Person {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
}

export interface GivenOrganization {
  readonly id: OrganizationId;
  readonly name: string;
  readonly owner: Person;
}

/** Whatever program is under test, so long as it knows the domain. */
export interface Under {
  readonly app: Pick<INestApplicationContext, 'get'>;
}

const principal = jobPrincipal('tests', 'tests');
let made = 0;
let hash: Promise<string> | undefined;

const next = (what: string): string => {
  made += 1;
  return `${what} ${made}`;
};

export async function givenPerson(
  { app }: Under,
  given: { email?: string; name?: string; administrator?: boolean } = {},
): Promise<Person> {
  hash ??= app.get(Passwords).hash(PASSWORD);
  const passwordHash = await hash;
  const name = given.name ?? next('Person');
  const person = {
    id: newId<'user'>(new Date()) as UserId,
    email: given.email ?? `${name.toLowerCase().replaceAll(/\W+/g, '.')}@test.example`,
    name,
  };
  await app.get(UnitOfWork).run(principal, async (tx) => {
    await Promise.resolve(
      app.get(Members).addPerson(tx, { ...person, passwordHash, administrator: given.administrator ?? false }),
    );
  });
  return person;
}

/** An organization with an owner of its own, unless one is named. */
export async function givenOrganization(
  under: Under,
  given: { name?: string; kind?: OrganizationKind; defaultTlp?: Tlp; owner?: Person } = {},
): Promise<GivenOrganization> {
  const owner = given.owner ?? (await givenPerson(under));
  const name = given.name ?? next('Organization');
  const { app } = under;
  const { id } = await app
    .get(UnitOfWork)
    .run(
      principal,
      async (tx) =>
        await app
          .get(FoundOrganization)
          .within(tx, owner.id, { name, kind: given.kind ?? 'campaign', defaultTlp: given.defaultTlp }),
    );
  return { id, name, owner };
}

/** A member of the organization: a new person, unless one is named. */
export async function givenMember(
  under: Under,
  organization: Pick<GivenOrganization, 'id'>,
  role: Role,
  person?: Person,
): Promise<Person> {
  const member = person ?? (await givenPerson(under));
  const { app } = under;
  await app.get(UnitOfWork).run(principal, async (tx) => {
    await Promise.resolve(
      app
        .get(Members)
        .put(tx, { organizationId: organization.id, userId: member.id, role, createdAt: tx.at, endedAt: null }),
    );
  });
  return member;
}

/** A case of the organization, filed by its owner. */
export async function givenIncident(
  under: Under,
  organization: GivenOrganization,
  given: { title?: string; tlp?: Tlp } = {},
): Promise<{ id: IncidentId; reference: string }> {
  const { app } = under;
  const caller: Caller = {
    userId: organization.owner.id,
    name: organization.owner.name,
    email: organization.owner.email,
    administrator: false,
    memberships: [{ organizationId: organization.id, role: 'owner' }],
    organizationIds: [organization.id],
    requestId: randomUUID(),
  };
  return await app.get(UnitOfWork).run(caller, async (tx) => {
    const { id, reference } = await app.get(FileIncident).within(tx, caller, {
      organizationId: organization.id,
      title: given.title ?? next('Case'),
      tlp: given.tlp ?? 'amber',
    });
    return { id, reference };
  });
}
