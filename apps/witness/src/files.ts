import { link, open, readdir, readFile, rm, stat } from 'node:fs/promises';

export interface OpenFile {
  write(text: string): Promise<void>;
  /** fsync(2): what was written outlives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Everything that the witness does to its folder, one call of the system each. Tests stop the world between them. */
export interface Files {
  names(folder: string): Promise<string[]>;
  /** Undefined where there is no such file. */
  read(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
  /** For its owner alone (mode 0600). @throws where the name is taken. */
  create(path: string): Promise<OpenFile>;
  /** link(2): a second name for a file. False where that name is taken: of several who try, one succeeds. */
  link(from: string, to: string): Promise<boolean>;
  /** Nothing happens where there is no such file. */
  remove(path: string): Promise<void>;
  /** fsync(2) of the folder: which names there are outlives a power cut. */
  syncFolder(folder: string): Promise<void>;
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

async function unless<Result>(code: string, work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === code) {
      return undefined;
    }
    throw error;
  }
}

export const nodeFiles: Files = {
  names: async (folder) => await readdir(folder),
  read: async (path) => await unless('ENOENT', readFile(path, 'utf8')),
  exists: async (path) => (await unless('ENOENT', stat(path))) !== undefined,
  create: async (path) => {
    const file = await open(path, 'wx', 0o600);
    return {
      write: async (text) => await file.writeFile(text, 'utf8'),
      sync: async () => await file.sync(),
      close: async () => await file.close(),
    };
  },
  link: async (from, to) =>
    (await unless(
      'EEXIST',
      link(from, to).then(() => true),
    )) ?? false,
  remove: async (path) => await rm(path, { force: true }),
  syncFolder: async (folder) => {
    // Windows opens no folder; there the file system's own journal has to do.
    if (process.platform === 'win32') {
      return;
    }
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
