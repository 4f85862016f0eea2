import { dirname } from 'node:path';
import type { Files, OpenFile } from '../src/files.js';

/** What a process that is no more would do next. */
export class Killed extends Error {}

interface Inode {
  written: string;
  synced: string;
}

/**
 * A disk whose processes can be killed before any of their file operations, and whose power can be cut: then of what
 * was not fsynced anything may be there or not.
 */
export class MemoryDisk {
  private names = new Map<string, Inode>();
  private readonly durable = new Map<string, Inode>();

  /** A process on this disk that does `operations` file operations and is killed before the next. */
  process(operations = Number.POSITIVE_INFINITY, before: (operation: string) => Promise<void> = async () => {}): Files {
    let left = operations;
    const step = async (operation: string): Promise<void> => {
      if (left <= 0) {
        throw new Killed(operation);
      }
      left -= 1;
      await before(operation);
    };
    return {
      names: async (folder) => {
        await step('names');
        return [...this.names.keys()]
          .filter((path) => dirname(path) === folder)
          .map((path) => path.slice(folder.length + 1));
      },
      read: async (path) => {
        await step('read');
        return this.names.get(path)?.written;
      },
      exists: async (path) => {
        await step('exists');
        return this.names.has(path);
      },
      create: async (path) => {
        await step('create');
        return this.create(path, step);
      },
      link: async (from, to) => {
        await step('link');
        const inode = this.names.get(from);
        if (!inode || this.names.has(to)) {
          return false;
        }
        this.names.set(to, inode);
        return true;
      },
      remove: async (path) => {
        await step('remove');
        this.names.delete(path);
      },
      syncFolder: async (folder) => {
        await step('syncFolder');
        this.syncNames(folder);
      },
    };
  }

  /** `survives` says of each thing that was not fsynced whether it is there afterwards. */
  cutPower(survives: () => boolean): void {
    const after = new Map<string, Inode>();
    for (const path of new Set([...this.names.keys(), ...this.durable.keys()])) {
      const inode = survives() ? this.names.get(path) : this.durable.get(path);
      if (inode) {
        after.set(path, inode);
      }
    }
    for (const inode of new Set(after.values())) {
      const half = inode.written.slice(0, Math.floor(inode.written.length / 2));
      inode.written = inode.synced === inode.written || survives() ? inode.written : survives() ? half : inode.synced;
      inode.synced = inode.written;
    }
    this.names = after;
    this.durable.clear();
    after.forEach((inode, path) => this.durable.set(path, inode));
  }

  files(): ReadonlyMap<string, string> {
    return new Map([...this.names].map(([path, { written }]) => [path, written]));
  }

  put(path: string, text: string): void {
    this.names.set(path, { written: text, synced: text });
  }

  drop(path: string): void {
    this.names.delete(path);
  }

  private create(path: string, step: (operation: string) => Promise<void>): OpenFile {
    if (this.names.has(path)) {
      throw new Error('EEXIST');
    }
    const inode: Inode = { written: '', synced: '' };
    this.names.set(path, inode);
    return {
      write: async (text) => {
        await step('write');
        inode.written = text;
      },
      sync: async () => {
        await step('sync');
        inode.synced = inode.written;
      },
      close: async () => await step('close'),
    };
  }

  private syncNames(folder: string): void {
    for (const path of this.durable.keys()) {
      if (dirname(path) === folder && !this.names.has(path)) {
        this.durable.delete(path);
      }
    }
    this.names.forEach((inode, path) => {
      if (dirname(path) === folder) {
        this.durable.set(path, inode);
      }
    });
  }
}
