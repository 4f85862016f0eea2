// What is measured, as requests.

const BASE = '/api/v1';
/** Requests that differ, so that neither a cache nor one locked case stands for all. */
const DIFFERENT = 1024;

const REPORT = JSON.stringify({
  title: 'Staff mailbox answered a prompt that nobody had asked for',
  affectedAccounts: [
    { identifier: 'field-office@campaign.example', kind: 'email', provider: 'Example Mail' },
    { identifier: '@campaign-field', kind: 'social', status: 'confirmed' },
  ],
});
const COMMENT = JSON.stringify({
  body: 'The provider confirms a sign-in from an address that none of ours uses. Sessions are ended, the password is changed.',
});

/**
 * In the order in which they are measured: reads before writes make the tables grow. `aimMs`: what is asked of a
 * single connection's median, where the floor only reads and the product computes.
 */
export const SCENARIOS = [
  { name: 'list', title: 'list of 50', status: 200, request: () => ['GET', '/incidents?limit=50'] },
  { name: 'detail', title: 'incident detail', status: 200, request: (id) => ['GET', `/incidents/${id}`] },
  {
    name: 'standing',
    title: 'standing',
    status: 200,
    aimMs: 50,
    request: (id) => ['GET', `/incidents/${id}/attribution`],
  },
  {
    name: 'large',
    title: 'standing of the large case, any moment',
    status: 200,
    aimMs: 50,
    request: (_, { large }) => {
      const { validAt, knownAt } = large.moments[Math.floor(Math.random() * large.moments.length)];
      return ['GET', `/incidents/${large.id}/attribution?validAt=${validAt}&knownAt=${knownAt}`];
    },
  },
  {
    name: 'comment',
    title: 'add a comment',
    status: 201,
    request: (id) => ['POST', `/incidents/${id}/comments`, COMMENT],
  },
  { name: 'create', title: 'create', status: 201, request: () => ['POST', '/incidents', REPORT] },
];

/** Whole HTTP/1.1 requests of a scenario, ready to be written to a socket. */
export function requestsOf({ request }, world, { incidentIds, caller } = world) {
  return Array.from({ length: DIFFERENT }, () => {
    const [method, path, body] = request(incidentIds[Math.floor(Math.random() * incidentIds.length)], world);
    const head = [
      `${method} ${BASE}${path} HTTP/1.1`,
      'host: 127.0.0.1',
      `cookie: ascribe_session=${caller.secret}`,
      'accept: application/json',
    ];
    if (body !== undefined) {
      head.push(`x-csrf-token: ${caller.csrfToken}`);
      head.push('content-type: application/json', `content-length: ${Buffer.byteLength(body)}`);
    }
    return `${head.join('\r\n')}\r\n\r\n${body ?? ''}`;
  });
}

/** The same by fetch, for the few that prepare a run. */
export async function call(port, caller, [method, path, body]) {
  const answer = await fetch(`http://127.0.0.1:${port}${BASE}${path}`, {
    method,
    headers: {
      cookie: `ascribe_session=${caller.secret}`,
      'x-csrf-token': caller.csrfToken,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  }
  return JSON.parse(text);
}
