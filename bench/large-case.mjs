// One case with a record of attribution as large as the product promises to stay quick with: claims that rest on
// each other and on evidence, and assessments that a second person approved.
import { createHash, randomBytes } from 'node:crypto';
import { call } from './scenarios.mjs';

export const LARGE = { claims: 500, assessments: 50, evidence: 200, parties: 40 };
const STANCES = ['attributes', 'corroborates', 'denies', 'attributes', 'cannot_verify', 'disputes', 'corroborates'];
const DAY_MS = 86_400_000;
const FROM = Date.parse('2024-06-01T00:00:00Z');

/** @returns {Promise<{ id: string, moments: { validAt: string, knownAt: string }[] }>} with moments from its whole history */
export async function fileLargeCase({ client, port, caller, platform, organizationId }) {
  const approver = await makeApprover(client, platform, organizationId);
  const post = async (path, body, by = caller) => await call(port, by, ['POST', path, JSON.stringify(body)]);
  const { id } = await post('/incidents', { title: 'The large case' });
  const at = `/incidents/${id}`;
  const parties = [];
  for (let index = 0; index < LARGE.parties; index += 1) {
    parties.push((await post('/parties', { name: `Bench party ${index}`, kind: 'vendor' })).id);
  }
  const hypotheses = [];
  for (const [kind, label] of [
    ['threat_actor', 'An actor of the state'],
    ['insider', 'An insider'],
    ['false_flag', 'Another state, under a false flag'],
    ['no_intrusion', 'No intrusion at all'],
  ]) {
    hypotheses.push((await post(`${at}/hypotheses`, { kind, label })).id);
  }
  const evidence = [];
  for (let index = 0; index < LARGE.evidence; index += 1) {
    evidence.push((await post(`${at}/evidence`, { title: `Log ${index}`, kind: 'reference' })).id);
  }
  const claims = [];
  const known = [];
  for (let index = 0; index < LARGE.claims; index += 1) {
    // Every third repeats an earlier one, every fourth draws on evidence, the others are their own source.
    const restsOn = [
      ...(index % 3 === 2 ? [{ kind: 'claim', id: claims[(index * 7) % claims.length] }] : []),
      ...(index % 4 === 1 ? [{ kind: 'evidence', id: evidence[(index * 13) % evidence.length] }] : []),
    ];
    const claim = await post(`${at}/claims`, {
      hypothesisId: hypotheses[index % 5 === 4 ? 1 + (index % 3) : 0],
      claimantId: parties[(index * 11) % parties.length],
      stance: STANCES[index % STANCES.length],
      evidencePresented: ['none', 'described', 'technical', 'verifiable'][index % 4],
      statement:
        `What was said the ${index}th time of the same matter, in as many words as a statement of the press has. `.repeat(
          4,
        ),
      saidAt: { at: new Date(FROM + (index % 200) * DAY_MS).toISOString(), precision: 'day' },
      restsOn,
      respondsTo: index % 6 === 5 ? [{ kind: 'claim', id: claims[(index * 5) % claims.length] }] : [],
    });
    claims.push(claim.id);
    known.push(claim.createdAt);
    if (index % (LARGE.claims / LARGE.assessments) === 0) {
      await assess({ post, at, organizationId, approver, hypotheses, claims, index });
    }
  }
  const moments = Array.from({ length: 1024 }, () => ({
    validAt: new Date(FROM + Math.floor(Math.random() * 200) * DAY_MS).toISOString(),
    knownAt: known[Math.floor(Math.random() * known.length)],
  }));
  return { id, moments };
}

async function assess({ post, at, organizationId, approver, hypotheses, claims, index }) {
  const { id } = await post(`${at}/assessments`, {
    organizationId,
    confidence: ['low', 'moderate', 'high'][index % 3],
    rationale: 'What was presented agrees with what we saw ourselves, as far as we saw it. '.repeat(5),
    judgements: hypotheses.map((hypothesisId, place) => ({
      hypothesisId,
      likelihood: { percent: 1 + ((index + place * 31) % 99) },
    })),
    evidence: claims.slice(-20).map((claim) => ({ kind: 'claim', id: claim, bearing: 'supports' })),
  });
  await post(`${at}/assessments/${id}/submissions`, {});
  await post(`${at}/assessments/${id}/approvals`, {}, approver);
}

/** A second member with a session, by SQL. */
async function makeApprover(client, { newId }, organizationId) {
  const id = newId(new Date());
  const secret = randomBytes(32).toString('base64url');
  const csrfToken = randomBytes(24).toString('base64url');
  await client.query(
    `INSERT INTO app_user (id, email, email_key, name, created_at) VALUES ($1, $2, $2, 'Lead of the bench', now())`,
    [id, `${id}@bench.example`],
  );
  await client.query(
    `INSERT INTO membership (organization_id, user_id, role, created_at) VALUES ($1, $2, 'lead', now())`,
    [organizationId, id],
  );
  await client.query(
    `INSERT INTO session (token_hash, id, user_id, csrf_token, created_at, expires_at) VALUES ($1, $2, $3, $4, now(), now() + interval '7 days')`,
    [createHash('sha256').update(secret).digest(), newId(new Date()), id, csrfToken],
  );
  return { id, secret, csrfToken };
}
