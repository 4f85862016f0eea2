import { Injectable } from '@nestjs/common';
import { Database, newId, statement } from '@app/platform';
import type { Posting } from './transport.js';

const PUT = statement(
  'put_in_mailbox',
  `INSERT INTO mailbox_message (id, delivery_id, to_address, from_address, subject, text, html, headers, at)
   SELECT id, "deliveryId", "to", "from", subject, text, html, headers, $2
   FROM jsonb_to_recordset($1::jsonb) AS m (id uuid, "deliveryId" uuid, "to" text, "from" text, subject text, text text, html text, headers jsonb)
   ON CONFLICT (delivery_id) DO NOTHING`,
);

/** Mail that was not sent, but laid down to be looked at. */
@Injectable()
export class MailboxMessages {
  constructor(private readonly database: Database) {}

  async put(postings: readonly Posting[], now: Date): Promise<void> {
    const rows = postings.map(({ deliveryId, mail: { from, to, subject, text, html, messageId, headers } }) => ({
      id: newId(now),
      deliveryId,
      from,
      to,
      subject,
      text,
      html,
      headers: { 'Message-ID': messageId, ...headers },
    }));
    await this.database.forPurpose('deliver', PUT, [JSON.stringify(rows), now]);
  }
}
