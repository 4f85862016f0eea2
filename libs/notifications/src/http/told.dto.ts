import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Flag, OneOf, Optional, PageQuery } from '@app/platform/http';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../delivery.rules.js';

const TRUTH: Readonly<Record<string, boolean>> = { true: true, false: false };

export class NotificationsQuery extends PageQuery {
  /** `true`: only those that were not acknowledged yet; `false`: only those that were. */
  @ApiPropertyOptional({ type: Boolean })
  @Optional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (TRUTH[value] ?? value) : value))
  @Flag()
  unread?: boolean;
}

export class DeliveriesQuery extends PageQuery {
  /** `dead`: given up, and waiting for a person. */
  @ApiPropertyOptional({ enum: DELIVERY_STATUSES })
  @Optional()
  @OneOf(DELIVERY_STATUSES)
  status?: DeliveryStatus;
}
