import { ApiProperty } from '@nestjs/swagger';
import { mayWrite, type Caller } from '@app/access';
import { TLP, type Tlp } from '@app/platform';
import {
  CHANNELS,
  DELIVERY_STATUSES,
  OUTCOMES,
  type Channel,
  type DeliveryStatus,
  type Outcome,
} from '../delivery.rules.js';
import type { MailboxMessage } from '../queries/mailbox.query.js';
import type { DeliveryOfSomeone, NotificationWithDeliveries, ToldNotification } from '../queries/told.query.js';
import { REASONS, type Reason } from '../recipients.rules.js';

export class ToldIncidentView {
  id: string;
  reference: string;
  title: string;
}

const RECIPIENT_KINDS = ['user', 'stakeholder'] as const;

export class RecipientView {
  @ApiProperty({ enum: RECIPIENT_KINDS })
  kind: 'user' | 'stakeholder';

  id: string;
  name: string;
}

export class RetriedByView {
  id: string;
  name: string;
}

export class AttemptView {
  /** Which attempt; counted anew when a person retries. */
  number: number;
  at: string;

  @ApiProperty({ enum: OUTCOMES })
  outcome: Outcome;

  @ApiProperty({ type: String, nullable: true })
  detail: string | null;

  /** Who retried it. */
  @ApiProperty({ type: RetriedByView, nullable: true })
  by: RetriedByView | null;
}

export class DeliveryView {
  id: string;
  notificationId: string;

  @ApiProperty({ enum: CHANNELS })
  channel: Channel;

  @ApiProperty({ type: String, nullable: true })
  address: string | null;

  /** `withheld`: when it was to be sent, the recipient might not see it any more. `dead`: given up, until a person retries it. */
  @ApiProperty({ enum: DELIVERY_STATUSES })
  status: DeliveryStatus;

  @ApiProperty({ type: [AttemptView] })
  attempts: AttemptView[];

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  nextAttemptAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  sentAt: string | null;

  createdAt: string;
}

export class NotificationAbilitiesView {
  acknowledge: boolean;
}

class NotificationFields {
  id: string;
  /** The event that it tells of, such as `incident.reported.v1`. */
  kind: string;
  subject: string;
  body: string;

  /** Why this recipient is told. */
  @ApiProperty({ enum: REASONS })
  reason: Reason;

  /** Where in the product it leads. */
  path: string;

  @ApiProperty({ enum: TLP })
  tlp: Tlp;

  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  acknowledgedAt: string | null;

  @ApiProperty({ type: ToldIncidentView })
  incident: ToldIncidentView;
}

/** What you were told. */
export class NotificationView extends NotificationFields {
  abilities: NotificationAbilitiesView;
}

/** What somebody was told of a case, and how it reached them. */
export class ToldView extends NotificationFields {
  @ApiProperty({ type: RecipientView })
  recipient: RecipientView;

  @ApiProperty({ type: [DeliveryView] })
  deliveries: DeliveryView[];
}

export class DeliveryAbilitiesView {
  retry: boolean;
}

export class SentDeliveryView extends DeliveryView {
  subject: string;

  @ApiProperty({ type: RecipientView })
  recipient: RecipientView;

  @ApiProperty({ type: ToldIncidentView })
  incident: ToldIncidentView;

  abilities: DeliveryAbilitiesView;
}

export class MailboxMessageView {
  id: string;
  deliveryId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers: Readonly<Record<string, string>>;

  at: string;
}

export class NotificationPage {
  @ApiProperty({ type: [NotificationView] })
  items: NotificationView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ToldPage {
  @ApiProperty({ type: [ToldView] })
  items: ToldView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class DeliveryPage {
  @ApiProperty({ type: [SentDeliveryView] })
  items: SentDeliveryView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class MailboxPage {
  @ApiProperty({ type: [MailboxMessageView] })
  items: MailboxMessageView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentNotification =
  (caller: Caller) =>
  (told: ToldNotification): NotificationView => ({
    ...told,
    abilities: { acknowledge: told.acknowledgedAt === null && mayWrite(caller) },
  });

export const presentTold = (told: NotificationWithDeliveries): ToldView => ({ ...told });

export const presentDelivery =
  (caller: Caller) =>
  (delivery: DeliveryOfSomeone): SentDeliveryView => ({
    ...delivery,
    abilities: { retry: delivery.status === 'dead' && mayWrite(caller) },
  });

export const presentMailboxMessage = ({ at, incidentId: _, ...message }: MailboxMessage): MailboxMessageView => ({
  ...message,
  at: at.toISOString(),
});
