import { Injectable } from '@nestjs/common';
import { Problem } from '@app/platform';

/** Bundles that one process makes at the same time: each keeps the database busy for as long as it is being taken. */
const PLACES = 4;

/** How many bundles are being made. */
@Injectable()
export class Places {
  private taken = 0;

  /**
   * @returns what gives the place back; to be called once or more often.
   * @throws {Problem} 503 `busy`.
   */
  take(): () => void {
    if (this.taken >= PLACES) {
      throw new Problem(503, 'busy', 'Several bundles are being made just now. Try again.', { retryAfterSeconds: 10 });
    }
    this.taken += 1;
    let isMine = true;
    return () => {
      this.taken -= isMine ? 1 : 0;
      isMine = false;
    };
  }
}
