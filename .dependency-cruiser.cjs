// A library may import the libraries before it in this list, and no others.
// The order is the architecture: change it only with an ADR.
const ORDER = [
  'verify', 'platform', 'ledger', 'access', 'parties', 'incidents', 'evidence', 'disclosure', 'findings',
  'attribution', 'notifications', 'exchange', 'reporting', 'audit', 'api-client', 'testing',
];
// `notifications` reacts to everyone through outbox events, and nobody imports it but `reporting`, which reads: what is
// told is one of the things that a caller follows (ADR 13).
const UNKNOWN_TO_LIBS = ['notifications', 'api-client', 'testing'];
const mayImport = (lib) =>
  ORDER.slice(0, ORDER.indexOf(lib)).filter(
    (dep) => !UNKNOWN_TO_LIBS.includes(dep) || lib === 'testing' || (lib === 'reporting' && dep === 'notifications'),
  );
/** What only tests use. */
const OF_TESTS = ['spec\\.ts$', '^libs/[^/]+/test/'];

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'libs-know-no-app', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'enter-by-the-door',
      severity: 'error',
      comment: 'A library is entered by src/index.ts, src/http/index.ts, src/jobs/index.ts or src/node/index.ts.',
      from: { path: '^(?:libs|apps|test)/([^/]+)/' },
      to: { path: '^libs/([^/]+)/src/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/(index|http/index|jobs/index|node/index)\\.ts$'] },
    },
    {
      name: 'witness-is-by-itself',
      severity: 'error',
      comment: 'Who runs a witness has to trust little: @app/verify, and what Node brings.',
      from: { path: '^apps/witness/src/' },
      to: { pathNot: ['^apps/witness/src/', '^libs/verify/src/(index|node/index)\\.ts$', '^(node:)?[a-z_/]+$'] },
    },
    { name: 'domain-knows-no-http', severity: 'error', from: { path: '^libs/[^/]+/src/(?!http/)', pathNot: 'spec\\.ts$' }, to: { path: '^libs/[^/]+/src/http/' } },
    { name: 'domain-knows-no-jobs', severity: 'error', from: { path: '^libs/[^/]+/src/(?!jobs/)', pathNot: 'spec\\.ts$' }, to: { path: '^libs/[^/]+/src/jobs/' } },
    {
      name: 'sql-in-repositories-only',
      severity: 'error',
      from: {
        path: '^libs/(?!platform/|ledger/|testing/)',
        pathNot: ['(\\.entity|\\.repository|\\.module|\\.query)\\.ts$', ...OF_TESTS],
      },
      to: { path: 'node_modules/(typeorm|pg|@nestjs/typeorm)/' },
    },
    { name: 'policies-and-rules-are-pure', severity: 'error', from: { path: '\\.(policy|rules)\\.ts$' }, to: { path: 'node_modules/' } },
    { name: 'tests-helpers-stay-in-tests', severity: 'error', from: { path: '^(libs|apps)/', pathNot: ['^libs/testing/', '^apps/[^/]+/test/', ...OF_TESTS] }, to: { path: '^libs/testing/' } },
    ...ORDER.map((lib) => ({
      name: `${lib}-imports-only-what-is-before-it`,
      severity: 'error',
      from: { path: `^libs/${lib}/`, pathNot: OF_TESTS },
      to: { path: '^libs/', pathNot: `^libs/(${[lib, ...mayImport(lib)].join('|')})/` },
    })),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(apps/web|dist)/' },
  },
};
