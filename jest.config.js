/** @type {import('jest').Config} */
export default {
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
      },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/cdk.out/', '/.build/'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.build'],
  maxWorkers: 2,
  // ESM modules of a test stay in the heap of its worker; one of 1.3 GB takes longer to free than Jest waits for at the end.
  workerIdleMemoryLimit: '400MB',
  testTimeout: 240_000,
};
