import { describe, expect, it } from '@jest/globals';
import type { ManifestFault } from '../../../infra/inventory/types.ts';
import { faultsOf, makeTree, writeSource } from './tree.ts';

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
  const run =
    "functions: { run: { entry: 'run.ts', grants: [] } }, schedules: { run: { function: 'run', everyMinutes: 1, title: text } }";

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
        taken(
          'routes.read.path',
          'GET /v1/clubs/{} is already taken by routes.readClub.path of reading-club.',
        ),
      ],
    },
    {
      what: 'the same interface',
      body: "functions: {}, provides: { 'house.rules': { title: text, grants: [] } }",
      faults: [
        taken(
          'provides.house.rules',
          'interface house.rules is already taken by provides.house.rules of house.',
        ),
      ],
    },
    {
      what: 'the same run',
      body: run.replace('grants', "composes: 'erasure', grants"),
      faults: [
        taken(
          'functions.run.composes',
          'run erasure is already taken by functions.erase.composes of house.',
        ),
      ],
    },
    {
      what: '[CON-04] the right to send on the same channel',
      body: `functions: Object.fromEntries(['a', 'b'].map((name) => [name, { entry: 'run.ts', grants: [{ send: 'SMS', actions: ['sns:Publish'] }] }])),
        schedules: Object.fromEntries(['a', 'b'].map((name) => [name, { function: name, everyMinutes: 1, title: text }]))`,
      faults: [
        taken(
          'functions.b.grants',
          'right to send SMS is already taken by functions.a.grants of twin.',
        ),
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
    for (const [plugin, name] of [
      ['a', 'b-run'],
      ['a-b', 'run'],
    ] as const) {
      writeSource(root, `${plugin}/run.ts`, 'export const create = () => async () => undefined;\n');
      const source = twin(
        run
          .replaceAll(/run: \{/gu, `'${name}': {`)
          .replace("function: 'run'", `function: '${name}'`),
      );
      writeSource(
        root,
        `${plugin}/manifest.ts`,
        source.replace("name: 'twin'", `name: '${plugin}'`),
      );
    }
    expect(
      (await faultsOf(root)).map(({ file, field, message }) => ({ file, field, message })),
    ).toEqual([
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
