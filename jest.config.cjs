// Nest 12 is ESM. On Node 20 jest cannot `require` it, so tests run as native ES
// modules: `node --experimental-vm-modules`, SWC for the decorators.
const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'es6' },
  },
];

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  moduleNameMapper: {
    '^@app/([^/]+)/(http|jobs|node)$': '<rootDir>/libs/$1/src/$2/index.ts',
    '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

// Database projects get their server from tools/test.mjs, which starts one and
// sets TEST_DATABASE_SERVER; each jest worker works on its own copy of a
// migrated template.
const withDatabase = { ...common, globalSetup: '<rootDir>/tools/jest-database-setup.mjs' };

// The product with its scoping off: the access rule's own modules are replaced by ones that let everybody everywhere.
// What is left between a caller and the rows is row-level security.
const unscoped = {
  ...withDatabase,
  displayName: 'unscoped',
  moduleNameMapper: {
    '^real/(.*)$': '<rootDir>/libs/access/src/$1.ts',
    '^\\./(sight|record-sight|authentication\\.repository)\\.js$': '<rootDir>/apps/api/test/unscoped/$1.mjs',
    '^\\.\\./(sight|record-sight|authentication\\.repository)\\.js$': '<rootDir>/apps/api/test/unscoped/$1.mjs',
    ...common.moduleNameMapper,
  },
  testMatch: ['<rootDir>/apps/**/*.unscoped-spec.ts'],
};

module.exports = {
  // Two cores and a cold disk: what hangs is found by the runner, what is slow is not a failure.
  testTimeout: 30_000,
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{libs,apps}/**/*.spec.ts'] },
    { ...withDatabase, displayName: 'db', testMatch: ['<rootDir>/libs/**/*.db-spec.ts'] },
    { ...withDatabase, displayName: 'e2e', testMatch: ['<rootDir>/apps/**/*.e2e-spec.ts'] },
    unscoped,
    { ...common, displayName: 'system', testMatch: ['<rootDir>/test/system/*.system-spec.ts'] },
    { ...common, displayName: 'browser', testMatch: ['<rootDir>/test/browser/*.browser-spec.ts'] },
    { ...withDatabase, displayName: 'redis', testMatch: ['<rootDir>/test/redis/*.redis-spec.ts'] },
  ],
};
