import { relative } from 'node:path';
import type { Inventory } from './types.ts';

/**
 * The inventory as reviewable JSON: what a change of a manifest changes in functions, rights, routes, tables.
 * Paths are relative to `root`; schemas are left to the OpenAPI document.
 */
export function inventorySnapshot(inventory: Inventory, root: string): object {
  const { plugins, functions, routes, ...rest } = inventory;
  return {
    plugins: plugins.map(({ name }) => name),
    functions: functions.map((fn) => ({
      ...fn,
      entry: relative(root, fn.entry),
      contributions: fn.contributions.map((file) => relative(root, file)),
    })),
    routes: routes.map(({ id, method, path, target, permission, byClient }) => ({
      id,
      method,
      path,
      target,
      permission,
      ...(byClient && { byClient }),
    })),
    ...rest,
  };
}
