import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeFaults } from '../../../infra/inventory/check-tree.ts';
import { club, inClub, inHouse, itRefuses } from './refusals.ts';
import { faultsOf, makeTree, writeSource } from './tree.ts';

itRefuses([
  {
    title: 'an import of something that is not there',
    edits: [
      { file: 'house/provides.ts', find: 'function readMaximum', write: 'function readLimit' },
    ],
    faults: [
      {
        file: 'functions/reading-club/handlers/read.ts',
        field: 'line 4',
        message: 'No matching export in "functions/house/provides.ts" for import "readMaximum".',
        remedy: 'Correct the import or what it names; `npm run typecheck` says more.',
      },
    ],
  },
  {
    title: 'an entry that does not export create',
    edits: [
      {
        file: 'reading-club/handlers/read.ts',
        find: 'export const create',
        write: 'export const make',
      },
    ],
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
    edits: [
      {
        file: 'reading-club/handlers/erase.ts',
        find: 'export const contribute',
        write: 'export const create',
      },
    ],
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
        write:
          "import type { create as Run } from '../../house/handlers/run.ts';\nexport type R = typeof Run;\n",
      },
    ],
    faults: [
      {
        file: 'functions/reading-club/handlers/write.ts',
        field: 'import',
        message: 'Imports functions/house/handlers/run.ts, which is inside the plugin house.',
        remedy:
          'Import functions/house/provides.ts and require its interface, or consume an event of house.',
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
        message:
          'Imports provides.ts of house, but no function of this plugin requires an interface of it.',
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
    edits: [
      inClub(
        "actions: ['dynamodb:GetItem']",
        "actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem']",
      ),
    ],
    faults: [
      {
        file: club,
        field: 'functions.read.grants',
        message:
          'Holds dynamodb:UpdateItem on table Clubs, but no code reached from handlers/read.ts sends a command that needs it.',
        remedy:
          'Remove the action; if it comes from requires, drop the interface or split it in two.',
      },
    ],
  },
  {
    title: '[GOV-10] a right of another service that no code uses',
    edits: [
      inClub(
        "actions: ['dynamodb:DeleteItem'] }",
        "actions: ['dynamodb:DeleteItem'] }, { key: 'vault', actions: ['kms:Decrypt'] }",
      ),
    ],
    faults: [
      {
        file: club,
        field: 'contributes.0.grants',
        message:
          'Holds kms:Decrypt on key vault, but no code reached from handlers/erase.ts sends a command that needs it.',
        remedy:
          'Remove the action; if it comes from requires, drop the interface or split it in two.',
      },
    ],
  },
  {
    title: 'a function that requires an interface and never calls it',
    edits: [inClub('      timeoutSeconds: 20,', "      requires: ['house.rules'],")],
    faults: [
      {
        file: club,
        field: 'functions.write.requires',
        message:
          'Requires house.rules, but nothing reached from handlers/write.ts imports functions/house/provides.ts.',
        remedy: 'Remove it from requires.',
      },
      {
        file: club,
        field: 'functions.write.grants',
        message:
          'Holds dynamodb:GetItem on table Rules, but no code reached from handlers/write.ts sends a command that needs it.',
        remedy:
          'Remove the action; if it comes from requires, drop the interface or split it in two.',
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
        message:
          'Code reached from handlers/write.ts calls functions/house/provides.ts, which it does not require.',
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
        remedy:
          'Move the schemas that it needs to a file of their own, without the code that uses the SDK.',
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
        message:
          'No function of the network composes the run export: this contribution never runs.',
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
]);

describe('the inventory accepts', () => {
  it('an interface that provides.ts only re-exports', async () => {
    const root = makeTree('house', 'reading-club');
    renameSync(join(root, 'functions/house/provides.ts'), join(root, 'functions/house/rules.ts'));
    writeSource(root, 'house/provides.ts', "export { readMaximum } from './rules.ts';\n");
    expect(await faultsOf(root)).toEqual([]);
  });
});

describe('describeFaults', () => {
  it('says the place, what is wrong and what to do', () => {
    const fault = {
      file: 'functions/x/manifest.ts',
      field: 'name',
      message: 'Wrong.',
      remedy: 'Mend it.',
    };
    expect(describeFaults([fault, { ...fault, field: '' }])).toBe(
      'functions/x/manifest.ts › name\n  ✗ Wrong.\n  → Mend it.\n\nfunctions/x/manifest.ts\n  ✗ Wrong.\n  → Mend it.\n',
    );
  });
});
