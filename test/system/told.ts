import type { Team } from './people.js';
import type { Product } from './product.js';

/** The owner and the lead of each case that the responder filed, in the product and by mail, once. */
export async function expectAllTold(
  product: Product,
  team: Team,
  incidents: readonly { readonly id: string }[],
): Promise<void> {
  await product.until('all messages to be handled and delivered', async () => {
    const [row] = await product.sql<{ open: number }>(`
      SELECT (SELECT count(*) FROM outbox_message WHERE relayed_at IS NULL)::int
           + (SELECT count(*) FROM outbox_handling WHERE handled_at IS NULL)::int
           + (SELECT count(*) FROM delivery WHERE status IN ('pending', 'sending'))::int AS open`);
    return row?.open === 0;
  });
  const told = await product.sql<{
    incident_id: string;
    user_id: string;
    channel: string;
    status: string;
    mails: number;
  }>(
    `SELECT n.incident_id, n.user_id, d.channel, d.status,
            (SELECT count(*) FROM mailbox_message m WHERE m.delivery_id = d.id)::int AS mails
     FROM notification n JOIN delivery d ON d.notification_id = n.id
     WHERE n.kind = 'incident.reported.v1' AND n.incident_id = ANY($1)`,
    [incidents.map(({ id }) => id)],
  );
  const seen = told.map((row) => `${row.incident_id} ${row.user_id} ${row.channel} ${row.status} ${row.mails}`);
  const due = incidents.flatMap(({ id }) =>
    [team.owner, team.lead].flatMap((person) => [
      `${id} ${person.id} in_app sent 0`,
      `${id} ${person.id} email sent 1`,
    ]),
  );
  expect(seen.toSorted()).toEqual(due.toSorted());
}
