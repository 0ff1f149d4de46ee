/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '\\.long\\.test\\.ts$'],
  // Jest runs our ES modules as CommonJS, which needs no flag: swc picks the module kind that Jest supports.
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' } }],
  },
  globalSetup: './test/support/global-setup.ts',
  globalTeardown: './test/support/global-teardown.ts',
  maxWorkers: 2,
  // Ends what hangs. How long a test may take is nothing that it promises, and a machine may be ten times slower than another.
  testTimeout: 300_000,
  watchman: false,
  modulePathIgnorePatterns: ['<rootDir>/\\.data/'],
};
