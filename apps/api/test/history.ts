import pg from 'pg';
import type { ApplicationUnderTest } from '@app/testing';

/** A report with one of every record. */
export const FILING = {
  title: 'A mailbox was read',
  affectedAccounts: [
    { key: 'a', identifier: 'a@campaign.example', kind: 'email' },
    { key: 'b', identifier: 'b@campaign.example', kind: 'email' },
  ],
  pivots: [{ fromKey: 'a', toKey: 'b' }],
  disclosures: [
    {
      sourceDescription: 'A reporter',
      anonymous: true,
      channel: 'press',
      summary: 'It was told.',
      artifacts: [{ title: 'A file', authenticity: 'claimed' }],
    },
  ],
  allegedActor: { name: 'A threat actor' },
};

/** An entry with what it commits to. */
export interface Entry {
  readonly id: string;
  readonly leaf: Buffer;
  readonly salt: Buffer;
  readonly body: Buffer;
  readonly version: number;
  readonly recordedAt: Date;
}
export interface Payload {
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly before: object | null;
  readonly after: object | null;
}

export const entriesOf = async (api: ApplicationUnderTest, incidentId: string): Promise<Entry[]> =>
  await api.sql<Entry & Record<string, unknown>>(
    `SELECT e.id, e.leaf, p.salt, p.body, e.case_version AS version, e.recorded_at AS "recordedAt"
     FROM history_entry e JOIN history_payload p ON p.entry_id = e.id WHERE e.incident_id = $1 ORDER BY case_version, ordinal`,
    [incidentId],
  );
export const payloadOf = ({ body }: Entry): Payload => JSON.parse(body.toString('utf8')) as Payload;
export const actionsOf = async (api: ApplicationUnderTest, incidentId: string, version: number): Promise<string[]> =>
  (await entriesOf(api, incidentId))
    .filter((entry) => entry.version === version)
    .map((entry) => payloadOf(entry).action);
/** Works in the database with the application's role. */
export async function asApplication(
  api: ApplicationUnderTest,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: api.database.appUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
