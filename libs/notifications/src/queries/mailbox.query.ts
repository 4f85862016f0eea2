import { Injectable } from '@nestjs/common';
import { afterId, sightSql, sightUser, type Caller, type PageAsked, type Role } from '@app/access';
import { Clock, Config, Database, NotFound, statement } from '@app/platform';
import { messageShownSql } from './message-shown.js';

export interface MailboxMessage {
  readonly id: string;
  readonly deliveryId: string;
  readonly incidentId: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly at: Date;
}

/** Roles that see the mail of their organization: those who would look after the mail server. */
const LOOK_AFTER: readonly Role[] = ['owner', 'lead', 'responder'];

const SEER = { organizationIds: '$2::uuid[]', userId: '$8', now: '$3' };

const MESSAGES = statement(
  'mailbox',
  `SELECT m.id, m.delivery_id AS "deliveryId", n.incident_id AS "incidentId", m.from_address AS "from", m.to_address AS "to", m.subject, m.text, m.html, m.headers, m.at
   FROM mailbox_message m JOIN delivery d ON d.id = m.delivery_id JOIN notification n ON n.id = d.notification_id JOIN incident i ON i.id = n.incident_id
   WHERE (n.user_id = $1 OR n.organization_id = ANY($4::uuid[])) AND ${sightSql('i', SEER)} AND ${messageShownSql(SEER)}
     AND ($5::uuid IS NULL OR m.id < $5) AND ($6::uuid IS NULL OR m.id = $6)
   ORDER BY m.id DESC LIMIT $7`,
);

/** The mailbox page: what would be sent if there were a mail server. */
@Injectable()
export class MailboxQuery {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Mail to the caller, and of the caller's organizations; of cases that the caller sees.
   *
   * @throws {NotFound} mail leaves by SMTP.
   */
  async list(caller: Caller, { limit, cursor }: PageAsked): Promise<MailboxMessage[]> {
    return await this.read(caller, [afterId(cursor), null, limit + 1]);
  }

  /** @throws {NotFound} */
  async one(caller: Caller, id: string): Promise<MailboxMessage> {
    const [message] = await this.read(caller, [null, id, 1]);
    if (!message) {
      throw new NotFound('message');
    }
    return message;
  }

  private async read(caller: Caller, values: readonly unknown[]): Promise<MailboxMessage[]> {
    if (this.config.smtpUrl) {
      throw new NotFound('mailbox');
    }
    const lookedAfter = caller.memberships
      .filter(({ role }) => LOOK_AFTER.includes(role))
      .map(({ organizationId }) => organizationId);
    return await this.database.read<MailboxMessage>(caller, MESSAGES, [
      caller.userId,
      caller.organizationIds,
      this.clock.now(),
      lookedAfter,
      ...values,
      sightUser(caller),
    ]);
  }
}
