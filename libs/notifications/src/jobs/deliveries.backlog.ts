import { Injectable } from '@nestjs/common';
import { Clock } from '@app/platform';
import type { Backlog } from '@app/platform/jobs';
import { BATCH, SendDeliveries } from '../actions/send-deliveries.js';
import { Deliveries } from '../deliveries.repository.js';

/** Workers of all processes that send at a time, at the most. */
const LANES = 3;

/** Deliveries that are due. */
@Injectable()
export class DeliveriesBacklog implements Backlog {
  readonly name = 'deliveries';

  constructor(
    private readonly deliveries: Deliveries,
    private readonly sendDeliveries: SendDeliveries,
    private readonly clock: Clock,
  ) {}

  async wantedWorkers(): Promise<number> {
    return Math.ceil((await this.deliveries.countDue(this.clock.now(), LANES * BATCH)) / BATCH);
  }

  async work(): Promise<void> {
    await this.sendDeliveries.execute();
  }
}
