import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CaseReads, type Caller } from '@app/access';
import { CurrentCaller, SignedIn } from '@app/access/http';
import { page } from '@app/platform';
import { idOf, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { RetryDelivery } from '../actions/retry-delivery.js';
import { MailboxQuery } from '../queries/mailbox.query.js';
import { ToldQuery } from '../queries/told.query.js';
import { DeliveriesQuery } from './told.dto.js';
import {
  DeliveryPage,
  MailboxMessageView,
  MailboxPage,
  presentDelivery,
  presentMailboxMessage,
  SentDeliveryView,
} from './told.view.js';

@ApiTags('notifications')
@Controller()
export class DeliveriesController {
  constructor(
    private readonly told: ToldQuery,
    private readonly retryDelivery: RetryDelivery,
    private readonly mailbox: MailboxQuery,
    private readonly reads: CaseReads,
  ) {}

  /** What is on its way, has arrived or was given up, in the organizations that you own or lead. */
  @Get('deliveries')
  @SignedIn(
    'lists deliveries of organizations in which the caller is an owner or a lead, of cases that the caller sees',
  )
  async list(@CurrentCaller() caller: Caller, @Query() query: DeliveriesQuery): Promise<DeliveryPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.told.deliveries(caller, { limit, cursor: query.cursor, status: query.status });
    return page(rows, limit, presentDelivery(caller), ({ id }) => [id]);
  }

  /** Takes up a delivery again that was given up. */
  @Post('deliveries/:deliveryId/retries')
  @SignedIn('retries deliveries of organizations in which the caller is an owner or a lead')
  async retry(@CurrentCaller() caller: Caller, @Param('deliveryId') deliveryId: string): Promise<SentDeliveryView> {
    return await this.retryDelivery.execute(caller, idOf(deliveryId, 'delivery'), presentDelivery(caller));
  }

  /** While no mail server is set: what would be sent, to you and by your organizations. */
  @Get('mailbox')
  @SignedIn('lists mail to the caller and of the caller’s organizations, of cases that the caller sees')
  async mail(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<MailboxPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.mailbox.list(caller, { limit, cursor: query.cursor });
    const shown = rows.slice(0, limit).map(({ incidentId }) => incidentId);
    await this.reads.logShown(caller, 'GET /mailbox', shown);
    return page(rows, limit, presentMailboxMessage, ({ id }) => [id]);
  }

  @Get('mailbox/:mailboxMessageId')
  @SignedIn('shows mail to the caller and of the caller’s organizations, of cases that the caller sees')
  async message(
    @CurrentCaller() caller: Caller,
    @Param('mailboxMessageId') mailboxMessageId: string,
  ): Promise<MailboxMessageView> {
    const message = await this.mailbox.one(caller, idOf(mailboxMessageId, 'message'));
    await this.reads.logShown(caller, 'GET /mailbox/:mailboxMessageId', [message.incidentId]);
    return presentMailboxMessage(message);
  }
}
