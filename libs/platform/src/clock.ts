import { Injectable } from '@nestjs/common';

/**
 * The only source of the current instant. The demo and tests provide a clock that
 * stands still.
 */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }

  /**
   * The instant at which this clock stands, or null when it runs. A running clock
   * leaves the time of recording to the database: its clock is the one that all
   * processes share (see ADR 0002).
   */
  standsAt(): Date | null {
    return null;
  }
}

/** A clock that stands where it was set. */
export class StandingClock extends Clock {
  constructor(private at: Date) {
    super();
  }

  set(at: Date): void {
    this.at = at;
  }

  override now(): Date {
    return new Date(this.at);
  }

  override standsAt(): Date | null {
    return new Date(this.at);
  }
}
