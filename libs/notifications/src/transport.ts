import type { DeliveryId } from '@app/platform';
import type { Mail } from './mail.rules.js';

export interface Posting {
  readonly deliveryId: DeliveryId;
  readonly mail: Mail;
}

/** How it went: sent, or why not. `forGood`: the receiving side said never to come again with it. */
export type Posted =
  { readonly sent: true } | { readonly sent: false; readonly why: string; readonly forGood: boolean };

/** A way for mail to leave the product. */
export abstract class Transport {
  /** Mails sent side by side. */
  abstract readonly atOnce: number;
  /** How long that may take at the most; a worker that is silent for longer is taken for dead. */
  abstract readonly takesMsMax: number;
  /** Where mail goes, in words for the log. */
  abstract readonly name: string;

  /** One outcome for each posting, in order. Throws only where nothing can be said about any of them. */
  abstract post(postings: readonly Posting[]): Promise<Posted[]>;

  abstract close(): void;
}
