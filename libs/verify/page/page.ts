import { FormatError, fromHex, sha256Stream, toHex, verifyBundle, webCrypto } from '../src/index.js';
import type { BundleOptions, PlatformCrypto } from '../src/index.js';
import { byId, element } from './element.js';
import { kindOf, kindOfText, KINDS, type Kind } from './kinds.js';
import { resultOf } from './result.js';

interface Held {
  readonly file: File;
  kind: Kind;
}

const held: Held[] = [];
const list = byId('files', HTMLUListElement);
const picked = byId('picked', HTMLInputElement);
const drop = byId('drop', HTMLDivElement);
const pasted = byId('pasted', HTMLTextAreaElement);
const check = byId('check', HTMLButtonElement);
const progress = byId('progress', HTMLSpanElement);
const results = byId('results', HTMLDivElement);

/** RFC 8032, section 7.1, test 1: a signature over nothing. */
const KNOWN_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const KNOWN_SIGNATURE =
  'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155' +
  '5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b';
const UNABLE =
  'This browser cannot check Ed25519 signatures here. Chrome and Edge can since 137, Firefox since 129, Safari since ' +
  '17. Or use the command: ascribe-verify.';

async function ableCrypto(): Promise<PlatformCrypto | undefined> {
  try {
    const crypto = webCrypto();
    const [key, signature] = [fromHex(KNOWN_KEY), fromHex(KNOWN_SIGNATURE)];
    return (await crypto.ed25519Verify(key, new Uint8Array(), signature)) ? crypto : undefined;
  } catch {
    return undefined;
  }
}

async function add(files: Iterable<File>): Promise<void> {
  for (const file of files) {
    held.push({ file, kind: await kindOf(file) });
  }
  show();
}

function show(): void {
  list.replaceChildren(...held.map(itemOf));
  results.replaceChildren();
  check.disabled = !held.some(({ kind }) => kind === 'bundle');
  progress.textContent = check.disabled ? 'Add a bundle first.' : '';
}

function itemOf(one: Held): HTMLElement {
  const select = element('select', { ariaLabel: `What ${one.file.name} is` });
  for (const [kind, words] of Object.entries(KINDS)) {
    select.append(element('option', { value: kind, selected: kind === one.kind }, words));
  }
  select.onchange = () => {
    one.kind = select.value as Kind;
    show();
  };
  const remove = element('button', { type: 'button', ariaLabel: `Leave out ${one.file.name}` }, 'Leave out');
  remove.onclick = () => {
    held.splice(held.indexOf(one), 1);
    show();
  };
  const size = element('small', {}, ` ${one.file.size.toLocaleString('en')} bytes`);
  return element('li', {}, element('span', {}, one.file.name, size), select, remove);
}

async function* piecesOf(file: File): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  let read = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    read += piece.value.length;
    yield piece.value;
    progress.textContent = `Checking ${file.name}: ${Math.floor((100 * read) / file.size)} %`;
  }
}

async function hashed(crypto: PlatformCrypto, file: File) {
  const digest = sha256Stream(crypto);
  for await (const piece of piecesOf(file)) {
    digest.update(piece);
  }
  return { name: file.name, sha256: toHex(digest.digest()) };
}

async function givenTo(crypto: PlatformCrypto): Promise<BundleOptions> {
  const of = (kind: Kind): File[] => held.filter((one) => one.kind === kind).map(({ file }) => file);
  const texts = async (kind: Kind): Promise<string[]> =>
    await Promise.all(of(kind).map(async (file) => await file.text()));
  const [policy, ...more] = await texts('policy');
  if (more.length > 0) {
    throw new FormatError('There is more than one policy.');
  }
  const files: { name: string; sha256: string }[] = [];
  for (const file of of('evidence')) {
    files.push(await hashed(crypto, file));
  }
  return {
    keys: (await texts('keys')).flatMap((text) => text.split('\n')).filter((line) => line !== ''),
    ...(policy !== undefined && { policy }),
    checkpoints: await texts('checkpoint'),
    receipts: await texts('receipt'),
    files,
  };
}

async function checkAll(crypto: PlatformCrypto): Promise<void> {
  check.disabled = true;
  results.replaceChildren();
  try {
    const given = await givenTo(crypto);
    const others = held.filter(({ kind }) => kind !== 'bundle');
    const against = others.map(({ file, kind }) => `${file.name} (${KINDS[kind].toLowerCase()})`);
    for (const { file } of held.filter(({ kind }) => kind === 'bundle')) {
      results.append(resultOf(file, against, await verifyBundle(crypto, piecesOf(file), given)));
    }
    progress.textContent = 'Done.';
  } catch (error) {
    const { message } = error as Error;
    const words =
      error instanceof FormatError
        ? `A key or policy that you gave cannot be read: ${message}`
        : `It broke off: ${message}`;
    results.replaceChildren(element('p', { className: 'failure' }, words));
    progress.textContent = '';
  }
  check.disabled = false;
}

function listen(crypto: PlatformCrypto): void {
  picked.onchange = () => {
    const files = [...(picked.files ?? [])];
    picked.value = '';
    void add(files);
  };
  document.ondragover = (event) => {
    event.preventDefault();
    drop.classList.add('over');
  };
  document.ondragleave = () => drop.classList.remove('over');
  document.ondrop = (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    void add([...(event.dataTransfer?.files ?? [])]);
  };
  byId('add', HTMLButtonElement).onclick = () => {
    const text = `${pasted.value.replace(/\n+$/, '')}\n`;
    if (text !== '\n') {
      held.push({ file: new File([text], `Pasted ${held.length + 1}`), kind: kindOfText(text) });
      pasted.value = '';
      show();
    }
  };
  check.onclick = () => void checkAll(crypto);
}

async function start(): Promise<void> {
  const crypto = await ableCrypto();
  if (crypto) {
    listen(crypto);
    return;
  }
  const unable = byId('unable', HTMLParagraphElement);
  unable.textContent = UNABLE;
  unable.hidden = false;
  picked.disabled = true;
}

void start();
