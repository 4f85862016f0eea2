import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from './root.mjs';

/**
 * Runs a tool that npm installed and keeps what it says until it is known whether that matters.
 *
 * @param {string} script of the tool, below node_modules
 * @returns {Promise<{ ok: boolean, output: string, seconds: string }>}
 */
export function runQuietly(script, args, { nodeArgs = [], env = {} } = {}) {
  const begun = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...nodeArgs, `node_modules/${script}`, ...args], {
      cwd: ROOT,
      env: {
        ...process.env,
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      const shown = process.stdout.isTTY ? output : stripVTControlCharacters(output);
      resolve({ ok: code === 0, output: shown.trim(), seconds });
    });
  });
}
