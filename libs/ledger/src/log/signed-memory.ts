import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The last checkpoint that was signed, beside the key and not in the database: so that a database which was put back
 * to an earlier day is known for what it is.
 */
export class SignedMemory {
  private readonly file: string;

  constructor(private readonly folder: string) {
    this.file = join(folder, 'checkpoint');
  }

  /** The signed note; null where nothing was signed from here yet. */
  read(): string | null {
    try {
      return readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return null;
      }
      throw error;
    }
  }

  /** On disk once this returns: a signature must not leave before it is remembered. */
  write(note: string): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${this.file}.new`, note, { mode: 0o600, flush: true });
    renameSync(`${this.file}.new`, this.file);
    const folder = openSync(this.folder, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }
}
