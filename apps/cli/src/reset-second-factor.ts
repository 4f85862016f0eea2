import { ResetSecondFactor } from '@app/access';
import type { Config } from '@app/platform';
import { optionsOf } from './options.js';
import { withDomain } from './program.js';
import { UsageError } from './refusal.js';
import type { Terminal } from './terminal.js';

const REASON_LENGTH_MAX = 4000;

/** `ascribe second-factor reset`: for a person who lost their authenticator and their recovery codes. */
export async function resetSecondFactor(args: string[], terminal: Terminal, config: () => Config): Promise<void> {
  const { email = '', reason = '' } = optionsOf(args, ['email', 'reason']);
  if (reason.trim().length > REASON_LENGTH_MAX) {
    throw new UsageError(`--reason has at most ${REASON_LENGTH_MAX} characters.`);
  }
  const asked = { email: email.trim(), reason: reason.trim() };
  const { name, organizations } = await withDomain(
    config(),
    async (app) => await app.get(ResetSecondFactor).execute(asked),
  );
  terminal.out(
    `${name} signs in without a second factor until they set up another one; every session of theirs has ended. ` +
      `It stands in their record${organizations > 0 ? ' and in the history of their organizations' : ''}, with the reason.\n`,
  );
}
