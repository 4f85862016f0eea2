// The floor: what the same requests cost with nothing but Fastify and `pg`. It sends the very statements
// that the product sent (tap.mjs), with the session look-up, in one transaction, with history and outbox,
// in as few round trips as they allow. It validates, decides, presents and logs nothing: JSON leaves as
// the database made it.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';

const TEXT = 25;
const JSON_TYPES = new Set([114, 3802]);
const BEARER = /(?:^|; *)ascribe_session=([\w-]+)/;
const GATHER_MS = 5;
const LEAF_BYTES = 68;

const { connectionString, statements, organizationId } = JSON.parse(process.argv[2]);
const pool = new pg.Pool({
  connectionString,
  max: 20,
  pipeline: true,
  types: { getTypeParser: (type, format) => pg.types.getTypeParser(JSON_TYPES.has(type) ? TEXT : type, format) },
});
const app = fastify({ logger: false });

const named = (scenario, label) => {
  const text = statements[scenario][label];
  const name = `${scenario}_${label}`;
  return (values = []) => ({ name, text, values });
};
const sql = Object.fromEntries(
  Object.entries(statements).map(([scenario, texts]) => [
    scenario,
    Object.fromEntries(Object.keys(texts).map((label) => [label, named(scenario, label)])),
  ]),
);

async function recognize(recognizeSession, request, incidentId) {
  const secret = BEARER.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const hash = createHash('sha256').update(secret).digest();
  const { rows } = await pool.query(recognizeSession([hash, new Date(), incidentId, null]));
  if (!rows[0] || (incidentId !== null && rows[0].cases === null)) {
    throw Object.assign(new Error('Not found'), { statusCode: 404 });
  }
  return { ...rows[0], organizations: [organizationId], incidentId };
}

/** As the product says it: person, organizations, purpose, case, credential, the clock, whose own participations count. */
const identity = ({ userId, organizations, incidentId }) => [
  userId,
  `{${organizations.join(',')}}`,
  '',
  incidentId ?? '',
  '',
  '',
  userId,
];

/** Reads in one round trip. */
async function readAll(statementsOf, caller, queries) {
  const client = await pool.connect();
  try {
    const answers = await Promise.all([
      client.query('BEGIN'),
      client.query(statementsOf.identify(identity(caller))),
      ...queries.map(async (query) => await client.query(query)),
      client.query('COMMIT'),
    ]);
    return answers.slice(2, -1).map(({ rows }) => rows);
  } finally {
    client.release();
  }
}

async function read(statementsOf, caller, query) {
  const [rows] = await readAll(statementsOf, caller, [query]);
  return rows;
}

/** `first` is what must be known before the rest can be written. */
async function write(statementsOf, caller, first, rest) {
  const client = await pool.connect();
  try {
    const [, , ...known] = await Promise.all([
      client.query(statementsOf.begin()),
      client.query(statementsOf.identify(identity(caller))),
      ...first.map(async (query) => await client.query(query)),
    ]);
    const { queries, answer } = rest(known.map(({ rows }) => rows[0]));
    const results = await Promise.all(
      [...queries, statementsOf.commit()].map(async (query) => await client.query(query)),
    );
    ring(statementsOf);
    return answer(results);
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

let ringing;
function ring(statementsOf) {
  ringing ??= setTimeout(() => {
    ringing = undefined;
    pool.query(statementsOf.ring()).catch(() => undefined);
  }, GATHER_MS);
}

/** An entry with its payload and its state, as many bytes as the product's. */
function append(statementsOf, { caller, incidentId, version, at, changes }) {
  const bodies = changes.map(({ action, kind, state }, index) => ({
    v: 2,
    id: randomUUID(),
    action,
    at: at.toISOString(),
    by: { userId: caller.userId, purpose: null },
    organizationId,
    incidentId,
    caseVersion: version,
    ordinal: index + 1,
    previous: randomBytes(32).toString('base64'),
    subject: { kind, id: state.id },
    before: null,
    after: state,
    reason: null,
    requestId: randomUUID(),
  }));
  return [
    statementsOf.append([
      bodies.map(({ id }) => id),
      bodies.map(() => randomBytes(LEAF_BYTES)),
      bodies.map(() => randomBytes(32)),
      bodies.map((body) => Buffer.from(JSON.stringify(body))),
      changes.map(({ kind }) => kind),
      changes.map(({ state }) => state.id),
      changes.map(({ state }) => JSON.stringify(state)),
      organizationId,
      incidentId,
      version,
      at,
      0,
      bodies.map(() => randomBytes(32)),
    ]),
    statementsOf.index_text([
      changes.map(({ state }) => state.id),
      changes.map(({ kind }) => kind),
      changes.map(({ text }) => text),
      incidentId,
      changes.map(({ state }) => JSON.stringify(state)),
    ]),
  ];
}

const emit = (statementsOf, type, body, at) =>
  statementsOf.emit([[randomUUID()], [type], [JSON.stringify(body)], [at]]);

const sendJson = (reply, status, text) => reply.status(status).type('application/json; charset=utf-8').send(text);

app.get('/api/v1/incidents', async (request, reply) => {
  const caller = await recognize(sql.list.recognize_session, request, null);
  const limit = Number(request.query.limit);
  const values = [caller.organizations, caller.userId, new Date(), caller.userId];
  const rows = await read(sql.list, caller, sql.list.incident_list(values));
  const shown = rows.slice(0, limit);
  const next = Buffer.from(JSON.stringify([shown.at(-1)?.at, shown.at(-1)?.id])).toString('base64url');
  return await sendJson(reply, 200, `{"items":[${shown.map(({ body }) => body).join(',')}],"nextCursor":"${next}"}`);
});

const KINDS = ['incident', 'account', 'pivot', 'disclosure', 'artifact', 'hypothesis', 'claim'];
const wholeCase = (statementsOf, caller, incidentId) =>
  statementsOf.whole_case([incidentId, caller.organizations, caller.userId, new Date(), KINDS, null, 'red', true]);
const presentWhole = (row) =>
  `{"organizationName":${JSON.stringify(row.organizationName)},"caseVersion":${row.caseVersion},"currentVersion":${row.currentVersion},"recordedAt":"${row.recordedAt}","records":${row.records},"users":${row.users},"parties":${row.parties}}`;

app.get('/api/v1/incidents/:incidentId', async (request, reply) => {
  const { incidentId } = request.params;
  const caller = await recognize(sql.detail.recognize_session, request, incidentId);
  const [row] = await read(sql.detail, caller, wholeCase(sql.detail, caller, incidentId));
  return await sendJson(reply, 200, presentWhole(row));
});

/** The facts of a standing as the database gives them, of now or of a moment: nothing is counted. */
app.get('/api/v1/incidents/:incidentId/attribution', async (request, reply) => {
  const { incidentId } = request.params;
  const { knownAt } = request.query;
  const statementsOf = knownAt ? sql.large : sql.standing;
  const caller = await recognize(statementsOf.recognize_session, request, incidentId);
  let version = null;
  if (knownAt) {
    const [, resolved] = await readAll(statementsOf, caller, [
      statementsOf.as_of_wait([incidentId]),
      statementsOf.as_of_resolve([incidentId, knownAt, null]),
    ]);
    version = resolved[0].caseVersion;
  }
  const values = [incidentId, caller.organizations, caller.userId, new Date(), version, 'red', true];
  const [row] = await read(statementsOf, caller, statementsOf.standing_facts(values));
  return await sendJson(reply, 200, `{"caseVersion":${row.caseVersion},"records":${row.records}}`);
});

app.post('/api/v1/incidents/:incidentId/comments', async (request, reply) => {
  const { incidentId } = request.params;
  const caller = await recognize(sql.comment.recognize_session, request, incidentId);
  const first = [sql.comment.lock_case([incidentId]), sql.comment.take_version([incidentId, null])];
  const text = await write(sql.comment, caller, first, ([, { caseVersion: version, recordedAt: at }]) => {
    const { body } = request.body;
    const id = randomUUID();
    const state = { id, authorId: caller.userId, body, on: null, createdAt: at.toISOString(), version };
    const changes = [{ action: 'comment.added', kind: 'comment', state, text: body }];
    return {
      queries: [
        sql.comment.insert_comment([id, incidentId, version, at, caller.userId, body, null, null, null]),
        ...append(sql.comment, { caller, incidentId, version, at, changes }),
        emit(
          sql.comment,
          'comment.added.v1',
          { incidentId, organizationId, caseVersion: version, byUserId: caller.userId, commentId: id },
          at,
        ),
      ],
      answer: () => JSON.stringify(state),
    };
  });
  return await sendJson(reply, 201, text);
});

function incidentOf(caller, { title, affectedAccounts }, { reference, tlp, at }) {
  const common = { createdAt: at.toISOString(), version: 1 };
  const incident = {
    ...{ id: randomUUID(), reference, organizationId, title, summary: null, category: null, severity: null, tlp },
    ...{ status: 'reported', occurredAt: null, detectedAt: null, leadId: null, tags: [], reportedById: caller.userId },
    ...{
      reportedAt: at.toISOString(),
      statusChangedAt: at.toISOString(),
      closingSummary: null,
      duplicateOf: null,
      version: 1,
    },
  };
  const hypothesis = { id: randomUUID(), kind: 'unknown', label: 'Unknown', actorId: null, level: null, ...common };
  const accounts = affectedAccounts.map(({ identifier, provider = null, kind, status = 'suspected' }) => ({
    ...{ id: randomUUID(), identifier, provider, kind, status, holder: null },
    ...{ firstSeenAt: null, lastSeenAt: null, note: null },
    ...common,
  }));
  return { incident, hypothesis, accounts };
}

app.post('/api/v1/incidents', async (request, reply) => {
  const caller = await recognize(sql.create.recognize_session, request, null);
  const at = new Date();
  const year = at.getUTCFullYear();
  const first = [
    sql.create.organization_default_tlp([organizationId]),
    sql.create.next_reference([organizationId, year]),
  ];
  const text = await write(sql.create, caller, first, ([{ tlp }, { last }]) => {
    const reference = `INC-${year}-${String(last).padStart(4, '0')}`;
    const { incident, hypothesis, accounts } = incidentOf(caller, request.body, { reference, tlp, at });
    const incidentId = incident.id;
    const changes = [
      { action: 'incident.reported', kind: 'incident', state: incident, text: `${reference} ${incident.title}` },
      { action: 'hypothesis.added', kind: 'hypothesis', state: hypothesis, text: hypothesis.label },
      ...accounts.map((state) => ({
        action: 'account.added',
        kind: 'account',
        state,
        text: `${state.identifier} ${state.provider ?? ''}`,
      })),
    ];
    const queries = [
      sql.create.insert_incident([
        incidentId,
        organizationId,
        reference,
        incident.title,
        null,
        null,
        null,
        tlp,
        null,
        null,
        null,
        null,
        null,
        [],
        caller.userId,
        at,
      ]),
      sql.create.about_case([incidentId]),
      sql.create.insert_hypothesis([hypothesis.id, incidentId, 1, at, 'unknown', 'Unknown', null, null, null]),
      ...accounts.map(({ id, identifier, provider, kind, status }) =>
        sql.create.insert_affected_account([
          id,
          incidentId,
          1,
          at,
          identifier,
          provider,
          kind,
          status,
          // Holder, first and last seen, note, marking.
          ...Array.from({ length: 10 }, () => null),
        ]),
      ),
      ...append(sql.create, { caller, incidentId, version: 1, at, changes }),
      wholeCase(sql.create, caller, incidentId),
      emit(
        sql.create,
        'incident.reported.v1',
        { incidentId, organizationId, caseVersion: 1, byUserId: caller.userId },
        at,
      ),
    ];
    return { queries, answer: (results) => presentWhole(results[queries.length - 2].rows[0]) };
  });
  return await sendJson(reply, 201, text);
});

app.get('/readyz', () => ({ status: 'ready' }));
await app.listen({ port: 0, host: '127.0.0.1' });
process.send({ port: app.server.address().port });
