import type { Config } from '@app/platform';
import { DEMO_PEOPLE } from './demo/index.js';

export interface Greeting {
  readonly address: string;
  readonly database: string;
  readonly demo: boolean;
  readonly config: Config;
}

/** What a person needs to know once everything runs. */
export function greet({ address, database, demo, config }: Greeting): string {
  const lines = [
    '',
    `Ascribe is at ${address}`,
    '',
    ...(demo ? signIns(config.demoPassword) : []),
    'Running:',
    '  the API and the web, the jobs',
    `  ${database}`,
    `  queues on ${config.redisUrl ? 'Redis' : 'PostgreSQL'}`,
    `  mail to ${config.smtpUrl ? new URL(config.smtpUrl).host : 'the mailbox page of the product'}`,
    '',
    'Ctrl-C stops everything.',
    '',
  ];
  return lines.join('\n');
}

function signIns(password: string): string[] {
  const width = Math.max(...DEMO_PEOPLE.map(([email]) => email.length));
  return [
    `Sign in with the password ${password} as`,
    ...DEMO_PEOPLE.map(([email, role]) => `  ${email.padEnd(width)}  ${role}`),
    '',
  ];
}
