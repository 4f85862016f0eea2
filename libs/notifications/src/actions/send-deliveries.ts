import { Injectable, Logger } from '@nestjs/common';
import { Authentication, type Seer } from '@app/access';
import { Clock, mayLeaveByMail, type IncidentId } from '@app/platform';
import { Deliveries, type ClaimedDelivery, type HeldDelivery, type Settled } from '../deliveries.repository.js';
import { ATTEMPTS_MAX, nextAttemptAt } from '../delivery.rules.js';
import type { Letter } from '../mail.rules.js';
import { isOccasion } from '../occasions.rules.js';
import { mayBeTold, mayBeWritten } from '../recipients.rules.js';
import { PostOffice } from '../post-office.js';
import type { Posted } from '../transport.js';
import { guardedWords } from '../wording.rules.js';

/** Deliveries claimed at a time. */
export const BATCH = 200;
const DETAIL_CHARACTERS_MAX = 1_000;

type Audiences = ReadonlyMap<IncidentId, readonly Seer[]>;

/**
 * Sends what is due. A delivery is claimed, sent and recorded in three steps, since sending
 * cannot be undone: a worker that dies in between leaves a claim that runs out, and the
 * repeat carries the same Message-ID.
 */
@Injectable()
export class SendDeliveries {
  private readonly log = new Logger('deliveries');

  constructor(
    private readonly deliveries: Deliveries,
    private readonly authentication: Authentication,
    private readonly postOffice: PostOffice,
    private readonly clock: Clock,
  ) {}

  /** Until nothing is due. */
  async execute(): Promise<void> {
    for (;;) {
      const claimed = await this.deliveries.claim(this.clock.now(), this.leaseEnd(), BATCH);
      if (claimed.length === 0) {
        return;
      }
      for (let first = 0; first < claimed.length; first += this.postOffice.atOnce) {
        await this.send(claimed.slice(first, first + this.postOffice.atOnce));
      }
    }
  }

  private leaseEnd(): Date {
    return new Date(this.clock.now().getTime() + this.postOffice.takesMsMax);
  }

  private async send(claimed: readonly ClaimedDelivery[]): Promise<void> {
    const held = await this.deliveries.hold(claimed, this.leaseEnd());
    const audiences = await this.audiences(held);
    const settled: Settled[] = [];
    const allowed: { delivery: HeldDelivery; to: string }[] = [];
    for (const delivery of held) {
      const to = addressNow(delivery, audiences);
      if (to === null) {
        settled.push(withheld(delivery));
      } else if (delivery.attempt > ATTEMPTS_MAX) {
        settled.push(dead(delivery, 'Given up: every attempt ended without an answer.'));
      } else {
        allowed.push({ delivery, to });
      }
    }
    const posted = await this.postOffice.post(
      allowed.map(({ delivery, to }) => ({ deliveryId: delivery.id, letter: letterOf(delivery, to) })),
    );
    posted.forEach((outcome, index) => {
      const item = allowed[index];
      if (item) {
        settled.push(this.settled(item.delivery, item.to, outcome));
      }
    });
    await this.deliveries.settle(settled, this.clock.now());
    this.report(settled);
  }

  /** Who sees each of the cases, at this moment. */
  private async audiences(held: readonly HeldDelivery[]): Promise<Audiences> {
    const ids = [...new Set(held.filter(({ userId }) => userId).map(({ incidentId }) => incidentId))];
    return new Map(await Promise.all(ids.map(async (id) => [id, await this.authentication.audience(id)] as const)));
  }

  private settled(delivery: HeldDelivery, address: string, outcome: Posted): Settled {
    const { id, attempt } = delivery;
    if (outcome.sent) {
      return { id, attempt, status: 'sent', outcome: 'sent', detail: null, nextAttemptAt: null, address };
    }
    const detail = outcome.why.slice(0, DETAIL_CHARACTERS_MAX);
    const again = outcome.forGood ? null : nextAttemptAt(this.clock.now(), attempt, Math.random());
    return again
      ? { id, attempt, status: 'pending', outcome: 'failed', detail, nextAttemptAt: again, address }
      : dead(delivery, detail);
  }

  private report(settled: readonly Settled[]): void {
    const failed = settled.filter(({ outcome }) => outcome === 'failed');
    if (failed.length > 0) {
      this.log.warn(
        `${failed.length} of ${settled.length} mails could not be sent by ${this.postOffice.name}: ${failed[0]?.detail ?? ''}`,
      );
    }
  }
}

/** Where this recipient may be written to now; null where they may not see it any more. */
function addressNow(delivery: HeldDelivery, audiences: Audiences): string | null {
  if (delivery.userId) {
    const seer = audiences.get(delivery.incidentId)?.find(({ userId }) => userId === delivery.userId);
    const about = delivery.about && {
      ...delivery.about,
      seats: new Map([[delivery.userId, delivery.organizationIds]]),
    };
    return seer && mayBeTold(delivery.kind, about, seer) ? seer.email : null;
  }
  return delivery.stakeholder && mayBeWritten(delivery.stakeholder, delivery.tlp) ? delivery.stakeholder.email : null;
}

/** What is written. What it speaks of may have been marked higher since the words were made: then only the guarded ones leave. */
function letterOf(delivery: HeldDelivery, to: string): Letter {
  const { kind, wordedTlp, tlp } = delivery;
  const guarded = mayLeaveByMail(wordedTlp) && !mayLeaveByMail(tlp) && isOccasion(kind);
  return { ...delivery, ...(guarded ? guardedWords(kind) : {}), to };
}

const withheld = ({ id, attempt }: HeldDelivery): Settled => ({
  id,
  attempt,
  status: 'withheld',
  outcome: 'withheld',
  detail: 'The recipient may not see this any more.',
  nextAttemptAt: null,
  address: null,
});

const dead = ({ id, attempt }: HeldDelivery, detail: string): Settled => ({
  id,
  attempt,
  status: 'dead',
  outcome: 'failed',
  detail,
  nextAttemptAt: null,
  address: null,
});
