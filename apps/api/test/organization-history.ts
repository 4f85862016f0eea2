import type { ApplicationUnderTest } from '@app/testing';

/** The history of an organization outside its cases, newest first. */
export async function historyOf(api: ApplicationUnderTest, organizationId: string): Promise<Record<string, unknown>[]> {
  const rows = await api.sql<{ body: Buffer }>(
    `SELECT p.body FROM history_entry e JOIN history_payload p ON p.entry_id = e.id
     WHERE e.organization_id = $1 AND e.incident_id IS NULL ORDER BY e.position DESC`,
    [organizationId],
  );
  return rows.map((row) => JSON.parse(row.body.toString('utf8')) as Record<string, unknown>);
}
