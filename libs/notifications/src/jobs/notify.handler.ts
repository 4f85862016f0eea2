import { Injectable } from '@nestjs/common';
import type { Tx } from '@app/platform';
import type { MessageHandler, OutboxMessage } from '@app/platform/jobs';
import { Notifications } from '../notifications.repository.js';
import { Occasions, type Occasion } from '../occasions.repository.js';
import { isOccasion, OCCASION_TYPES, type OccasionBody } from '../occasions.rules.js';
import { recipientsOf } from '../recipients.rules.js';
import { wordsOf, type Facts } from '../wording.rules.js';

/** Tells those whom a message concerns. */
@Injectable()
export class NotifyHandler implements MessageHandler {
  readonly name = 'notify';
  readonly types = OCCASION_TYPES;

  constructor(
    private readonly occasions: Occasions,
    private readonly notifications: Notifications,
  ) {}

  async handle(tx: Tx, { id, type, body: sent }: OutboxMessage): Promise<void> {
    const body = sent as OccasionBody;
    const occasion = isOccasion(type) ? await this.occasions.of(tx, body) : undefined;
    if (!occasion || !isOccasion(type)) {
      return;
    }
    const recipients = recipientsOf(type, body, occasion);
    if (recipients.length > 0) {
      this.notifications.tell(tx, recipients, {
        messageId: id,
        kind: type,
        organizationId: occasion.organizationId,
        incidentId: body.incidentId,
        tlp: occasion.tlp,
        words: wordsOf(type, factsOf(occasion, body)),
        path: `/incidents/${body.incidentId}`,
      });
    }
  }
}

const factsOf = (occasion: Occasion, body: OccasionBody): Facts => ({
  tlp: occasion.tlp,
  reference: occasion.reference,
  title: occasion.title,
  organizationName: occasion.organizationName,
  byName: occasion.byName,
  from: body.from,
  to: body.to,
  why: body.reason,
  taskTitle: occasion.taskTitle,
  dueAt: occasion.taskDueAt,
  since: body.since === undefined ? null : new Date(body.since),
});
