import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database, statement, type UserId } from '@app/platform';
import { hashSecret } from '../authentication.repository.js';

/** From the way to the provider to the way back: time enough to look for a telephone. */
export const TRANSACTION_MS = 10 * 60 * 1000;
/** Open at once from one source; a whole office may come to work at nine. */
const FROM_SOURCE_MAX = 500;

// One statement counts and adds. Two at once may both pass at the edge, which does not matter.
const ADD = statement(
  'provider_transaction_add',
  `INSERT INTO provider_transaction (state_hash, browser_hash, provider, nonce, verifier, next, session_id, user_id, source, created_at, expires_at)
   SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
   WHERE (SELECT count(*) FROM (SELECT 1 FROM provider_transaction WHERE source = $9 AND expires_at > $10 LIMIT ${FROM_SOURCE_MAX}) t) < ${FROM_SOURCE_MAX}
   RETURNING true AS added`,
);
const TAKE = statement(
  'provider_transaction_take',
  `DELETE FROM provider_transaction WHERE state_hash = $1 AND browser_hash = $2
   RETURNING provider, nonce, verifier, next, session_id AS "sessionId", user_id AS "userId", expires_at AS "expiresAt"`,
);

/** Who links an identity to themselves, in which of their sessions. */
export interface Linking {
  readonly userId: UserId;
  readonly sessionId: string;
}

/** A way to a provider and back. */
export interface Transaction {
  readonly provider: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly next: string;
  /** Null: a sign-in. */
  readonly linking: Linking | null;
}

/** What only the browser and the provider are told. */
export interface Begun {
  readonly state: string;
  readonly browser: string;
}

interface Row extends Omit<Transaction, 'linking'> {
  readonly sessionId: string | null;
  readonly userId: UserId | null;
  readonly expiresAt: Date;
}

/**
 * Sign-ins that are under way at a provider. We keep the hash of `state`, and of a secret that
 * stands in a cookie of the browser: the answer is good in that browser only, and once.
 */
@Injectable()
export class Transactions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Null where too many are open from this source. `browser`: the secret that the browser has already, if any. */
  async begin(transaction: Transaction, from: { source: string; browser: string | null }): Promise<Begun | null> {
    const state = randomBytes(32).toString('base64url');
    const browser = from.browser ?? randomBytes(32).toString('base64url');
    const at = this.clock.now();
    const { provider, nonce, verifier, next, linking } = transaction;
    const added = await this.database.bare(ADD, [
      hashSecret(state),
      hashSecret(browser),
      provider,
      nonce,
      verifier,
      next,
      linking?.sessionId ?? null,
      linking?.userId ?? null,
      from.source,
      at,
      new Date(at.getTime() + TRANSACTION_MS),
    ]);
    return added.length > 0 ? { state, browser } : null;
  }

  /** Whoever takes it, ends it: a second answer finds none. */
  async take({ state, browser }: Begun): Promise<Transaction | null> {
    const [row] = await this.database.bare<Row>(TAKE, [hashSecret(state), hashSecret(browser)]);
    if (!row || row.expiresAt <= this.clock.now()) {
      return null;
    }
    const { sessionId, userId, expiresAt: _, ...rest } = row;
    return { ...rest, linking: sessionId && userId ? { sessionId, userId } : null };
  }
}
