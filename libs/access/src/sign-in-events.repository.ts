import { Injectable } from '@nestjs/common';
import { Database, newId, statement, type Tx, type UserId } from '@app/platform';
import type { Caller } from './caller.js';
import { afterId, type PageAsked } from './id-cursor.js';

export const SIGN_IN_EVENTS = [
  'second_factor_enrolled',
  'second_factor_removed',
  'second_factor_reset',
  'recovery_codes_made',
  'recovery_code_used',
  'password_changed',
  'sessions_ended',
  'identity_linked',
  'identity_unlinked',
] as const;
export type SignInEventKind = (typeof SIGN_IN_EVENTS)[number];

/** Something that changed in how a person signs in. */
export interface SignInEvent {
  readonly id: string;
  readonly kind: SignInEventKind;
  readonly at: Date;
  /** Where the request came from; null: the operator did it. */
  readonly source: string | null;
  readonly reason: string | null;
}

const ADD = statement(
  'sign_in_event_add',
  'INSERT INTO sign_in_event (id, user_id, kind, at, source, reason) VALUES ($1, $2, $3, $4, $5, $6)',
);
const LIST = statement(
  'sign_in_events',
  `SELECT id, kind, at, source, reason FROM sign_in_event WHERE user_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
);

/** A person's own record of what was changed in their sign-in. It is added to and never changed. */
@Injectable()
export class SignInEvents {
  constructor(private readonly database: Database) {}

  add(
    tx: Tx,
    { userId, kind, source, reason }: { userId: UserId; kind: SignInEventKind; source: string | null; reason?: string },
  ): void {
    tx.write(ADD, [newId(tx.at), userId, kind, tx.at, source?.slice(0, 100) ?? null, reason ?? null]);
  }

  /** The caller's own, newest first, and one more than `limit`. */
  async list(caller: Caller, { limit, cursor }: PageAsked): Promise<SignInEvent[]> {
    return await this.database.read<SignInEvent>(caller, LIST, [caller.userId, afterId(cursor), limit + 1]);
  }
}
