import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Where a Chromium of the system is found; the packed one is only for machines without. */
const OF_THE_SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

// Nothing of these tests may leave the machine, and a container has neither a sandbox nor a GPU.
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium: the system's, or the one that npm installed. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? OF_THE_SYSTEM.find((path) => existsSync(path));
  if (executablePath) {
    return await chromium.launch({ executablePath, args: FLAGS });
  }
  const folder = unpacked();
  return await chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: FLAGS,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      // The libraries and fonts that a bare machine does not have.
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  });
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` with its libraries, once for each user of the
 * machine. The package itself unpacks into the common temporary folder, takes whatever file of
 * that name is there already, and brings the libraries only under variables of AWS Lambda.
 */
function unpacked(): string {
  const folder = join(tmpdir(), `ascribe-chromium-147.0.0-${process.getuid?.() ?? 'user'}`);
  if (existsSync(folder)) {
    return folder;
  }
  const making = mkdtempSync(`${folder}-`);
  // In a process of its own: jest's `process.env` is a copy, which `os.tmpdir()` does not read.
  const unpack = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', unpack], {
    cwd: import.meta.dirname,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: making, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
  });
  try {
    renameSync(making, folder);
  } catch {
    // Another test run was faster.
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}
