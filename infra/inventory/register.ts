import type { Inventory } from './types.ts';

/** The stores of personal data of all plugins, for the register that governance serves (GOV-01, Art. 30). */
export function storesModule({ personalData }: Inventory): string {
  const stores = personalData.map(
    ({ plugin, table, category, legalBasis, retention, sealedBy }) => ({
      plugin,
      table,
      category,
      legalBasis,
      retention,
      sealedBy,
    }),
  );
  return `import type { RegisteredStore } from './registered-store.ts';

// Written by \`npm run generate\` from the manifests. Do not edit.
export const stores: readonly RegisteredStore[] = ${JSON.stringify(stores)};
`;
}
