/**
 * The import law (docs/architecture.md): every room may look only downwards. `npm run lint` refuses the rest.
 * `$1` is the plugin, taken from the folder of the importing file.
 */
const room = (name) => `^functions/([^/]+)/${name}/`;
const inPlugin = '^functions/$1/';

/** What of #core is types, data and arithmetic: no SDK, no I/O, no clock. */
const pureCore = [
  '^layers/core/catalogue/',
  '^layers/core/http/types\\.ts$',
  '^layers/core/vault/grants\\.ts$',
  '^layers/core/(?:age|calendar|caller|chunks|claims|contributions|due-grants|entry|events|ils-event|intake|manifest|network|network-schema|nir|not-collected|problem|result|runtime|schemas|text|validation)\\.ts$',
];

/** What of #core talks to something. */
const outside = [
  '^layers/core/(?:cloud-runtime|consumer|due|dynamo)\\.ts$',
  '^layers/core/dynamo/',
  '^layers/core/http/(?!types)',
  '^layers/core/vault/(?!grants)',
];

/** Packages that only compute. */
const pureNpm = [
  'node_modules/(?:zod|temporal-polyfill|libphonenumber-js|date-holidays|sms-segments-calculator)/',
  '^(?:node:)?crypto$', // hashing; its random functions are refused by ESLint
];

/** An import of types is erased before anything runs. */
const atRunTime = { dependencyTypesNot: ['type-only'] };

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or hide a third.',
      from: {},
      to: { circular: true, viaOnly: atRunTime },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The imported file or package does not exist. (`aws-lambda` is types only.)',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
    {
      name: 'no-tools-deployed',
      severity: 'error',
      comment: 'What is deployed uses `dependencies` only.',
      from: { path: '^(?:functions|layers)/' },
      to: {
        ...atRunTime,
        dependencyTypes: ['npm-dev', 'npm-optional', 'npm-no-pkg', 'npm-unknown'],
      },
    },

    {
      name: 'layers-know-nobody',
      severity: 'error',
      comment: 'What all plugins share knows none of them, nor how they are deployed.',
      from: { path: '^layers/' },
      to: { path: '^(?:functions|infra|test)/' },
    },
    {
      name: 'pure-core-stays-pure',
      severity: 'error',
      comment:
        'Types, data and arithmetic of #core reach nothing else, so that `domain` may use them.',
      from: { path: pureCore },
      to: { ...atRunTime, pathNot: [...pureCore, ...pureNpm] },
    },
    {
      name: 'functions-know-no-infra',
      severity: 'error',
      comment: 'A function never knows how it is deployed: it receives the Runtime.',
      from: { path: '^functions/' },
      to: { path: '^(?:infra|test)/' },
    },
    {
      name: 'infra-reads-manifests-only',
      severity: 'error',
      comment: 'Infra reaches code through the entries that the manifests name, by dynamic import.',
      from: { path: '^infra/' },
      to: { path: '^functions/', pathNot: '^functions/[^/]+/manifest\\.ts$' },
    },
    {
      name: 'no-test-in-product',
      severity: 'error',
      from: { path: '^(?:infra|layers|functions)/' },
      to: { path: '^test/' },
    },
    {
      name: 'cloud-knows-no-local',
      severity: 'error',
      comment:
        'The local runtime cannot be reached from anything that is deployed (/_local must not exist there).',
      from: { path: '^(?:functions|layers|infra/(?:cdk|inventory|openapi))/' },
      to: { path: '^infra/local/' },
    },
    {
      name: 'inventory-knows-no-cloud',
      severity: 'error',
      comment: 'The inventory is read by the cloud and the local runtime; it knows neither.',
      from: { path: '^infra/(?:inventory|openapi)/' },
      to: { path: '^infra/(?:cdk|local)/' },
    },
    {
      name: 'local-knows-no-cloud',
      severity: 'error',
      comment: 'One machine needs nothing of CDK.',
      from: { path: '^infra/local/' },
      to: { path: '^(?:infra/cdk/|.*node_modules/(?:aws-cdk-lib|constructs)/)' },
    },

    {
      name: 'plugins-meet-at-provides',
      severity: 'error',
      comment: 'Of another plugin, import `provides.ts` only, or wait for its events.',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: [inPlugin, '^functions/[^/]+/provides\\.ts$'] },
    },
    {
      name: 'provides-are-wired-in-containers',
      severity: 'error',
      comment:
        'Another plugin is called where ports meet adapters; elsewhere only its types are known.',
      from: {
        path: '^functions/([^/]+)/',
        pathNot: '^functions/[^/]+/(?:container\\.ts|provides\\.ts|handlers/|adapters/)',
      },
      to: { ...atRunTime, path: '^functions/', pathNot: inPlugin },
    },

    {
      name: 'domain-is-pure',
      severity: 'error',
      comment:
        'domain → domain, and of #core what is pure. What the rules say must be provable without a machine.',
      from: { path: room('domain') },
      to: { ...atRunTime, pathNot: ['^functions/$1/domain/', ...pureCore, ...pureNpm] },
    },
    {
      name: 'domain-types-stay-inside',
      severity: 'error',
      comment: 'Even as types, domain knows no other room.',
      from: { path: room('domain') },
      to: { path: ['^functions/', 'node_modules/@aws-sdk/'], pathNot: '^functions/$1/domain/' },
    },
    {
      name: 'app-asks-ports',
      severity: 'error',
      comment:
        'app → app, domain, #core without I/O. What it needs from outside is a port that an adapter fulfils.',
      from: { path: room('app') },
      to: {
        ...atRunTime,
        pathNot: ['^functions/$1/(?:app|domain|notices|templates)/', '^layers/core/', ...pureNpm],
      },
    },
    {
      name: 'app-touches-nothing',
      severity: 'error',
      comment: 'The parts of #core that talk to something are for adapters.',
      from: { path: room('app') },
      to: { ...atRunTime, path: outside },
    },
    {
      name: 'app-types-stay-inside',
      severity: 'error',
      comment:
        'Even as types, a use case knows neither its adapters nor the edge; ports are declared in app.',
      from: { path: room('app') },
      to: { path: ['^functions/$1/(?:adapters|api|pages|handlers)/', 'node_modules/@aws-sdk/'] },
    },
    {
      name: 'adapters-look-inwards',
      severity: 'error',
      comment: 'adapters → adapters, app, domain, #core, and the texts that the plugin ships.',
      from: { path: room('adapters') },
      to: { path: inPlugin, pathNot: '^functions/$1/(?:adapters|app|domain|notices|templates)/' },
    },
    {
      name: 'edge-calls-use-cases',
      severity: 'error',
      comment: 'api, pages → app, domain. The manifest and the container are known as types only.',
      from: { path: '^functions/([^/]+)/(?:api|pages)/' },
      to: { ...atRunTime, path: inPlugin, pathNot: '^functions/$1/(?:api|pages|app|domain)/' },
    },
    {
      name: 'edge-touches-nothing',
      severity: 'error',
      comment: 'No store and no SDK at the edge.',
      from: { path: '^functions/([^/]+)/(?:api|pages)/' },
      to: {
        ...atRunTime,
        path: [
          'node_modules/@aws-sdk/',
          '^layers/core/(?:cloud-runtime|consumer|due|dynamo)\\.ts$',
          '^layers/core/dynamo/',
          '^layers/core/vault/',
        ],
      },
    },
    {
      name: 'handlers-only-wire',
      severity: 'error',
      comment:
        'handlers → api, app, adapters, container, manifest; nothing imports a handler. No SDK here.',
      from: { path: room('handlers') },
      to: { ...atRunTime, path: ['node_modules/@aws-sdk/', '^layers/core/dynamo\\.ts$'] },
    },
    {
      name: 'handlers-are-entries',
      severity: 'error',
      comment: 'Only the inventory, through the manifest, reaches a handler.',
      from: { path: '^(?:functions|layers)/' },
      to: { path: '^functions/[^/]+/handlers/' },
    },
    {
      name: 'provides-are-thin',
      severity: 'error',
      comment:
        'provides → adapters, app, domain: an interface that drags its container along makes circles.',
      from: { path: '^functions/([^/]+)/provides\\.ts$' },
      to: { path: inPlugin, pathNot: '^functions/$1/(?:adapters|app|domain)/' },
    },
    {
      name: 'manifests-are-data',
      severity: 'error',
      comment:
        'manifest, api/schemas → domain and what is pure of #core: CDK and docs load them without an SDK.',
      from: { path: '^functions/([^/]+)/(?:manifest|api/schemas)\\.ts$' },
      to: {
        ...atRunTime,
        pathNot: [
          '^functions/$1/(?:domain/|api/schemas\\.ts$)',
          '^layers/core/http/idempotency-grants\\.ts$',
          ...pureCore,
          ...pureNpm,
        ],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)(?:cdk\\.out|\\.build)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
