import { parseArgs } from 'node:util';
import { UsageError } from './refusal.js';

/**
 * Options that each take a text. Every one of `required` has to be there.
 *
 * @throws {UsageError} an option is unknown, given twice, missing or without its value, or a word is left over.
 */
export function optionsOf<Name extends string>(
  args: string[],
  required: readonly Name[],
  optional: readonly Name[] = [],
): Partial<Record<Name, string>> {
  const names = [...required, ...optional];
  const given = parse(args, names);
  for (const name of names) {
    if ((given[name]?.length ?? 0) > 1) {
      throw new UsageError(`--${name} is given twice.`);
    }
  }
  const missing = required.filter((name) => !given[name]?.[0]?.trim());
  if (missing.length > 0) {
    throw new UsageError(
      `${missing.map((name) => `--${name}`).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, given[name]?.[0]])) as Partial<Record<Name, string>>;
}

function parse(args: string[], names: readonly string[]): Record<string, string[] | undefined> {
  if (args.some((arg) => /^--?pass(?:word)?(?:=|$)/.test(arg))) {
    throw new UsageError(
      'A password among the arguments is read by everyone on the machine: use --password-file, or be asked.',
    );
  }
  try {
    const options = Object.fromEntries(
      names.map((name) => [name, { type: 'string' as const, multiple: true as const }]),
    );
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node's message goes on to explain parseArgs; its first sentence says what was wrong.
    throw new UsageError(`${(error as Error).message.split(/\. |\n/)[0]?.replace(/\.$/, '')}.`);
  }
}
