import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { networkJsonSchema } from '../network/json-schema.ts';
import { logCatalogue, runbookIndex } from '../observability/docs.ts';
import { openApi } from '../openapi/open-api.ts';
import { inventoryDiagram, pluginTables } from './docs.ts';
import { storesModule } from './register.ts';
import { inventorySnapshot } from './snapshot.ts';
import type { Inventory } from './types.ts';

export interface Artefact {
  /** Relative to the repository. */
  readonly file: string;
  readonly text: string;
}

/** All committed files that are derived from the inventory, formatted as the repository is. */
export async function artefactsOf({
  inventory,
  root,
}: {
  inventory: Inventory;
  root: string;
}): Promise<Artefact[]> {
  const artefacts: Artefact[] = [
    { file: 'infra/openapi/openapi.json', text: JSON.stringify(openApi(inventory)) },
    {
      file: 'infra/inventory/inventory.json',
      text: JSON.stringify(inventorySnapshot(inventory, root)),
    },
    {
      file: 'infra/networks/network.schema.json',
      text: JSON.stringify(networkJsonSchema()),
    },
    { file: 'functions/governance/domain/stores.generated.ts', text: storesModule(inventory) },
    { file: 'docs/diagrams/inventory.md', text: inventoryDiagram(inventory) },
    { file: 'docs/runbooks/README.md', text: runbookIndex(inventory) },
    { file: 'docs/log-catalogue.md', text: logCatalogue() },
    { file: 'docs/plugins.md', text: pluginTables(inventory) },
  ];
  return Promise.all(
    artefacts.map(async ({ file, text }) => {
      const filepath = join(root, file);
      return { file, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
    }),
  );
}
