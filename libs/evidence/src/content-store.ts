import { createHash, randomUUID, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { Config, Problem } from '@app/platform';

/** Bytes of which nothing arrives for so long have ended. */
const IDLE_MS = 30_000;
/** Of a file that is served, so many bytes are read at a time. */
const CHUNK_BYTES = 64 * 1024;

/** A body on its way. */
export interface Arrival {
  readonly stream: Readable;
  /** `Content-Length`; null where the client does not say. */
  readonly declaredBytes: number | null;
}

/** What arrived whole. */
export interface Kept {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/**
 * Files under the name of their SHA-256 (`ab/cd/abcd...`), in the data folder: two uploads of the
 * same bytes are one file. A file is written beside and renamed when it is whole and on the disk,
 * so that none is ever seen in part, whatever crashes. It knows nothing of records.
 */
@Injectable()
export class ContentStore {
  private readonly log = new Logger('evidence');
  private readonly owners = new Set<string>();

  constructor(private readonly config: Config) {}

  get folder(): string {
    return join(this.config.dataDir, 'evidence');
  }

  /** Uploads that have not ended. In the same file system, so that a rename is all it takes. */
  get incoming(): string {
    return join(this.folder, 'incoming');
  }

  /** Files that upkeep is about to remove. */
  get leaving(): string {
    return join(this.folder, 'leaving');
  }

  pathOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /**
   * Marks the folder as that of one database. What another database does not name must not be
   * removed by its upkeep; to store is harmless, so that this only complains.
   */
  async belongTo(name: string): Promise<void> {
    if (this.owners.has(name)) {
      return;
    }
    await mkdir(this.incoming, { recursive: true, mode: 0o700 });
    if ((await this.owner()) === undefined) {
      // Renamed when it is whole: a mark that was cut short would be nobody's.
      const mark = join(this.incoming, randomUUID());
      await writeFile(mark, name, { mode: 0o600 });
      await rename(mark, join(this.folder, 'owner'));
    }
    if (!(await this.belongsTo(name))) {
      this.log.warn(`${this.folder} is the evidence folder of another database: nothing in it will be cleared away.`);
    }
    this.owners.add(name);
  }

  async belongsTo(name: string): Promise<boolean> {
    return (await this.owner()) === name;
  }

  private async owner(): Promise<string | undefined> {
    return await readFile(join(this.folder, 'owner'), 'utf8').catch(() => undefined);
  }

  /**
   * Takes a body in, hashing it as it comes, and puts it in its place. `check` may refuse what arrived.
   * Whatever is refused or ends half way leaves nothing.
   *
   * @throws {Problem} 413 `upload_too_large`, 400 `upload_aborted`, 503 `storage_full`, and what `check` throws.
   */
  async receive({ stream, declaredBytes }: Arrival, check: (arrived: Kept) => void): Promise<Kept> {
    if ((declaredBytes ?? 0) > this.config.uploadBytesMax) {
      throw this.tooLarge();
    }
    // Whoever goes away before we read is found out when we do.
    stream.on('error', () => undefined);
    await mkdir(this.incoming, { recursive: true, mode: 0o700 });
    const unfinished = join(this.incoming, randomUUID());
    try {
      const arrived = await this.write(stream, unfinished);
      check(arrived);
      await this.place(unfinished, arrived.sha256);
      return arrived;
    } catch (error) {
      await rm(unfinished, { force: true });
      throw ['ENOSPC', 'EDQUOT'].includes(codeOf(error)) ? storageFull(error) : error;
    }
  }

  private async write(stream: Readable, path: string): Promise<Kept> {
    const file = await open(path, 'wx', 0o600);
    const hash = createHash('sha256');
    try {
      const sizeBytes = await this.copy(stream, file, hash);
      await file.sync();
      return { sha256: hash.digest('hex'), sizeBytes };
    } finally {
      await file.close();
    }
  }

  /** One chunk at a time: what cannot be written yet is not read either. */
  private async copy(stream: Readable, file: FileHandle, hash: Hash): Promise<number> {
    let bytes = 0;
    const idle = setTimeout(() => stream.destroy(), IDLE_MS);
    try {
      // Not destroyed when we stop: the answer goes over the same connection.
      for await (const chunk of arriving(stream)) {
        idle.refresh();
        bytes += chunk.length;
        if (bytes > this.config.uploadBytesMax) {
          throw this.tooLarge();
        }
        hash.update(chunk);
        await file.writeFile(chunk);
      }
    } finally {
      clearTimeout(idle);
    }
    return bytes;
  }

  /** The rename is what makes it exist; the folders are written through, so that a crash does not undo it. */
  private async place(unfinished: string, sha256: string): Promise<void> {
    const path = this.pathOf(sha256);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(unfinished, path);
    for (const folder of [dirname(path), dirname(dirname(path)), this.folder]) {
      await syncFolder(folder);
    }
  }

  /**
   * The bytes of a file, hashed as they go. The last of them are held back until the hash is
   * found right: what was altered on the disk ends the stream with an error, and does not arrive whole.
   *
   * @throws {Problem} 503 `content_missing`.
   */
  async read({ sha256, sizeBytes }: Kept): Promise<Readable> {
    const found = await stat(this.pathOf(sha256)).catch(() => null);
    if (found?.size !== sizeBytes) {
      this.log.error(`The content ${sha256} is ${found ? 'not of its size' : 'missing'}: restore it from a backup.`);
      throw contentMissing();
    }
    const bytes = this.verified(sha256);
    // Of a file of one chunk, all is read by now: what is wrong with it is said before the answer begins.
    const first = await bytes.next().catch((cause: unknown) => {
      throw contentMissing(cause);
    });
    return Readable.from(afterFirst(first, bytes), { objectMode: false });
  }

  private async *verified(sha256: string): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    let held: Buffer | undefined;
    for await (const chunk of createReadStream(this.pathOf(sha256), { highWaterMark: CHUNK_BYTES })) {
      hash.update(chunk as Buffer);
      if (held) {
        yield held;
      }
      held = chunk as Buffer;
    }
    if (hash.digest('hex') !== sha256) {
      this.log.error(`The content ${sha256} was altered on the disk: restore it from a backup.`);
      throw new Error('Stored content does not have its hash.');
    }
    if (held) {
      yield held;
    }
  }

  private tooLarge(): Problem {
    const most = this.config.uploadBytesMax;
    return new Problem(
      413,
      'upload_too_large',
      `The file is too large: at the most ${most.toLocaleString('en')} bytes are kept.`,
    );
  }
}

const contentMissing = (cause?: unknown): Problem =>
  new Problem(503, 'content_missing', 'The content is not as it was kept. The operator has to restore it.', { cause });

const storageFull = (cause: unknown): Problem =>
  new Problem(503, 'storage_full', 'There is no room for the file. Nothing was kept.', { cause });

/** @throws {Problem} 400: the client went away, or sent nothing for too long. */
async function* arriving(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      yield chunk as Buffer;
    }
  } catch (cause) {
    throw new Problem(400, 'upload_aborted', 'The upload ended half way. Nothing was kept.', { cause });
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function* afterFirst(first: IteratorResult<Buffer, void>, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (!first.done) {
    yield first.value;
    yield* rest;
  }
}
