import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeFaults } from '../../../infra/inventory/check-tree.ts';
import type { ManifestFault } from '../../../infra/inventory/types.ts';
import { editFile, faultsOf, makeTree, writeSource, type Edit } from './tree.ts';

const club = 'functions/reading-club/manifest.ts';
const inClub = (find: Edit['find'], write: string): Edit => ({ file: 'reading-club/manifest.ts', find, write });
const inHouse = (find: Edit['find'], write: string): Edit => ({ file: 'house/manifest.ts', find, write });

interface Refusal {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly faults: readonly ManifestFault[];
}

const shapeRemedy = 'Write it as PluginManifest of layers/core/manifest.ts says.';

const refusals: readonly Refusal[] = [
  {
    title: '[RGT-01] a store of personal data without erasure handler',
    edits: [inClub("      erasure: 'handlers/erase.ts',\n", '')],
    faults: [
      { file: club, field: 'personalData.0.erasure', message: 'No handler erases this store.', remedy: shapeRemedy },
    ],
  },
  {
    title: '[RGT-01] a store of personal data without export handler',
    edits: [inClub("      export: 'handlers/export.ts',\n", '')],
    faults: [
      { file: club, field: 'personalData.0.export', message: 'No handler exports this store.', remedy: shapeRemedy },
    ],
  },
  {
    title: '[RGT-01] an erasure handler that no run calls',
    edits: [inClub("      erasure: 'handlers/erase.ts',", "      erasure: 'handlers/forget.ts',")],
    faults: [
      {
        file: club,
        field: 'personalData.0.erasure',
        message: 'handlers/forget.ts handles the erasure of Clubs, but no run calls it.',
        remedy: "Add {to: 'erasure', entry: 'handlers/forget.ts', grants: […]} to contributes.",
      },
    ],
  },
  {
    title: 'an erasure handler whose file does not exist',
    edits: [inClub(/handlers\/erase\.ts/gu, 'handlers/forget.ts')],
    faults: [
      {
        file: club,
        field: 'contributes.0.entry',
        message: 'There is no file handlers/forget.ts in reading-club.',
        remedy: 'Create it with `export const contribute`, or correct the path.',
      },
    ],
  },
  {
    title: 'a table that does not say what personal data it holds',
    edits: [inHouse(/, notPersonal: \{[^}]+\}/u, '')],
    faults: [
      {
        file: 'functions/house/manifest.ts',
        field: 'tables.Rules',
        message: 'Nothing says what personal data this table holds.',
        remedy: 'Add a line to personalData for each store in it, or say in notPersonal why it holds none.',
      },
    ],
  },
  {
    title: 'a table called not personal that holds a store',
    edits: [inClub('outbox: true }', "outbox: true, notPersonal: { fr: 'Non', en: 'No' } }")],
    faults: [
      {
        file: club,
        field: 'tables.Clubs.notPersonal',
        message: 'The table is called not personal, yet personalData lists a store in it.',
        remedy: 'Remove notPersonal, or the line of personalData.',
      },
    ],
  },
  {
    title: 'a store in a table that nobody declares',
    edits: [inClub("table: 'Clubs',\n      category", "table: 'Klubs',\n      category")],
    faults: [
      {
        file: club,
        field: 'personalData.0.table',
        message: 'No plugin declares the table Klubs.',
        remedy: 'Declare it under tables, or correct the name.',
      },
      {
        file: club,
        field: 'tables.Clubs',
        message: 'Nothing says what personal data this table holds.',
        remedy: 'Add a line to personalData for each store in it, or say in notPersonal why it holds none.',
      },
    ],
  },
  {
    title: '[RET-20] a key table that can be restored after more than 7 days',
    edits: [inClub('pitrDays: 35', 'keyTable: true, pitrDays: 8')],
    faults: [
      {
        file: club,
        field: 'tables.Clubs.pitrDays',
        message: 'Keys could be restored for 8 days after their destruction.',
        remedy: 'Set pitrDays to at most 7: irreversibleAt of every certificate depends on it (RET-20).',
      },
    ],
  },
  {
    title: 'an index that would hide the outbox',
    edits: [inClub('outbox: true', "indexes: { outbox: { partition: 'x', projection: 'ALL' } }, outbox: true")],
    faults: [
      {
        file: club,
        field: 'tables.Clubs.indexes.outbox',
        message: 'The index outbox is reserved.',
        remedy: 'Set outbox: true and the inventory adds it.',
      },
    ],
  },
  {
    title: 'a route without permission',
    edits: [inClub("      permission: ['DESK', 'LIBRARIAN'],\n", '')],
    faults: [
      {
        file: club,
        field: 'routes.readClub.permission',
        message: 'Nobody is said to be allowed to call it.',
        remedy: shapeRemedy,
      },
    ],
  },
  {
    title: 'a route whose list of callers is empty',
    edits: [inClub("['DESK', 'LIBRARIAN']", '[]')],
    faults: [
      {
        file: club,
        field: 'routes.readClub.permission',
        message: 'Nobody is said to be allowed to call it.',
        remedy: shapeRemedy,
      },
    ],
  },
  {
    title: 'a route without responses',
    edits: [inClub('      responses: { 200: Club },\n', '')],
    faults: [
      { file: club, field: 'routes.readClub.responses', message: 'No response is described.', remedy: shapeRemedy },
    ],
  },
  {
    title: 'a response that is not a schema',
    edits: [inClub('responses: { 200: Club }', "responses: { 200: 'Club' }")],
    faults: [
      { file: club, field: 'routes.readClub.responses.200', message: 'Expected a Zod schema.', remedy: shapeRemedy },
    ],
  },
  {
    title: 'a route without success response',
    edits: [inClub('responses: { 200: Club }', 'responses: { 404: Club }')],
    faults: [
      {
        file: club,
        field: 'routes.readClub.responses',
        message: 'No success response is described.',
        remedy: 'Add its status with the schema of its body, or null when it has none: {200: Loan}.',
      },
    ],
  },
  {
    title: 'a POST that does not say what its repetition does',
    edits: [inClub('      idempotencyKey: true,\n', '')],
    faults: [
      {
        file: club,
        field: 'routes.createClub.idempotencyKey',
        message: 'Nothing says what happens when this POST is repeated.',
        remedy: "Set idempotencyKey: true, or repeatable: 'OWN_IDS' | 'READS_ONLY' | 'SAME_STATE', one of them.",
      },
    ],
  },
  {
    title: 'a POST that says it twice',
    edits: [inClub('idempotencyKey: true,', "idempotencyKey: true, repeatable: 'OWN_IDS',")],
    faults: [
      {
        file: club,
        field: 'routes.createClub.idempotencyKey',
        message: 'It has an idempotency key and is called repeatable without one.',
        remedy: "Set idempotencyKey: true, or repeatable: 'OWN_IDS' | 'READS_ONLY' | 'SAME_STATE', one of them.",
      },
    ],
  },
  {
    title: 'path parameters that the schema does not know',
    edits: [inClub('/v1/clubs/{clubRef}', '/v1/clubs/{club}')],
    faults: [
      {
        file: club,
        field: 'routes.readClub.parameters',
        message: 'The path has club, the schema has clubRef.',
        remedy: 'Give parameters exactly the names in braces of the path.',
      },
    ],
  },
  {
    title: 'a route to a function that is not there, and the function that nothing calls then',
    edits: [inClub("function: 'read',", "function: 'reed',")],
    faults: [
      {
        file: club,
        field: 'routes.readClub.function',
        message: 'The plugin has no function reed.',
        remedy: 'Name one of: read, write.',
      },
      {
        file: club,
        field: 'functions.read',
        message: 'No route, schedule or event calls this function.',
        remedy: 'Remove it, or name it in routes, schedules, consumes or receives.',
      },
    ],
  },
  {
    title: 'an event for a function that is not there',
    edits: [inClub("type: 'club.joined', function: 'write'", "type: 'club.joined', function: 'welcome'")],
    faults: [
      {
        file: club,
        field: 'consumes.0.function',
        message: 'The plugin has no function welcome.',
        remedy: 'Name one of: read, write.',
      },
    ],
  },
  {
    title: 'a schedule for a function that is not there',
    edits: [inHouse("relay: { function: 'relay'", "relay: { function: 'send'")],
    faults: [
      {
        file: 'functions/house/manifest.ts',
        field: 'schedules.relay.function',
        message: 'The plugin has no function send.',
        remedy: 'Name one of: erase, export, relay.',
      },
      {
        file: 'functions/house/manifest.ts',
        field: 'functions.relay',
        message: 'No route, schedule or event calls this function.',
        remedy: 'Remove it, or name it in routes, schedules, consumes or receives.',
      },
    ],
  },
  {
    title: 'a cron line with seconds',
    edits: [inHouse('30 2 * * *', '0 30 2 * * *')],
    faults: ['erase', 'export'].map((name) => ({
      file: 'functions/house/manifest.ts',
      field: `schedules.${name}.cron`,
      message: '“0 30 2 * * *” in Europe/Paris cannot be read.',
      remedy: 'Use five fields (minute hour day month weekday) and an IANA zone: Europe/Paris.',
    })),
  },
  {
    title: 'a zone that does not exist',
    edits: [inHouse("zone: 'Europe/Paris'", "zone: 'Europe/Valserine'")],
    faults: ['erase', 'export'].map((name) => ({
      file: 'functions/house/manifest.ts',
      field: `schedules.${name}.cron`,
      message: '“30 2 * * *” in Europe/Valserine cannot be read.',
      remedy: 'Use five fields (minute hour day month weekday) and an IANA zone: Europe/Paris.',
    })),
  },
  {
    title: 'a schedule without a time',
    edits: [inHouse('everyMinutes: 1, ', '')],
    faults: [
      {
        file: 'functions/house/manifest.ts',
        field: 'schedules.relay.cron',
        message: 'It has neither or both of cron and everyMinutes.',
        remedy: "Give one: cron: '30 2 * * *' or everyMinutes: 10.",
      },
    ],
  },
  {
    title: 'an event that nobody emits',
    edits: [inClub("emits: ['club.joined']", "emits: ['club.left']")],
    faults: [
      {
        file: club,
        field: 'consumes.0.type',
        message: 'No plugin emits club.joined.',
        remedy: 'Correct the type, or add it to emits of the plugin that owns it. Emitted: club.left.',
      },
    ],
  },
  {
    title: 'an interface that nobody provides',
    edits: [inClub("requires: ['house.rules']", "requires: ['house.keys']")],
    faults: [
      {
        file: club,
        field: 'functions.read.requires',
        message: 'No plugin provides house.keys.',
        remedy: 'Correct the name, or add the plugin that provides it. Provided: house.rules.',
      },
    ],
  },
  {
    title: 'rights on a table that nobody declares',
    edits: [inClub("grants: [{ table: 'Clubs', actions: ['dynamodb:GetItem'] }]", "grants: [{ table: 'Klubs', actions: ['dynamodb:GetItem'] }]")],
    faults: [
      {
        file: club,
        field: 'functions.read.grants',
        message: 'Grants dynamodb:GetItem on Klubs, a table that no plugin declares.',
        remedy: 'Correct the name, or declare the table in the plugin that owns it.',
      },
    ],
  },
  {
    title: 'a contribution to the intake that names no event',
    edits: [inClub("{ to: 'export'", "{ to: 'intake', entry: 'handlers/erase.ts', grants: [] },\n    { to: 'export'")],
    faults: [
      {
        file: club,
        field: 'contributes.1.types',
        message: 'Nothing says which events it applies.',
        remedy: "List them: types: ['loan.created'].",
      },
    ],
  },
  {
    title: 'a field that manifests do not have',
    edits: [inClub('pitrDays: 35', 'pitrDays: 35, backups: true')],
    faults: [
      { file: club, field: 'tables.Clubs.backups', message: 'Unrecognized key: "backups".', remedy: shapeRemedy },
    ],
  },
  {
    title: 'an action that no grant may hold',
    edits: [inClub("actions: ['dynamodb:GetItem']", "actions: ['dynamodb:Scan']")],
    faults: [{ file: club, field: 'functions.read.grants.0', message: 'Invalid input.', remedy: shapeRemedy }],
  },
  {
    title: 'a plugin that is not called like its folder',
    edits: [inClub("name: 'reading-club'", "name: 'book-club'")],
    faults: [
      {
        file: club,
        field: 'name',
        message: 'The plugin is called book-club but lives in reading-club.',
        remedy: 'Give both the same name.',
      },
    ],
  },
  {
    title: 'a manifest that cannot be loaded',
    edits: [inClub("import * as z from 'zod';", "import * as z from './nowhere.ts';")],
    faults: [
      {
        file: club,
        field: '',
        message: expect.stringMatching(/^The file cannot be loaded: Cannot find module/u) as unknown as string,
        remedy: 'Correct the file or what it imports: run it alone with tsx.',
      },
    ],
  },
  {
    title: 'a manifest under another name',
    edits: [inClub('export const manifest', 'export const plugin')],
    faults: [
      {
        file: club,
        field: '',
        message: 'The file does not export manifest.',
        remedy: 'Write `export const manifest = definePlugin({ … });`.',
      },
    ],
  },
  {
    title: 'an entry that does not export create',
    edits: [{ file: 'reading-club/handlers/read.ts', find: 'export const create', write: 'export const make' }],
    faults: [
      {
        file: club,
        field: 'functions.read.entry',
        message: 'handlers/read.ts does not export create.',
        remedy: 'Write `export const create` as layers/core/entry.ts shows.',
      },
    ],
  },
  {
    title: 'a contribution that does not export contribute',
    edits: [{ file: 'reading-club/handlers/erase.ts', find: 'export const contribute', write: 'export const create' }],
    faults: [
      {
        file: club,
        field: 'contributes.0.entry',
        message: 'handlers/erase.ts does not export contribute.',
        remedy: 'Write `export const contribute` as layers/core/entry.ts shows.',
      },
    ],
  },
  {
    title: 'a plugin that imports the inside of another, even a type',
    edits: [
      {
        file: 'reading-club/handlers/write.ts',
        find: /^/u,
        write: "import type { create as Run } from '../../house/handlers/run.ts';\nexport type R = typeof Run;\n",
      },
    ],
    faults: [
      {
        file: 'functions/reading-club/handlers/write.ts',
        field: 'import',
        message: 'Imports functions/house/handlers/run.ts, which is inside the plugin house.',
        remedy: 'Import functions/house/provides.ts and require its interface, or consume an event of house.',
      },
    ],
  },
  {
    title: 'a plugin that imports provides.ts of another without requiring it',
    edits: [inClub("      requires: ['house.rules'],\n", '')],
    faults: [
      {
        file: 'functions/reading-club/handlers/read.ts',
        field: 'import',
        message: 'Imports provides.ts of house, but no function of this plugin requires an interface of it.',
        remedy: 'Add requires to the function that calls it, one of: house.rules.',
      },
    ],
  },
  {
    title: 'a plugin that imports infra',
    edits: [
      {
        file: 'reading-club/handlers/write.ts',
        find: /^/u,
        write: "export type { Inventory } from '../../../infra/inventory/types.ts';\n",
      },
    ],
    faults: [
      {
        file: 'functions/reading-club/handlers/write.ts',
        field: 'import',
        message: 'Imports infra/inventory/types.ts: a function never knows how it is deployed.',
        remedy: 'Move what is needed to layers/core, or receive it through the Runtime.',
      },
    ],
  },
  {
    title: '[GOV-10] a right that no code uses',
    edits: [inClub("actions: ['dynamodb:GetItem']", "actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem']")],
    faults: [
      {
        file: club,
        field: 'functions.read.grants',
        message:
          'Holds dynamodb:UpdateItem on table Clubs, but no code reached from handlers/read.ts sends a command that needs it.',
        remedy: 'Remove the action; if it comes from requires, drop the interface or split it in two.',
      },
    ],
  },
  {
    title: '[GOV-10] a right of another service that no code uses',
    edits: [inClub("actions: ['dynamodb:DeleteItem'] }", "actions: ['dynamodb:DeleteItem'] }, { key: 'vault', actions: ['kms:Decrypt'] }")],
    faults: [
      {
        file: club,
        field: 'contributes.0.grants',
        message:
          'Holds kms:Decrypt on key vault, but no code reached from handlers/erase.ts sends a command that needs it.',
        remedy: 'Remove the action; if it comes from requires, drop the interface or split it in two.',
      },
    ],
  },
  {
    title: 'a function that requires an interface and never calls it',
    edits: [inClub("      timeoutSeconds: 20,", "      requires: ['house.rules'],")],
    faults: [
      {
        file: club,
        field: 'functions.write.requires',
        message: 'Requires house.rules, but no code reached from handlers/write.ts calls it.',
        remedy: 'Remove it from requires.',
      },
      {
        file: club,
        field: 'functions.write.grants',
        message:
          'Holds dynamodb:GetItem on table Rules, but no code reached from handlers/write.ts sends a command that needs it.',
        remedy: 'Remove the action; if it comes from requires, drop the interface or split it in two.',
      },
    ],
  },
  {
    title: 'a function that calls an interface which only another function requires',
    edits: [
      {
        file: 'reading-club/handlers/write.ts',
        find: /^/u,
        write: "export { readMaximum } from '../../house/provides.ts';\n",
      },
    ],
    faults: [
      {
        file: club,
        field: 'functions.write.requires',
        message: 'Code reached from handlers/write.ts calls provides.ts of house, which it does not require.',
        remedy: 'Add one of: house.rules.',
      },
    ],
  },
  {
    title: 'a manifest that loads an SDK',
    edits: [inClub(/^/u, "import '@aws-sdk/client-sqs';\n")],
    faults: [
      {
        file: club,
        field: 'import',
        message: 'The manifest loads @aws-sdk/client-sqs.',
        remedy: 'Move the schemas that it needs to a file of their own, without the code that uses the SDK.',
      },
    ],
  },
  {
    title: 'a contribution to a run that nobody composes',
    edits: [inHouse("composes: 'export', ", '')],
    faults: [
      {
        file: club,
        field: 'contributes.1.to',
        message: 'No function of the network composes the run export: this contribution never runs.',
        remedy: "Add the plugin whose function has composes: 'export'.",
      },
    ],
  },
  {
    title: 'an outbox that nobody relays',
    edits: [inHouse("composes: 'relay', ", '')],
    faults: [
      {
        file: club,
        field: 'tables.Clubs.outbox',
        message: 'No function of the network relays outboxes: its events never leave.',
        remedy: "Add the plugin whose function has composes: 'relay'.",
      },
    ],
  },
];

describe('the inventory refuses', () => {
  it.each(refusals)('$title', async ({ edits, faults }) => {
    const root = makeTree('house', 'reading-club');
    for (const edit of edits) editFile(root, edit);
    expect(await faultsOf(root)).toEqual(faults);
  });

  it('an interface without provides.ts', async () => {
    const root = makeTree('house');
    rmSync(join(root, 'functions/house/provides.ts'));
    expect(await faultsOf(root)).toEqual([
      {
        file: 'functions/house/manifest.ts',
        field: 'provides.house.rules',
        message: 'The plugin offers an interface but has no provides.ts.',
        remedy: 'Implement the interface in provides.ts: it is the only file that other plugins may import.',
      },
    ]);
  });

  it('a folder without manifest', async () => {
    const root = makeTree('house');
    mkdirSync(join(root, 'functions/attic'));
    expect(await faultsOf(root)).toEqual([
      {
        file: 'functions/attic',
        field: '',
        message: 'This folder has no manifest.ts: nothing of it is deployed.',
        remedy: 'Write its manifest, or move the folder out of functions.',
      },
    ]);
  });
});

describe('two plugins may not claim', () => {
  const twin = (body: string) => `
    import { definePlugin } from '#core/manifest.ts';
    import * as z from 'zod';
    const text = { fr: 'Jumeau', en: 'Twin' };
    export const manifest = definePlugin({ name: 'twin', title: text, description: text, ${body} });`;
  const taken = (field: string, message: string): ManifestFault => ({
    file: 'functions/twin/manifest.ts',
    field,
    message,
    remedy: 'Rename one of the two, or leave it to its owner.',
  });
  const run = "functions: { run: { entry: 'run.ts', grants: [] } }, schedules: { run: { function: 'run', everyMinutes: 1, title: text } }";

  it.each([
    {
      what: 'the same table, whatever its capitals',
      body: 'functions: {}, tables: { RULES: { pitrDays: 1, notPersonal: text } }',
      faults: [taken('tables.RULES', 'table rules is already taken by tables.Rules of house.')],
    },
    {
      what: 'the same path, whatever the names of its parameters',
      body: `${run}, routes: { read: { method: 'GET', path: '/v1/clubs/{id}', function: 'run', title: text,
        permission: 'PUBLIC', parameters: z.strictObject({ id: z.string() }), responses: { 200: null } } }`,
      faults: [
        taken('routes.read.path', 'GET /v1/clubs/{} is already taken by routes.readClub.path of reading-club.'),
      ],
    },
    {
      what: 'the same interface',
      body: "functions: {}, provides: { 'house.rules': { title: text, grants: [] } }",
      faults: [taken('provides.house.rules', 'interface house.rules is already taken by provides.house.rules of house.')],
    },
    {
      what: 'the same run',
      body: run.replace('grants', "composes: 'erasure', grants"),
      faults: [
        taken('functions.run.composes', 'run erasure is already taken by functions.erase.composes of house.'),
      ],
    },
    {
      what: '[CON-04] the right to send on the same channel',
      body: `functions: Object.fromEntries(['a', 'b'].map((name) => [name, { entry: 'run.ts', grants: [{ send: 'SMS', actions: ['sns:Publish'] }] }])),
        schedules: Object.fromEntries(['a', 'b'].map((name) => [name, { function: name, everyMinutes: 1, title: text }]))`,
      faults: [
        taken('functions.b.grants', 'right to send SMS is already taken by functions.a.grants of twin.'),
      ],
    },
  ])('$what', async ({ body, faults }) => {
    const root = makeTree('house', 'reading-club');
    writeSource(root, 'twin/manifest.ts', twin(body));
    for (const file of ['run.ts', 'provides.ts']) {
      writeSource(root, `twin/${file}`, 'export const create = () => async () => undefined;\n');
    }
    expect(await faultsOf(root)).toEqual(faults);
  });

  it('the same name of a function, even by another cut of the hyphen', async () => {
    const root = makeTree('house');
    for (const [plugin, name] of [['a', 'b-run'], ['a-b', 'run']] as const) {
      writeSource(root, `${plugin}/run.ts`, 'export const create = () => async () => undefined;\n');
      const source = twin(run.replaceAll(/run: \{/gu, `'${name}': {`).replace("function: 'run'", `function: '${name}'`));
      writeSource(root, `${plugin}/manifest.ts`, source.replace("name: 'twin'", `name: '${plugin}'`));
    }
    expect((await faultsOf(root)).map(({ file, field, message }) => ({ file, field, message }))).toEqual([
      {
        file: 'functions/a-b/manifest.ts',
        field: 'functions.run',
        message: 'function a-b-run is already taken by functions.b-run of a.',
      },
      {
        file: 'functions/a-b/manifest.ts',
        field: 'schedules.run',
        message: 'schedule a-b-run is already taken by schedules.b-run of a.',
      },
    ]);
  });
});

describe('describeFaults', () => {
  it('says the place, what is wrong and what to do', () => {
    const fault = { file: 'functions/x/manifest.ts', field: 'name', message: 'Wrong.', remedy: 'Mend it.' };
    expect(describeFaults([fault, { ...fault, field: '' }])).toBe(
      'functions/x/manifest.ts › name\n  ✗ Wrong.\n  → Mend it.\n\nfunctions/x/manifest.ts\n  ✗ Wrong.\n  → Mend it.\n',
    );
  });
});
