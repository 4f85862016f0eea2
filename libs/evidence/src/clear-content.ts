import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '@app/platform';
import { ContentStore } from './content-store.js';
import { EvidenceContent } from './evidence-content.repository.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const SHA256 = /^[0-9a-f]{64}$/;
const SHARD = /^[0-9a-f]{2}$/;

/** Which of these hashes are named by a record. */
type Named = (hashes: readonly string[]) => Promise<ReadonlySet<string>>;

/** Removes what uploads that came to nothing left behind. */
@Injectable()
export class ClearContent implements OnApplicationBootstrap {
  private readonly log = new Logger('evidence');

  constructor(
    private readonly store: ContentStore,
    private readonly content: EvidenceContent,
    private readonly clock: Clock,
  ) {}

  /** What a crash left of uploads. */
  async onApplicationBootstrap(): Promise<void> {
    // The product serves all the rest where the folder cannot be read.
    await this.clearUnfinished().catch((error: Error) => this.log.error(`Old uploads stay: ${error.message}`));
  }

  /** Files of uploads that were begun more than a day ago. */
  async clearUnfinished(): Promise<void> {
    for (const name of await namesIn(this.store.incoming)) {
      const path = join(this.store.incoming, name);
      if (await this.isOld(path)) {
        await rm(path, { force: true });
      }
    }
  }

  /** Files more than a day old that no record names. A folder of another database is left alone. */
  async clearUnnamed(): Promise<void> {
    const named: Named = async (hashes) => await this.content.named(hashes);
    if (await this.store.belongsTo(await this.content.folderName())) {
      await this.clear(named);
    }
  }

  /**
   * A file that was erased from its record. One that another record names stays; where it cannot be removed now, it
   * goes with what no record names.
   */
  async clearErased(sha256: string): Promise<void> {
    try {
      if (!(await this.content.named([sha256])).has(sha256)) {
        await rm(this.store.pathOf(sha256), { force: true });
        this.log.log(`Removed the content ${sha256}, which was erased.`);
      }
    } catch (error) {
      this.log.error(`The content ${sha256} stays for now: ${(error as Error).message}`);
    }
  }

  /** Apart from the database, for tests of what happens in between. */
  async clear(named: Named): Promise<void> {
    await this.finishLeaving(named);
    for (const one of (await namesIn(this.store.folder)).filter((name) => SHARD.test(name))) {
      for (const two of (await namesIn(join(this.store.folder, one))).filter((name) => SHARD.test(name))) {
        await this.clearShard(join(this.store.folder, one, two), named);
      }
    }
  }

  private async clearShard(folder: string, named: Named): Promise<void> {
    const old: string[] = [];
    for (const name of await namesIn(folder)) {
      if (SHA256.test(name) && (await this.isOld(join(folder, name)))) {
        old.push(name);
      }
    }
    const kept = old.length > 0 ? await named(old) : new Set<string>();
    for (const sha256 of old.filter((name) => !kept.has(name))) {
      await mkdir(this.store.leaving, { recursive: true, mode: 0o700 });
      await rename(join(folder, sha256), join(this.store.leaving, sha256)).catch(() => undefined);
      await this.decide(sha256, named);
    }
  }

  /** What an upkeep that was killed had taken out. */
  private async finishLeaving(named: Named): Promise<void> {
    for (const sha256 of (await namesIn(this.store.leaving)).filter((name) => SHA256.test(name))) {
      await this.decide(sha256, named);
    }
  }

  /**
   * Between the look at a file and its removal, the same bytes may have been uploaded again, over it. So it is
   * taken out first and looked at once more: what is new, or named by now, goes back.
   */
  private async decide(sha256: string, named: Named): Promise<void> {
    const path = join(this.store.leaving, sha256);
    if ((await this.isOld(path)) && !(await named([sha256])).has(sha256)) {
      await rm(path, { force: true });
      this.log.log(`Removed the content ${sha256}, which no record names.`);
    } else {
      await rename(path, this.store.pathOf(sha256)).catch(() => undefined);
    }
  }

  private async isOld(path: string): Promise<boolean> {
    const found = await stat(path).catch(() => null);
    return found !== null && found.mtimeMs < this.clock.now().getTime() - DAY_MS;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') {
      throw error;
    }
    return [];
  });
}
