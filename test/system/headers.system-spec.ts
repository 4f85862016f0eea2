import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Folders, PATIENCE_MS, type Product } from './product.js';
import { givenTeam, signIn } from './people.js';

const WEB = join(import.meta.dirname, '../../dist/web');

/**
 * Origins that stand in the built web and are never fetched: names of XML, addresses in error texts of libraries, and
 * links that a person follows. Whoever adds one says what it is.
 */
const NEVER_FETCHED: Readonly<Record<string, string>> = {
  'www.w3.org': 'names of XML (SVG, XLink, MathML)',
  'react.dev': 'texts of errors of React',
  'github.com': 'texts of errors of libraries',
  'i.test': 'a base for parsing relative addresses',
  'ascribe.invalid': 'a base for parsing relative addresses',
  'www.first.org': 'a link to TLP 2.0',
  'www.dni.gov': 'a link to ICD 203',
  'www.cia.gov': 'a link to the tradecraft primer',
  'attack.mitre.org': 'a link to ATT&CK',
  'www.rfc-editor.org': 'a link to RFC 9162',
  'c2sp.org': 'links to the formats of checkpoints and witnesses',
};

const PLACES = [
  '/',
  '/incidents/INC-2024-0001',
  '/sign-in',
  '/no-such-page',
  '/favicon.svg',
  '/theme.js',
  '/assets/no-such-file.js',
  '/api/docs',
  '/api/docs/begin.js',
  '/api/openapi.json',
  '/api/v1/auth/me',
  '/api/v1/no-such-route',
  '/api/v1/incidents/no-such-case',
  '/api/v1/%zz',
  '/healthz',
  '/readyz',
  '/metrics',
];

const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

describe('What a browser is told', () => {
  const folders = new Folders();
  let product: Product;

  beforeAll(async () => {
    product = await folders.start(folders.make(), { ASCRIBE_TRUST_PROXY: 'on' });
  }, PATIENCE_MS);
  afterAll(() => folders.clear());

  /** The headers of each place, also of what is refused, and of the built files. */
  async function answers(headers: Record<string, string> = {}): Promise<[string, Response][]> {
    const built = files(WEB).map((path) => path.slice(WEB.length));
    const asked = [...PLACES, ...built.filter((path) => /index-.*\.(?:js|css)$/.test(path))];
    return await Promise.all(
      asked.map(async (path): Promise<[string, Response]> => [path, await fetch(product.address + path, { headers })]),
    );
  }

  it(
    'is never to run anything inline, to load from elsewhere, or to be framed: pages, files, the API, and what is refused',
    async () => {
      const answered = await answers();
      const refused = await fetch(`${product.address}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{',
      });
      for (const [path, { headers }] of [...answered, ['a body that is no JSON', refused] as const]) {
        const policy = headers.get('content-security-policy') ?? '';
        expect({ path, policy }).toEqual({ path, policy: expect.stringContaining("default-src 'none'") });
        expect({ path, policy }).toEqual({ path, policy: expect.stringContaining("frame-ancestors 'none'") });
        expect({
          path,
          loose: /unsafe-|\*|https?:|\sdata:(?!$|;)/.exec(policy.replace("img-src 'self' data:", '')),
        }).toEqual({
          path,
          loose: null,
        });
        expect({ path, sniff: headers.get('x-content-type-options'), frame: headers.get('x-frame-options') }).toEqual({
          path,
          sniff: 'nosniff',
          frame: 'DENY',
        });
        expect({ path, referrer: headers.get('referrer-policy') }).toEqual({ path, referrer: 'no-referrer' });
        expect({ path, by: headers.get('x-powered-by') ?? headers.get('server') }).toEqual({ path, by: null });
        expect({ path, cached: headers.get('cache-control') }).toEqual({ path, cached: expect.any(String) });
      }
      expect(answered.map(([, { status }]) => status)).toEqual(expect.arrayContaining([200, 400, 401, 404]));
    },
    PATIENCE_MS,
  );

  it(
    'is to come by TLS only once it has, for a year, and nothing of it on plain http',
    async () => {
      for (const [path, { headers }] of await answers({ 'x-forwarded-proto': 'https' })) {
        expect({ path, hsts: headers.get('strict-transport-security') }).toEqual({
          path,
          hsts: 'max-age=31536000; includeSubDomains',
        });
      }
      for (const [path, { headers }] of await answers()) {
        expect({ path, hsts: headers.get('strict-transport-security') }).toEqual({ path, hsts: null });
      }
    },
    PATIENCE_MS,
  );

  it(
    'is to keep nothing of a case',
    async () => {
      const team = await givenTeam(product);
      const client = await signIn(product, team.responder);
      const { body } = await client.post<{ id: string }>('/incidents', { title: 'Kept nowhere' });
      const answer = await fetch(`${product.address}/api/v1/incidents/${body.id}`);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    },
    PATIENCE_MS,
  );
});

describe('The built web', () => {
  it('loads nothing from anywhere else', () => {
    const html = files(WEB).filter((path) => path.endsWith('.html'));
    for (const path of html) {
      const page = readFileSync(path, 'utf8').replaceAll(/<!--[\s\S]*?-->/g, '');
      expect(page).not.toMatch(/(?:src|href|action)\s*=\s*["']?(?:https?:)?\/\//i);
      expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/i);
    }
    for (const path of files(WEB).filter((file) => file.endsWith('.css'))) {
      expect(readFileSync(path, 'utf8')).not.toMatch(/url\(\s*["']?(?:https?:)?\/\/|@import/i);
    }
    const named = new Set<string>();
    for (const path of files(WEB).filter((file) => /\.(?:js|svg|html|json|webmanifest)$/.test(file))) {
      const text = readFileSync(path, 'utf8');
      expect({
        path,
        fetched: /(?:fetch|import|EventSource|Worker|WebSocket)\(\s*["'`](?:https?:|wss?:)?\/\//.exec(text),
      }).toEqual({
        path,
        fetched: null,
      });
      for (const [, host = ''] of text.matchAll(
        /(?:["'`(\s](?:https?:|wss?:)?)\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})/gi,
      )) {
        named.add(host.toLowerCase());
      }
    }
    expect([...named].filter((host) => !(host in NEVER_FETCHED))).toEqual([]);
    expect(named.size).toBeGreaterThan(0);
  });
});
