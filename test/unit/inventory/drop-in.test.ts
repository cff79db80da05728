import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { written } from '#core/dynamo/store.ts';
import { artefactsOf } from '../../../infra/inventory/artefacts.ts';
import { bundleFunctions, composeLocal, composeSource } from '../../../infra/inventory/compose.ts';
import { inventorySnapshot } from '../../../infra/inventory/snapshot.ts';
import type { Inventory } from '../../../infra/inventory/types.ts';
import { openApi } from '../../../infra/openapi/open-api.ts';
import { answeringRuntime, network } from './runtime.ts';
import { dropIn, faultsOf, functionOf, inventoryOf, makeTree } from './tree.ts';

const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 1000 };

describe('a plugin folder dropped in', () => {
  let root: string;
  let beforeRoot: string;
  let before: Inventory;
  let after: Inventory;

  beforeAll(async () => {
    beforeRoot = makeTree('house');
    before = await inventoryOf(beforeRoot);
    root = makeTree('house');
    dropIn(root, 'reading-club');
    after = await inventoryOf(root);
  });

  it('was not there before', () => {
    expect(before.routes).toEqual([]);
    expect(before.tables.map(({ name }) => name)).toEqual(['Rules']);
  });

  it('has no fault', async () => {
    expect(await faultsOf(root)).toEqual([]);
  });

  it('brings its routes, each with its function', () => {
    expect(
      after.routes.map(({ id, method, path, target }) => ({ id, method, path, target })),
    ).toEqual([
      {
        id: 'reading-club-createClub',
        method: 'POST',
        path: '/v1/clubs',
        target: 'reading-club-write',
      },
      {
        id: 'reading-club-readClub',
        method: 'GET',
        path: '/v1/clubs/{clubRef}',
        target: 'reading-club-read',
      },
    ]);
  });

  it('brings its table, with the index of its outbox', () => {
    expect(after.tables.find(({ name }) => name === 'Clubs')).toEqual({
      name: 'Clubs',
      plugin: 'reading-club',
      pitrDays: 35,
      ttl: 'expires',
      outbox: true,
      indexes: { outbox: { partition: 'outbox', sort: 'sk', projection: 'ALL' } },
    });
  });

  it('brings its functions with their grants, those of a required interface included', () => {
    expect(functionOf(after.functions, 'reading-club-read')).toEqual({
      id: 'reading-club-read',
      plugin: 'reading-club',
      entry: join(root, 'functions/reading-club/handlers/read.ts'),
      contributions: [],
      requires: ['house.rules'],
      grants: [
        { table: 'Clubs', actions: ['dynamodb:GetItem'] },
        { table: 'Rules', actions: ['dynamodb:GetItem'] },
      ],
      timeoutSeconds: 10,
      memoryMb: 512,
      consumes: [],
      receives: [],
      tables: ['Clubs', 'Rules'],
      variables: [],
    });
  });

  it('gets a queue and a dead letter queue for the events that it consumes', () => {
    expect(functionOf(after.functions, 'reading-club-write')).toMatchObject({
      consumes: ['club.joined'],
      queue: { name: 'reading-club-write', deadLetters: 'reading-club-write-dlq' },
    });
    expect(after.subscriptions).toEqual({ 'club.joined': ['reading-club-write'] });
  });

  it('joins the runs that others compose, with its grants', () => {
    expect(functionOf(before.functions, 'house-erase')).toMatchObject({
      contributions: [],
      grants: [],
    });
    expect(functionOf(after.functions, 'house-erase')).toMatchObject({
      contributions: [join(root, 'functions/reading-club/handlers/erase.ts')],
      grants: [{ table: 'Clubs', actions: ['dynamodb:DeleteItem'] }],
      tables: ['Clubs'],
    });
    expect(functionOf(after.functions, 'house-relay')).toMatchObject({
      grants: [
        { queuesOf: 'subscribers', actions: ['sqs:SendMessage'] },
        { table: 'Clubs', actions: ['dynamodb:PartiQLUpdate', 'dynamodb:Query'] },
      ],
      variables: ['OUTBOX_TABLES', 'SUBSCRIPTIONS'],
    });
  });

  it('is in the register and in the API', () => {
    expect(after.personalData.map(({ plugin, table }) => ({ plugin, table }))).toEqual([
      { plugin: 'reading-club', table: 'Clubs' },
    ]);
    expect(openApi(after).paths['/v1/clubs/{clubRef}']?.['get']).toMatchObject({
      operationId: 'reading-club-readClub',
      'x-roles': ['DESK', 'LIBRARIAN'],
    });
  });

  it('runs in process from the same files', async () => {
    const items: Record<string, object> = {
      'clubs-table': written({ pk: 'c1', sk: 'club', members: 4 }),
      'rules-table': written({ pk: 'clubs', sk: 'maximum', maximum: 12 }),
    };
    const runtime = answeringRuntime(
      { TABLE_CLUBS: 'clubs-table', TABLE_RULES: 'rules-table' },
      (input) => ({
        Item: items[String(input['TableName'])],
      }),
    );
    const handler = await composeLocal(functionOf(after.functions, 'reading-club-read'), runtime);
    expect(await handler({ pathParameters: { clubRef: 'c1' } }, context)).toEqual({
      clubRef: 'c1',
      members: 4,
      maximum: 12,
    });
  });

  it('runs its contributions in the functions that compose them', async () => {
    const runtime = answeringRuntime({ TABLE_CLUBS: 'clubs-table' }, () => ({ Items: [{}, {}] }));
    const erase = await composeLocal(functionOf(after.functions, 'house-erase'), runtime);
    const exporting = await composeLocal(functionOf(after.functions, 'house-export'), runtime);
    expect(await erase({}, context)).toEqual(['clubs erased']);
    expect(await exporting({}, context)).toEqual(['2 clubs exported']);
  });

  it('is gone when its folder is', async () => {
    const emptied = makeTree('house', 'reading-club');
    const full = await inventoryOf(emptied);
    rmSync(join(emptied, 'functions/reading-club'), { recursive: true });
    const left = await inventoryOf(emptied);
    expect(full.plugins).toHaveLength(2);
    expect(inventorySnapshot(left, emptied)).toEqual(inventorySnapshot(before, beforeRoot));
  });
});

describe('the inventory', () => {
  it('is frozen to the last grant', async () => {
    const { functions, routes } = await inventoryOf(makeTree('house', 'reading-club'));
    expect(Object.isFrozen(functions)).toBe(true);
    expect(
      functions.flatMap(({ grants }) => grants).every((grant) => Object.isFrozen(grant.actions)),
    ).toBe(true);
    expect(
      routes.every((route) => Object.isFrozen(route) && Object.isFrozen(route.responses)),
    ).toBe(true);
  });

  it('gives the same bytes for the same manifests', async () => {
    const texts = await Promise.all(
      [makeTree('house', 'reading-club'), makeTree('reading-club', 'house')].map(async (root) =>
        artefactsOf({ inventory: await inventoryOf(root), root }),
      ),
    );
    expect(texts[1]).toEqual(texts[0]);
    expect(texts[0]?.map(({ file }) => file)).toEqual(
      expect.arrayContaining([
        'infra/openapi/openapi.json',
        'infra/inventory/inventory.json',
        'docs/diagrams/inventory.md',
        'docs/plugins.md',
      ]),
    );
  });
});

describe('the deployed module', () => {
  it('imports the entry, its contributions, the network and the runtime', () => {
    const source = composeSource(
      { entry: '/f/run.ts', contributions: ['/g/erase.ts', '/h/erase.ts'] },
      { networkFile: '/n.json', cloudRuntime: '#core/cloud-runtime.ts' },
    );
    expect(source).toBe(
      [
        'import { create } from "/f/run.ts";',
        'import { contribute as contribute0 } from "/g/erase.ts";',
        'import { contribute as contribute1 } from "/h/erase.ts";',
        `import network from "/n.json" with { type: 'json' };`,
        'import { cloudRuntime } from "#core/cloud-runtime.ts";',
        '',
        'const runtime = cloudRuntime(network);',
        'const contributions = [contribute0, contribute1].map((contribute) => contribute(runtime));',
        'export const handler = create(runtime, contributions);',
        '',
      ].join('\n'),
    );
  });

  it('is one file a function that Node loads without anything beside it, with the same bytes every time', async () => {
    const root = makeTree('house', 'reading-club');
    const inventory = await inventoryOf(root);
    const outdirs = [join(root, '.build/a'), join(root, '.build/b')];
    const [bundles = []] = await Promise.all(
      outdirs.map((outdir) => bundleFunctions({ inventory, network, outdir })),
    );
    expect(bundles.map(({ id }) => id)).toEqual(inventory.functions.map(({ id }) => id));
    for (const { id, folder, bytes } of bundles) {
      const [first, second] = outdirs.map((outdir) => readFileSync(join(outdir, id, 'index.mjs')));
      expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
      expect(first?.length).toBe(bytes);
      expect(handlerTypeOf(join(folder, 'index.mjs'))).toBe('function');
    }
  });
});

/** Loads a bundle in a Node of its own, as Lambda does. */
function handlerTypeOf(file: string): string {
  const script = `console.log(typeof (await import(${JSON.stringify(file)})).handler)`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: {},
  }).trim();
}
