import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository, wherever the tool is called from. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
