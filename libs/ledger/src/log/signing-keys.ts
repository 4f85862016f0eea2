import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Config, Database, newId, statement, UnitOfWork, type Secret } from '@app/platform';
import { NoteSigner, signedNote } from './note-signer.js';
import { originOf } from './receipts.js';

export type KeyRole = 'log' | 'receipt';

const KNOWN = statement('log_keys_known', 'SELECT vkey FROM log_key WHERE vkey = ANY($1::text[])');
const ADD = statement(
  'log_key_add',
  `INSERT INTO log_key (id, role, vkey, introduced_at) VALUES ($1, $2, $3, $4) ON CONFLICT (vkey) DO NOTHING RETURNING id`,
);
const KEYS = statement(
  'log_keys',
  `SELECT role, vkey, introduced_at AS "introducedAt" FROM log_key ORDER BY introduced_at DESC, id DESC`,
);

export interface LogKey {
  readonly role: KeyRole;
  readonly vkey: string;
  readonly introducedAt: Date;
}

/** Text that the key which is replaced signs over its successor (docs/formats/ledger.md). */
export const endorsementText = (origin: string, role: KeyRole, vkey: string): string =>
  `ascribe-key/v1\n${origin}\n${role}\n${vkey}\n`;

/** The keys that sign here. Each is in the log before anything by it is: an entry says whose place it takes, and that one signs it. */
@Injectable()
export class SigningKeys implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.introduce('log', this.config.ledgerKeys);
    await this.introduce('receipt', this.config.receiptKeys);
  }

  /** Every key that ever signed, the newest first. */
  async all(): Promise<LogKey[]> {
    return await this.database.bare<LogKey>(KEYS, []);
  }

  /** @param keys the newest first: each takes the place of the one behind it. */
  private async introduce(role: KeyRole, keys: readonly Secret[]): Promise<void> {
    const signers = keys.map((key) => NoteSigner.of(key.reveal())).toReversed();
    const known = await this.database.bare<{ vkey: string }>(KNOWN, [signers.map(({ vkey }) => vkey)]);
    for (const [index, signer] of signers.entries()) {
      if (!known.some(({ vkey }) => vkey === signer.vkey)) {
        await this.add(role, signer, signers[index - 1]);
      }
    }
  }

  private async add(role: KeyRole, { name, vkey }: NoteSigner, replaced: NoteSigner | undefined): Promise<void> {
    const origin = role === 'receipt' ? originOf({ name }) : name;
    const endorsement = replaced ? signedNote(endorsementText(origin, role, vkey), [replaced]) : null;
    const nobody = { userId: null, organizationIds: [], purpose: 'ledger', requestId: 'ledger' };
    await this.unitOfWork.run(nobody, async (tx) => {
      const id = newId<'log_key'>(this.clock.now());
      const added = await tx.sql(ADD, [id, role, vkey, tx.at]);
      if (added.length > 0) {
        tx.ofNobody = true;
        tx.record({
          action: 'ledger.key_introduced',
          subject: { kind: 'log_key', id },
          before: null,
          after: { id, role, vkey, replaces: replaced?.vkey ?? null, endorsement },
        });
      }
    });
  }
}
