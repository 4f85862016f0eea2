/** A version of a case that changed something for a reader. */
export interface ShownVersion {
  readonly version: number;
  /** RFC 3339, milliseconds, UTC. */
  readonly recordedAt: string;
}

/** Beyond every version that a case can have: `If-Match` and `caseVersion` take nine digits. */
const BEYOND = 999_999_999;

/**
 * The versions of a case, counted over the changes that a reader is shown: 1, 2, 3, whatever else is written between
 * them. What was counted once is counted so for ever, since a version is never written later than the next one.
 */
export class VersionCount {
  /** @param versions those that are shown, oldest first. @param upTo the version of the case at which they were read. */
  constructor(
    private readonly versions: readonly ShownVersion[],
    readonly upTo: number,
  ) {}

  /** How many versions the reader had been shown at this version of the case. */
  counted(version: number): number {
    let [low, high] = [0, this.versions.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      [low, high] = (this.versions[middle]?.version ?? BEYOND) <= version ? [middle + 1, high] : [low, middle];
    }
    return low;
  }

  /** Whether the reader was shown something in this version. */
  isShown(version: number): boolean {
    return this.versions[this.counted(version) - 1]?.version === version;
  }

  /** When the reader was last shown something at this version of the case; undefined before the first. */
  recordedAt(version: number): string | undefined {
    return this.versions[this.counted(version) - 1]?.recordedAt;
  }

  /** The version of the case that a reader's count means; one that no case has, where there is none yet. */
  versionOf(count: number): number {
    return this.versions[count - 1]?.version ?? BEYOND;
  }

  /** The last version of the case at which the count was still the same: what they read stands until the next that they are shown. */
  lastVersionOf(count: number): number {
    const next = this.versions[count];
    return count > this.versions.length ? BEYOND : next ? next.version - 1 : this.upTo;
  }
}
