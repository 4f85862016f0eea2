import type { Clock } from '@app/platform';
import type { MailboxMessages } from './mailbox.repository.js';
import { Transport, type Posted, type Posting } from './transport.js';

/** Without SMTP: a page in the product shows what would be sent. Once for each delivery, however often it is posted. */
export class MailboxTransport extends Transport {
  readonly atOnce = 200;
  readonly takesMsMax = 10_000;
  readonly name = 'the mailbox in the product';

  constructor(
    private readonly mailbox: MailboxMessages,
    private readonly clock: Clock,
  ) {
    super();
  }

  async post(postings: readonly Posting[]): Promise<Posted[]> {
    await this.mailbox.put(postings, this.clock.now());
    return postings.map(() => ({ sent: true }));
  }

  close(): void {
    // Holds nothing.
  }
}
