import { formatSignature, type Note } from '@app/verify';
import { originHash } from './cosigned-checkpoints.js';
import type { Files } from './files.js';
import { makeFile } from './new-file.js';

/**
 * Keeps what was refused although the log signed it: the checkpoint that was asked for, an empty line, and the one that
 * is held. The first of each kind and log stays, so that nobody can fill the disk.
 *
 * `fork`: two checkpoints of one size with different roots, both signed: this proves by itself that the log shows
 * different things to different people. `unproven`: a checkpoint whose proof did not hold; the proof may have been
 * spoilt by whoever sent it, so that this alone proves nothing.
 */
export class Evidence {
  constructor(
    private readonly files: Files,
    private readonly folder: string,
  ) {}

  async keep(kind: 'fork' | 'unproven', origin: string, refused: Note, held: string): Promise<void> {
    const asked = `${refused.text}\n${refused.signatures.map(formatSignature).join('')}`;
    await makeFile(this.files, this.folder, `${await originHash(origin)}.${kind}`, `${asked}\n${held}`);
  }
}
