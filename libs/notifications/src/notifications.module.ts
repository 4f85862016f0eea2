import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '@app/access';
import { Clock, Config } from '@app/platform';
import { AcknowledgeNotification } from './actions/acknowledge-notification.js';
import { KeepStakeholders } from './actions/keep-stakeholders.js';
import { Remind } from './actions/remind.js';
import { RetryDelivery } from './actions/retry-delivery.js';
import { SendDeliveries } from './actions/send-deliveries.js';
import { Deliveries } from './deliveries.repository.js';
import { Sender } from './mail.rules.js';
import { MailboxTransport } from './mailbox-transport.js';
import { MailboxMessages } from './mailbox.repository.js';
import { Notifications } from './notifications.repository.js';
import { Occasions } from './occasions.repository.js';
import { PostOffice } from './post-office.js';
import { MailboxQuery } from './queries/mailbox.query.js';
import { ToldQuery } from './queries/told.query.js';
import { SmtpTransport } from './smtp-transport.js';
import { Stakeholder } from './stakeholder.entity.js';
import { Stakeholders } from './stakeholders.repository.js';
import { Tracking } from './tracking.repository.js';
import { Transport } from './transport.js';

const OFFERED = [
  Stakeholders,
  KeepStakeholders,
  Notifications,
  Occasions,
  Deliveries,
  MailboxMessages,
  Tracking,
  Remind,
  PostOffice,
  SendDeliveries,
  ToldQuery,
  MailboxQuery,
  AcknowledgeNotification,
  RetryDelivery,
];

@Module({
  imports: [AccessModule, TypeOrmModule.forFeature([Stakeholder])],
  providers: [
    ...OFFERED,
    {
      provide: Transport,
      inject: [Config, MailboxMessages, Clock],
      useFactory: ({ smtpUrl }: Config, mailbox: MailboxMessages, clock: Clock): Transport =>
        smtpUrl ? new SmtpTransport(smtpUrl) : new MailboxTransport(mailbox, clock),
    },
    {
      provide: Sender,
      inject: [Config],
      useFactory: ({ mailFrom, publicUrl, host, port }: Config): Sender => ({
        from: mailFrom,
        publicUrl: publicUrl ?? `http://${host}:${port ?? 3000}`,
      }),
    },
  ],
  exports: OFFERED,
})
export class NotificationsModule {}
