import { readFile } from 'node:fs/promises';
import { isEmail } from 'class-validator';
import { ORGANIZATION_KINDS, type OrganizationKind } from '@app/access';
import { AppointAdministrator } from '@app/parties';
import type { Config } from '@app/platform';
import { optionsOf } from './options.js';
import { withDomain } from './program.js';
import { Refusal, UsageError } from './refusal.js';
import type { Terminal } from './terminal.js';

/** As the database has it. */
const NAME_LENGTH_MAX = 200;

/** `ascribe admin create`: the first administrator, with an organization that they own. */
export async function createAdministrator(args: string[], terminal: Terminal, config: () => Config): Promise<void> {
  const options = optionsOf(args, ['email', 'name', 'organization'], ['kind', 'password-file']);
  const email = emailOf(options.email ?? '');
  const name = lineOf(options.name ?? '', 'name');
  const organization = lineOf(options.organization ?? '', 'organization');
  const kind = kindOf(options.kind ?? 'campaign');
  const read = config();
  const password = await passwordOf(options['password-file'], terminal);
  await withDomain(
    read,
    async (app) => await app.get(AppointAdministrator).execute({ email, name, organization, kind, password }),
  );
  terminal.out(`${name} can sign in as ${email}, administers this installation and owns ${organization}.\n`);
}

function emailOf(text: string): string {
  const email = text.trim();
  if (!isEmail(email)) {
    throw new UsageError('--email is not an e-mail address.');
  }
  return email;
}

function lineOf(text: string, option: string): string {
  const line = text.trim();
  if (line.length > NAME_LENGTH_MAX || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(line)) {
    throw new UsageError(`--${option} must be one line of at most ${NAME_LENGTH_MAX} characters.`);
  }
  return line;
}

function kindOf(text: string): OrganizationKind {
  const kind = ORGANIZATION_KINDS.find((known) => known === text);
  if (!kind) {
    throw new UsageError(`--kind is none of ${ORGANIZATION_KINDS.join(', ')}.`);
  }
  return kind;
}

async function passwordOf(file: string | undefined, terminal: Terminal): Promise<string> {
  if (file !== undefined) {
    // Editors end a file with a line break that nobody means as a part of the password.
    return (file === '-' ? await terminal.readInput() : await contentOf(file)).replace(/\r?\n$/, '');
  }
  if (!terminal.askSecret) {
    throw new UsageError('Nobody can be asked for the password here: use --password-file.');
  }
  const password = await terminal.askSecret('Password of the administrator: ');
  if ((await terminal.askSecret('The same again: ')) !== password) {
    throw new Refusal('The two passwords differ.');
  }
  return password;
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new Refusal('The file that --password-file names cannot be read.');
  }
}
