import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { DeliveryId } from '@app/platform';
import { mailOf, Sender, type Letter } from './mail.rules.js';
import { Transport, type Posted } from './transport.js';

/** Makes mails of letters and sends them on their way. */
@Injectable()
export class PostOffice implements OnApplicationShutdown {
  constructor(
    private readonly transport: Transport,
    private readonly sender: Sender,
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
    return letters.length === 0
      ? []
      : await this.transport.post(
          letters.map(({ deliveryId, letter }) => ({ deliveryId, mail: mailOf(letter, this.sender) })),
        );
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}
