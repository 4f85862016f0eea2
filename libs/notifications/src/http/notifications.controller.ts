import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CaseReads, type Caller, type CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires, SignedIn } from '@app/access/http';
import { page } from '@app/platform';
import { idOf, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { AcknowledgeNotification } from '../actions/acknowledge-notification.js';
import { ToldQuery } from '../queries/told.query.js';
import { NotificationsQuery } from './told.dto.js';
import { NotificationPage, NotificationView, presentNotification, presentTold, ToldPage } from './told.view.js';

@ApiTags('notifications')
@Controller()
export class NotificationsController {
  constructor(
    private readonly told: ToldQuery,
    private readonly acknowledgeNotification: AcknowledgeNotification,
    private readonly reads: CaseReads,
  ) {}

  /** What you were told, the last first. */
  @Get('notifications')
  @SignedIn('lists what the caller was told, of cases that the caller still sees')
  async mine(@CurrentCaller() caller: Caller, @Query() query: NotificationsQuery): Promise<NotificationPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.told.mine(caller, { limit, cursor: query.cursor, unread: query.unread });
    const shown = rows.slice(0, limit).map(({ incident }) => incident.id);
    await this.reads.logShown(caller, 'GET /notifications', shown);
    return page(rows, limit, presentNotification(caller), ({ id }) => [id]);
  }

  /** Says that you took note. */
  @Post('notifications/:notificationId/acknowledgements')
  @SignedIn('acknowledges what the caller was told, and nobody else')
  async acknowledge(
    @CurrentCaller() caller: Caller,
    @Param('notificationId') notificationId: string,
  ): Promise<NotificationView> {
    return await this.acknowledgeNotification.execute(
      caller,
      idOf(notificationId, 'notification'),
      presentNotification(caller),
    );
  }

  /** Who was told what of a case, by which channel, with every attempt. */
  @Get('incidents/:incidentId/notifications')
  @Requires('told.read')
  async ofCase(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: PageQuery,
  ): Promise<ToldPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.told.ofCase(caller, sight, { limit, cursor: query.cursor });
    return page(rows, limit, presentTold, ({ id }) => [id]);
  }
}
