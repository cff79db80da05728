import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import {
  localRules,
  noAmbient,
  noAmbientModules,
  noDefaultExport,
  onlyDeclarations,
  zodAsNamespace,
} from './infra/lint/local-rules.js';

const deployed = ['functions/**/*.{ts,tsx}', 'layers/**/*.{ts,tsx}'];
const tools = ['infra/**/*.{ts,tsx}'];
const tests = ['test/**/*.{ts,tsx}'];
const typescript = [...deployed, ...tools, ...tests];

/** The main files of programs: here the clock, the environment and the terminal are met. */
const mains = [
  'layers/core/cloud-runtime.ts',
  'infra/cdk/app.ts',
  'infra/generate.ts',
  'infra/local/{start,clock,runtime}.ts',
  'infra/**/main.ts',
];

/** Files that are data: a catalogue is as long as its subject. */
const data = [
  'functions/*/manifest.ts',
  'functions/*/notices/**/*.ts',
  'layers/core/catalogue/**/*.ts',
  'infra/local/demo/{titles,words}.ts',
  'infra/network/fields.ts',
];

/** What pages show, but for notices: those are hashed as they are (CON-03). */
const shown = [
  'functions/*/pages/**',
  'layers/core/catalogue/rules/**',
  'infra/local/{pages,aws/inbox-page}.tsx',
];

const size = {
  'local/decisions': ['error', { max: 8 }],
  'max-depth': ['error', 3],
  'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
  'local/own-lines': ['error', { max: 40 }],
};

export default defineConfig(
  globalIgnores(['cdk.out/', '.build/', '.data*/', 'coverage/', 'node_modules/']),

  {
    files: ['**/*.{js,ts,tsx}'],
    plugins: { local: localRules },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'local/kebab-case-file': 'error',
      'local/reasoned-disable': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-else-return': ['error', { allowElseIf: false }],
      'no-param-reassign': 'error',
      'no-useless-rename': 'error',
      'no-var': 'error',
      'require-unicode-regexp': 'error',
    },
  },

  {
    files: typescript,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'max-params': ['error', 4],
      ...size,
      'no-restricted-syntax': ['error', zodAsNamespace, noDefaultExport, ...noAmbient],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',

      // A number reads the same with or without `String( )` around it; only objects and nullables surprise.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => log.info(…)` is our shape of a callback; a braces pair adds nothing to it.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A name that starts with `_` says that the value is left out on purpose.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      // There are no classes here: ports are objects of closures, and `this` is never used.
      '@typescript-eslint/unbound-method': 'off',
      // Ports are asynchronous; a double or a local part that needs no `await` still implements them.
      '@typescript-eslint/require-await': 'off',
    },
  },

  {
    files: deployed,
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[zodAsNamespace, noDefaultExport, onlyDeclarations, ...noAmbient],
      ],
      'no-restricted-imports': ['error', noAmbientModules],
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'Nothing deployed knows its process.' },
        { name: 'Date', message: 'Use Temporal.' },
        { name: 'fetch', message: 'Go through a port.' },
      ],
    },
  },

  {
    files: data,
    rules: { 'max-lines': 'off', 'local/own-lines': 'off' },
  },

  {
    files: shown,
    ignores: ['functions/consent/**'],
    rules: { 'local/bound-french': 'error' },
  },

  {
    files: mains,
    rules: {
      'no-restricted-syntax': ['error', zodAsNamespace, noDefaultExport],
      'no-restricted-imports': 'off',
      'no-restricted-globals': 'off',
    },
  },

  {
    // They run on real time and the real environment, and tell what they do from top to bottom.
    files: ['infra/{cloud-proof,conformance}/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', zodAsNamespace, noDefaultExport],
      'local/own-lines': 'off',
    },
  },

  {
    files: tests,
    rules: {
      // A test that makes a world of its own is long and still one thing.
      'max-lines': 'off',
      'local/own-lines': 'off',
      // Tests are given the world: they may set the environment of what they start.
      'no-restricted-syntax': ['error', zodAsNamespace, noDefaultExport, ...noAmbient.slice(0, 3)],
    },
  },

  {
    files: ['test/**/*.test.{ts,tsx}'],
    extends: [jest.configs['flat/recommended'], jest.configs['flat/style']],
    rules: {
      // Property tests assert through fast-check, whose property throws.
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'expect*', '*.assert', 'assert*'] },
      ],
      'jest/consistent-test-it': ['error', { fn: 'it' }],
      'jest/no-duplicate-hooks': 'error',
      'jest/prefer-hooks-on-top': 'error',
      'jest/require-to-throw-message': 'error',
    },
  },

  {
    files: ['**/*.js'],
    languageOptions: { sourceType: 'module', globals: { process: 'readonly' } },
  },
);
