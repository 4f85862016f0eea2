import { Injectable } from '@nestjs/common';
import type { Caller } from '@app/access';
import { Conflict, OutboxBell, UnitOfWork } from '@app/platform';
import { Deliveries } from '../deliveries.repository.js';
import { ToldQuery, type DeliveryOfSomeone } from '../queries/told.query.js';

@Injectable()
export class RetryDelivery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly told: ToldQuery,
    private readonly deliveries: Deliveries,
    private readonly bell: OutboxBell,
  ) {}

  /**
   * Takes up a dead letter again, as if it had never been tried; who wanted it is kept with its attempts.
   *
   * @throws {NotFound} there is none, or the caller does not answer for it. @throws {Conflict} `delivery_not_dead`.
   */
  async execute<View>(caller: Caller, id: string, present: (delivery: DeliveryOfSomeone) => View): Promise<View> {
    const view = await this.unitOfWork.run(caller, async (tx) => {
      await this.told.delivery(tx, caller, id);
      if (!(await this.deliveries.retry(tx, id))) {
        throw new Conflict('delivery_not_dead', 'Only a delivery that was given up can be retried.');
      }
      return present(await this.told.delivery(tx, caller, id));
    });
    this.bell.ring();
    return view;
  }
}
