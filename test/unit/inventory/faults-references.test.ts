import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { club, house, inClub, inHouse, itRefuses, shapeRemedy } from './refusals.ts';
import { editFile, faultsOf, makeTree } from './tree.ts';

itRefuses([
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
    edits: [
      inClub("type: 'club.joined', function: 'write'", "type: 'club.joined', function: 'welcome'"),
    ],
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
        file: house,
        field: 'schedules.relay.function',
        message: 'The plugin has no function send.',
        remedy: 'Name one of: erase, export, relay.',
      },
      {
        file: house,
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
      file: house,
      field: `schedules.${name}.cron`,
      message: '“0 30 2 * * *” in Europe/Paris cannot be read.',
      remedy: 'Use five fields (minute hour day month weekday) and an IANA zone: Europe/Paris.',
    })),
  },
  {
    title: 'a zone that does not exist',
    edits: [inHouse("zone: 'Europe/Paris'", "zone: 'Europe/Valserine'")],
    faults: ['erase', 'export'].map((name) => ({
      file: house,
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
        file: house,
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
        remedy:
          'Correct the type, or add it to emits of the plugin that owns it. Emitted: club.left.',
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
    edits: [
      inClub(
        "grants: [{ table: 'Clubs', actions: ['dynamodb:GetItem'] }]",
        "grants: [{ table: 'Klubs', actions: ['dynamodb:GetItem'] }]",
      ),
    ],
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
    edits: [
      inClub(
        'contributes: [',
        "contributes: [{ to: 'intake', entry: 'handlers/erase.ts', grants: [] },",
      ),
    ],
    faults: [
      {
        file: club,
        field: 'contributes.0.types',
        message: 'Nothing says which events it applies.',
        remedy: "List them: types: ['loan.created'].",
      },
    ],
  },
  {
    title: 'a field that manifests do not have',
    edits: [inClub('pitrDays: 35', 'pitrDays: 35, backups: true')],
    faults: [
      {
        file: club,
        field: 'tables.Clubs.backups',
        message: 'Unrecognized key: "backups".',
        remedy: shapeRemedy,
      },
    ],
  },
  {
    title: 'an action that no grant may hold',
    edits: [inClub("actions: ['dynamodb:GetItem']", "actions: ['dynamodb:DeleteTable']")],
    faults: [
      {
        file: club,
        field: 'functions.read.grants.0',
        message: 'Invalid input.',
        remedy: shapeRemedy,
      },
    ],
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
]);

describe('the inventory refuses', () => {
  it('a manifest that cannot be loaded', async () => {
    const root = makeTree('house', 'reading-club');
    editFile(root, inClub("from 'zod'", "from './nowhere.ts'"));
    expect(await faultsOf(root)).toMatchObject([
      {
        file: club,
        field: '',
        message: expect.stringMatching(/^The file cannot be loaded: .*Cannot find module/u),
      },
    ]);
  });

  it('an interface without provides.ts', async () => {
    const root = makeTree('house');
    rmSync(join(root, 'functions/house/provides.ts'));
    expect(await faultsOf(root)).toEqual([
      {
        file: house,
        field: 'provides.house.rules',
        message: 'The plugin offers an interface but has no provides.ts.',
        remedy:
          'Implement the interface in provides.ts: it is the only file that other plugins may import.',
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
