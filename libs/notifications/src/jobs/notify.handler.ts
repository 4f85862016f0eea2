import { Injectable } from '@nestjs/common';
import type { Tx } from '@app/platform';
import type { MessageHandler, OutboxMessage } from '@app/platform/jobs';
import { Notifications } from '../notifications.repository.js';
import { Occasions, type Occasion } from '../occasions.repository.js';
import { isOccasion, OCCASION_TYPES, type OccasionBody, type OccasionType } from '../occasions.rules.js';
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
        subject: occasion.subject,
        tlp: occasion.tlp,
        words: wordsOf(type, factsOf(occasion, body)),
        path: `/incidents/${body.incidentId}${PLACES[type] ?? ''}`,
      });
    }
  }
}

/** Where in the case it is read. */
const PLACES: Readonly<Partial<Record<OccasionType, string>>> = {
  'access.elevated.v1': '/participants',
  'work.released.v1': '/tasks',
  'finding.submitted.v1': '/findings',
  'finding.judged.v1': '/findings',
  'finding.superseded.v1': '/findings',
  'finding.withdrawn.v1': '/findings',
  'record.fell.v1': '/attribution',
  'assessment.submitted.v1': '/attribution',
  'assessment.approved.v1': '/attribution',
  'assessment.returned.v1': '/attribution',
  'inquiry.silent.v1': '/attribution',
};

const momentOf = (at: string | undefined): Date | null => (at === undefined ? null : new Date(at));

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
  dueAt: occasion.taskDueAt ?? momentOf(body.dueAt ?? body.until),
  since: body.since === undefined ? null : new Date(body.since),
  recordKind: body.subject?.kind,
  outcome: body.outcome,
  count: body.count,
});
