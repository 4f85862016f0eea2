import { givenMember, type Client } from '@app/testing';
import type { CallerKind } from './access-callers.js';
import { fresh, inCase, sent, type Ground, type Make } from './access-ground.js';

/** What a submission needs. */
const whole = ({ ids }: Ground): object => ({
  confidence: 'low',
  judgements: [{ hypothesisId: ids['hypothesis'], likelihood: { term: 'likely' } }],
  rationale: fresh('Because'),
});

/** Who writes for an organization, other than the callers. */
const writers = new Map<string, Promise<Client>>();

/** The organization for which the caller would assess: their own where it takes part, else the campaign. */
async function organizationOf({ api, campaign, incidentId }: Ground, { person }: CallerKind): Promise<string> {
  const [taking] = await api.sql<{ id: string }>(
    `SELECT p.organization_id AS id FROM participant p JOIN membership m ON m.organization_id = p.organization_id
     WHERE p.incident_id = $1 AND m.user_id = $2 AND p.until IS NULL AND p.max_tlp = 'red'`,
    [incidentId, person?.id],
  );
  return taking?.id ?? campaign.id;
}

async function writerFor(ground: Ground, organizationId: string): Promise<Client> {
  const made =
    writers.get(organizationId) ??
    givenMember(ground.api, { id: organizationId } as Ground['campaign'], 'analyst').then(
      ground.api.signedIn.bind(ground.api),
    );
  writers.set(organizationId, made);
  return await made;
}

/** Lets the members of an organization write for as long as it takes, in whatever capacity it takes part. */
async function asAnalysts<Result>(
  { api, incidentId }: Ground,
  organizationId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const [before] = await api.sql<{ capacity: string }>(
    `SELECT capacity FROM participant WHERE incident_id = $1 AND organization_id = $2`,
    [incidentId, organizationId],
  );
  const put = `UPDATE participant SET capacity = $3 WHERE incident_id = $1 AND organization_id = $2`;
  await api.sql(put, [incidentId, organizationId, 'analyst']);
  const result = await work();
  await api.sql(put, [incidentId, organizationId, before?.capacity ?? 'analyst']);
  return result;
}

/** An assessment of the organization for which the caller would write, by someone else there; its address. */
async function assessment(ground: Ground, caller: CallerKind, status: 'draft' | 'submitted'): Promise<string> {
  const organizationId = await organizationOf(ground, caller);
  const writer = await writerFor(ground, organizationId);
  return await asAnalysts(ground, organizationId, async () => await made(ground, writer, status));
}

async function made(ground: Ground, writer: Client, status: 'draft' | 'submitted'): Promise<string> {
  const { body } = await writer.post(inCase(ground, '/assessments'), whole(ground)).expect(201);
  const at = `/assessments/${body.id as string}`;
  if (status === 'submitted') {
    await writer.post(inCase(ground, `${at}/submissions`)).expect(201);
  }
  return at;
}

/** One that the caller submitted, where they may. */
async function ownSubmission(ground: Ground, caller: CallerKind): Promise<string> {
  const writer = caller.person && (await ground.api.signedIn(caller.person));
  const begun = writer && (await writer.post(inCase(ground, '/assessments'), whole(ground)));
  if (!writer || begun?.status !== 201) {
    return await assessment(ground, caller, 'submitted');
  }
  const at = `/assessments/${begun.body.id as string}`;
  await writer.post(inCase(ground, `${at}/submissions`)).expect(201);
  return at;
}

const on =
  (status: 'draft' | 'submitted', rest: string, body: object): Make =>
  async (ground, caller) =>
    await sent(inCase(ground, `${await assessment(ground, caller, status)}${rest}`), body);

const P = 'POST /incidents/:incidentId/assessments';

/** Assessments and inquiries. */
export const ASSESSMENT_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /incidents/:incidentId/assessments': async (ground) => await sent(inCase(ground, '/assessments')),
  'GET /incidents/:incidentId/assessments/:assessmentId': on('draft', '', {}),
  'PATCH /incidents/:incidentId/assessments/:assessmentId': async (ground, caller) => {
    const at = await assessment(ground, caller, 'draft');
    const [row] = await ground.api.sql<{ version: number }>('SELECT version FROM assessment WHERE id = $1', [
      at.split('/').at(-1),
    ]);
    return await sent(inCase(ground, at), { rationale: fresh('x') }, row?.version ?? 0);
  },
  [P]: async (ground) => await sent(inCase(ground, '/assessments'), {}),
  [`${P}/language-checks`]: async (ground) => await sent(inCase(ground, '/assessments/language-checks'), { text: 'x' }),
  [`${P}/:assessmentId/submissions`]: on('draft', '/submissions', {}),
  [`${P}/:assessmentId/approvals`]: on('submitted', '/approvals', {}),
  [`${P}/:assessmentId/returns`]: async (ground, caller) =>
    await sent(inCase(ground, `${await ownSubmission(ground, caller)}/returns`), { reason: 'x' }),
  [`${P}/:assessmentId/dissents`]: on('submitted', '/dissents', { statement: 'x' }),
  'GET /assessment-reviews': async () => await sent('/assessment-reviews'),

  'GET /incidents/:incidentId/inquiries': async (ground) => await sent(inCase(ground, '/inquiries')),
  'POST /incidents/:incidentId/inquiries': async (ground) =>
    await sent(inCase(ground, '/inquiries'), inquiryTo(ground)),
  'POST /incidents/:incidentId/inquiries/:inquiryId/answers': async (ground) => {
    const { owner, ids } = ground;
    const { body } = await owner.post(inCase(ground, '/inquiries'), inquiryTo(ground)).expect(201);
    const answer = {
      hypothesisId: ids['hypothesis'],
      claimantId: ids['party'],
      stance: 'denies',
      statement: 'No.',
      saidAt: { at: null, precision: 'unknown' },
    };
    const claim = await owner.post(inCase(ground, '/claims'), answer).expect(201);
    return await sent(inCase(ground, `/inquiries/${body.id as string}/answers`), { claimId: claim.body.id });
  },
};

const inquiryTo = ({ ids }: Ground): object => ({
  partyId: ids['party'],
  question: 'Was it you?',
  askedAt: { at: null, precision: 'unknown' },
});
