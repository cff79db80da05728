import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { loadInventory } from '../../infra/inventory/load.ts';
import type { Inventory } from '../../infra/inventory/types.ts';

const root = resolve(import.meta.dirname, '../..');
let inventory: Inventory;

beforeAll(async () => {
  const loaded = await loadInventory({ root });
  if (!loaded.ok) throw new Error('the inventory has faults: npm run check');
  inventory = loaded.value;
});

describe('no way to a provider but through the gate', () => {
  it.each([
    ['EMAIL', 'ses:SendRawEmail'],
    ['SMS', 'sns:Publish'],
  ])('[CON-04] one function alone may send %s, and it asks the gate', (_channel, permission) => {
    const holders = inventory.functions.filter(({ grants }) =>
      grants.some(({ actions }) => actions.some((action) => action === permission)),
    );
    expect(holders.map(({ id }) => id)).toEqual(['delivery-send']);
  });

  it('[CON-04] only the gate makes a ticket: the compiler refuses everything else', () => {
    const file = resolve(root, 'test/unit/consent/ticket.types.ts');
    const { config } = ts.readConfigFile(resolve(root, 'tsconfig.json'), (path) =>
      ts.sys.readFile(path),
    ) as { config: unknown };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const program = ts.createProgram([file], options);
    const source = program.getSourceFile(file);
    const faults = program.getSemanticDiagnostics(source);
    expect(
      faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
    ).toEqual([]);
    // The file is about something: every expected error is counted by the compiler as used.
    expect(source?.text.match(/@ts-expect-error/gu)).toHaveLength(4);
  });
});
