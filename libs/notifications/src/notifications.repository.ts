import { Injectable } from '@nestjs/common';
import {
  newId,
  statement,
  type IncidentId,
  type MessageId,
  type OrganizationId,
  type Tlp,
  type Tx,
} from '@app/platform';
import type { Subject } from './occasions.rules.js';
import type { Recipient } from './recipients.rules.js';
import type { Words } from './wording.rules.js';

/** What is told to everyone of one message. */
export interface Telling {
  readonly messageId: MessageId;
  readonly kind: string;
  readonly organizationId: OrganizationId;
  readonly incidentId: IncidentId;
  /** The record that it speaks of, beside the case. */
  readonly subject: Subject | null;
  readonly tlp: Tlp;
  readonly words: Words;
  readonly path: string;
}

// One statement for all recipients. Whoever was told of this message before is left out by the
// unique index (message, recipient), and so are their deliveries.
const TELL = statement(
  'tell',
  `WITH recipient AS (
     SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "userId" uuid, "stakeholderId" uuid, reason text, email text, "inAppId" uuid, "emailId" uuid, "attemptId" uuid)),
   told AS (
     INSERT INTO notification (id, message_id, kind, organization_id, incident_id, user_id, stakeholder_id, reason, subject, body, path, tlp, created_at, subject_kind, subject_id)
     SELECT id, $2, $3, $4, $5, "userId", "stakeholderId", reason, $6, $7, $8, $9, $10, $11::text, $12::uuid FROM recipient
     ON CONFLICT DO NOTHING RETURNING id),
   in_app AS (
     INSERT INTO delivery (id, notification_id, channel, status, attempts, sent_at, created_at)
     SELECT "inAppId", r.id, 'in_app', 'sent', 1, $10, $10 FROM recipient r JOIN told USING (id) WHERE "userId" IS NOT NULL RETURNING id),
   shown AS (
     INSERT INTO delivery_attempt (id, delivery_id, number, at, outcome)
     SELECT r."attemptId", r."inAppId", 1, $10, 'sent' FROM recipient r JOIN in_app ON in_app.id = r."inAppId")
   INSERT INTO delivery (id, notification_id, channel, address, status, next_attempt_at, created_at)
   SELECT "emailId", r.id, 'email', r.email, 'pending', $10, $10 FROM recipient r JOIN told USING (id)`,
);

const ACKNOWLEDGE = statement(
  'acknowledge',
  `UPDATE notification SET read_at = coalesce(read_at, $3), acknowledged_at = coalesce(acknowledged_at, $3)
   WHERE id = $1 AND user_id = $2`,
);

/** What people were told. Written once; only that it was taken note of is added. */
@Injectable()
export class Notifications {
  /** In the product it is there with the commit; by mail it is due at once. A repeat changes nothing. */
  tell(tx: Tx, recipients: readonly Recipient[], telling: Telling): void {
    const rows = recipients.map((recipient) => ({
      ...recipient,
      id: newId<'notification'>(tx.at),
      inAppId: newId<'delivery'>(tx.at),
      emailId: newId<'delivery'>(tx.at),
      attemptId: newId(tx.at),
    }));
    const { messageId, kind, organizationId, incidentId, tlp, words, path, subject } = telling;
    tx.write(TELL, [
      JSON.stringify(rows),
      messageId,
      kind,
      organizationId,
      incidentId,
      words.subject,
      words.body,
      path,
      tlp,
      tx.at,
      subject?.kind ?? null,
      subject?.id ?? null,
    ]);
  }

  /** The first time counts. */
  acknowledge(tx: Tx, id: string): void {
    tx.write(ACKNOWLEDGE, [id, tx.principal.userId, tx.at]);
  }
}
