// Builds the verifier to dist/verify: a package for npm without dependencies, whose command is one file that can be
// read, and the same code as one page that works from a file.
//   node tools/build-verify.mjs
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { bundleForNode } from './build-witness.mjs';
import { ROOT } from './root.mjs';

const FOLDER = 'dist/verify';
const PAGE = 'libs/verify/page';
export const VERIFIER_PAGE = `${FOLDER}/ascribe-verify.html`;

export async function buildVerify() {
  const result = (name) => join(ROOT, FOLDER, name);
  const { version, license, engines } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  await rm(result(''), { recursive: true, force: true });
  await mkdir(result(''), { recursive: true });
  await bundleForNode('libs/verify/src/node/bin.ts', result('ascribe-verify.mjs'));
  await chmod(result('ascribe-verify.mjs'), 0o755);
  await copyFile(join(ROOT, 'LICENSE'), result('LICENSE'));
  await copyFile(join(ROOT, PAGE, 'README.md'), result('README.md'));
  const manifest = {
    name: 'ascribe-verify',
    version,
    description: 'Checks what an Ascribe log shows, offline and without trusting whoever runs it.',
    license,
    type: 'module',
    engines,
    bin: { 'ascribe-verify': 'ascribe-verify.mjs' },
    files: ['ascribe-verify.mjs', 'ascribe-verify.html'],
  };
  await writeFile(result('package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  // Last: by it one knows that everything is there.
  await writeFile(result('ascribe-verify.html'), await page(version));
}

async function page(version) {
  const read = async (name) => (await readFile(join(ROOT, PAGE, name), 'utf8')).trim();
  const [html, style, script] = [await read('page.html'), `\n${await read('page.css')}\n`, `\n${await pageScript()}`];
  if (/<\/script|<!--/i.test(script)) {
    throw new Error('The script of the page would end before its end.');
  }
  // Nothing is loaded, nothing is sent, and no other script or style runs than these two.
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;
  return `${html
    .replace('<meta charset="utf-8" />', (charset) => `${charset}\n    ${meta}`)
    .replace('{{version}}', version)
    .replace('  </head>', () => `    <style>${style}</style>\n  </head>`)
    .replace('  </body>', () => `    <script>${script}</script>\n  </body>`)}\n`;
}

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

async function pageScript() {
  const build = await rolldown({
    input: join(ROOT, PAGE, 'page.ts'),
    platform: 'browser',
    tsconfig: join(ROOT, 'apps/web/tsconfig.json'),
    logLevel: 'silent',
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  const { output } = await build.generate({ format: 'iife', codeSplitting: false });
  await build.close();
  const [{ code, imports }] = output;
  if (output.length !== 1 || imports.length > 0) {
    throw new Error(`The page is not one file by itself: ${imports.join(', ')}`);
  }
  return code;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildVerify();
  console.log(`Built ${FOLDER}.`);
}
