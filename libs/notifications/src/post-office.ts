import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { NewestCheckpoint } from '@app/ledger';
import type { DeliveryId } from '@app/platform';
import { mailOf, Sender, type Letter } from './mail.rules.js';
import { Transport, type Posted } from './transport.js';

/** Makes mails of letters and sends them on their way. */
@Injectable()
export class PostOffice implements OnApplicationShutdown {
  private readonly log = new Logger('deliveries');

  constructor(
    private readonly transport: Transport,
    private readonly sender: Sender,
    private readonly newestCheckpoint: NewestCheckpoint,
  ) {}

  get atOnce(): number {
    return this.transport.atOnce;
  }

  get takesMsMax(): number {
    return this.transport.takesMsMax;
  }

  get name(): string {
    return this.transport.name;
  }

  /** One outcome for each letter, in order. */
  async post(letters: readonly { readonly deliveryId: DeliveryId; readonly letter: Letter }[]): Promise<Posted[]> {
    if (letters.length === 0) {
      return [];
    }
    const checkpoint = await this.checkpoint();
    return await this.transport.post(
      letters.map(({ deliveryId, letter }) => ({ deliveryId, mail: mailOf(letter, this.sender, checkpoint) })),
    );
  }

  /** Mail goes also where the log cannot be read: a later one brings the next checkpoint. */
  private async checkpoint(): Promise<string | null> {
    try {
      return await this.newestCheckpoint.note();
    } catch (error) {
      this.log.warn(`Mails go without a checkpoint: ${(error as Error).message}`);
      return null;
    }
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}
