import { Injectable } from '@nestjs/common';
import type { Caller } from '@app/access';
import { Database, positionOf, statement } from '@app/platform';

/** A receipt as it was given to its writer. */
export interface OwnReceipt {
  readonly id: string;
  readonly issuedAt: Date;
  readonly note: string;
}

const RECEIPTS = statement(
  'own_receipts',
  `SELECT id, issued_at AS "issuedAt", note FROM log_receipt
   WHERE user_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
);

/** The receipts that a person was given, by whichever program of theirs. */
@Injectable()
export class OwnReceipts {
  constructor(private readonly database: Database) {}

  /** Newest first, and one more than `limit`. */
  async list(caller: Caller, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<OwnReceipt[]> {
    const [before] = cursor === undefined ? [null] : positionOf(cursor, ['uuid']);
    return await this.database.read<OwnReceipt>(caller, RECEIPTS, [caller.userId, before, limit + 1]);
  }
}
