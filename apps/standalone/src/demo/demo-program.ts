import { createHash } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { Members, Passwords, type Caller, type CaseSight, type Membership, type Role } from '@app/access';
import { CaseRecords } from '@app/incidents';
import { FoundOrganization } from '@app/parties';
import {
  newId,
  Repeated,
  UnitOfWork,
  type IncidentId,
  type OrganizationId,
  type Principal,
  type StandingClock,
  type UserId,
} from '@app/platform';
import type { DemoOrganization, DemoPerson } from './people.js';

interface Seat {
  readonly userId: UserId;
  readonly organizationId: OrganizationId;
  readonly role: Role;
  readonly person: DemoPerson;
}

/** What is known of a case that the demo works on. */
export interface DemoCase {
  readonly incidentId: IncidentId;
  readonly organizationId: OrganizationId;
  readonly reference: string;
}

/**
 * The product's own actions, with the clock standing where each step says. Every step has an
 * idempotency key: a load that was killed half way is simply run again, and steps that were
 * done answer as they did.
 */
export class DemoProgram {
  private readonly seats = new Map<string, Seat>();

  constructor(
    private readonly app: INestApplicationContext,
    private readonly clock: StandingClock,
  ) {}

  get<Action>(action: new (...values: never[]) => Action): Action {
    return this.app.get(action as never);
  }

  at(instant: string): this {
    this.clock.set(new Date(instant));
    return this;
  }

  /** Runs a step as a person, once. `role` is the part of their e-mail before the @. */
  async step<Answer>(name: string, role: string, work: (caller: Caller) => Promise<Answer>): Promise<Answer> {
    const caller = this.caller(role);
    const idempotency = { caller: caller.userId, key: `demo/${name}`, fingerprint: fingerprint(name) };
    return await repeated(async () => await work({ ...caller, requestId: `demo/${name}`, idempotency }));
  }

  /** An organization with its people, all with one password. */
  async organization({ people, ...founding }: DemoOrganization, password: string): Promise<OrganizationId> {
    const hash = await this.get(Passwords).hash(password);
    const key = founding.name;
    const principal: Principal = {
      userId: null,
      organizationIds: [],
      purpose: 'demo',
      requestId: `demo/${key}`,
      idempotency: { caller: 'demo', key, fingerprint: fingerprint(key) },
    };
    const founded = await repeated(
      async () =>
        await this.get(UnitOfWork).run(principal, async (tx) => {
          const members = this.get(Members);
          const users = people.map((person) => ({ id: newId<'user'>(tx.at) as UserId, person }));
          for (const { id, person } of users) {
            members.addPerson(tx, {
              id,
              ...person,
              passwordHash: hash,
              administrator: person.email.startsWith('admin@'),
            });
          }
          const [owner, ...others] = users;
          if (!owner) {
            throw new Error('An organization of the demo has nobody.');
          }
          const { id: organizationId } = await this.get(FoundOrganization).within(tx, owner.id, founding);
          for (const { id, person } of others) {
            members.put(tx, { organizationId, userId: id, role: person.role, createdAt: tx.at, endedAt: null });
            tx.record({
              action: 'member.joined',
              subject: { kind: 'member', id },
              before: null,
              after: { userId: id, role: person.role },
            });
          }
          return { organizationId, userIds: users.map((user) => user.id) };
        }),
    );
    for (const [index, person] of people.entries()) {
      const userId = founded.userIds[index];
      if (userId) {
        const seat = { userId, organizationId: founded.organizationId, role: person.role, person };
        this.seats.set(person.email.split('@')[0] ?? '', seat);
      }
    }
    return founded.organizationId;
  }

  userId(role: string): UserId {
    return this.seat(role).userId;
  }

  caller(role: string): Caller {
    const { userId, organizationId, person } = this.seat(role);
    const membership: Membership = { organizationId, role: person.role };
    return {
      userId,
      name: person.name,
      email: person.email,
      administrator: false,
      memberships: [membership],
      organizationIds: [organizationId],
      requestId: 'demo',
    };
  }

  /** How someone sees a case: as a member of the organization that owns it, or as the contributor that the vendor is. */
  sight(role: string, { incidentId, organizationId, reference }: DemoCase): CaseSight {
    const seat = this.seat(role);
    const member = seat.organizationId === organizationId;
    return {
      incidentId,
      organizationId,
      reference,
      tlp: 'amber',
      status: 'investigating',
      roles: member ? [seat.role] : [],
      capacities: member ? [] : ['contributor'],
      clearance: member ? 'red' : 'amber',
      elevated: false,
    };
  }

  /** The case's version now: what a person has before their eyes when they change something. */
  async version(role: string, of: DemoCase): Promise<number> {
    const whole = await this.get(CaseRecords).whole(this.caller(role), this.sight(role, of), ['incident'], null);
    return whole.caseVersion;
  }

  private seat(role: string): Seat {
    const seat = this.seats.get(role);
    if (!seat) {
      throw new Error(`The demo has nobody called ${role}.`);
    }
    return seat;
  }
}

const fingerprint = (name: string): Buffer => createHash('sha256').update(name).digest();

/** What the action answers, now or the first time. */
async function repeated<Answer>(action: () => Promise<Answer>): Promise<Answer> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Repeated) {
      return error.answer as Answer;
    }
    throw error;
  }
}
