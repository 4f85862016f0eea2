import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Id, OrganizationId, UserId } from '@app/platform';
import type { Role } from './caller.js';

/** A person who signs in. */
@Entity('app_user')
export class Person {
  @PrimaryColumn('uuid')
  readonly id: UserId;

  @Column('text')
  readonly email: string;

  /** {@link emailKey} of the e-mail: what sign-in compares. */
  @Column('text', { name: 'email_key' })
  readonly emailKey: string;

  @Column('text')
  name: string;

  /** Null for those who sign in elsewhere: nobody can sign in by it. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash: string | null;

  /** May create organizations; sees no case by it. */
  @Column('boolean')
  readonly administrator: boolean;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;
}

/** Two spellings of an e-mail that differ in case are one person. */
export const emailKey = (email: string): string => email.trim().toLowerCase();

/** A person's seat in an organization. It gives its rights while `endedAt` is null. */
@Entity('membership')
export class Seat {
  @PrimaryColumn('uuid', { name: 'organization_id' })
  readonly organizationId: OrganizationId;

  @PrimaryColumn('uuid', { name: 'user_id' })
  readonly userId: UserId;

  @Column('text')
  role: Role;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}

export type InvitationId = Id<'invitation'>;

/**
 * An offer of a seat, good for whoever holds its secret, once, until it expires. It bears the e-mail and the name
 * itself: whoever is invited is no person of this installation before they accept.
 */
@Entity('invitation')
export class Invitation {
  @PrimaryColumn('uuid')
  readonly id: InvitationId;

  @Column('uuid', { name: 'organization_id' })
  readonly organizationId: OrganizationId;

  @Column('text')
  readonly email: string;

  /** {@link emailKey} of the e-mail. */
  @Column('text', { name: 'email_key' })
  readonly emailKey: string;

  @Column('text')
  readonly name: string;

  @Column('text')
  readonly role: Role;

  @Column('uuid', { name: 'invited_by_id', nullable: true })
  readonly invitedById: UserId | null;

  @Column('bytea', { name: 'token_hash' })
  readonly tokenHash: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt: Date | null;
}
