import { Injectable } from '@nestjs/common';
import type { Caller } from '@app/access';
import { UnitOfWork } from '@app/platform';
import { Notifications } from '../notifications.repository.js';
import { ToldQuery, type ToldNotification } from '../queries/told.query.js';

@Injectable()
export class AcknowledgeNotification {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly told: ToldQuery,
    private readonly notifications: Notifications,
  ) {}

  /**
   * Says that the caller took note. The first time counts; again changes nothing.
   *
   * @throws {NotFound} it was told to somebody else, or is of a case that the caller sees no more.
   */
  async execute<View>(caller: Caller, id: string, present: (notification: ToldNotification) => View): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.told.myOne(tx, caller, id);
      this.notifications.acknowledge(tx, id);
      return present(await this.told.myOne(tx, caller, id));
    });
  }
}
