import { join } from 'node:path';
import {
  clientPath,
  type ContributionSpec,
  type FunctionSpec,
  type Grant,
  type PluginManifest,
  type TableSpec,
} from '#core/manifest.ts';
import { entriesOf } from './checks/fault.ts';
import type {
  Inventory,
  InventoryFunction,
  InventoryRoute,
  InventoryTable,
  LoadedPlugin,
} from './types.ts';

const defaults = { timeoutSeconds: 10, memoryMb: 512 };
const outboxIndex = { partition: 'outbox', sort: 'sk', projection: 'ALL' } as const;

/** Merges checked plugins, given in the order of their names, into the inventory. Pure: same input, same bytes. */
export function mergePlugins(plugins: readonly LoadedPlugin[]): Inventory {
  const functions = plugins.flatMap((plugin) => functionsOf(plugin, plugins));
  return deepFreeze({
    plugins: plugins.map(({ manifest }) => ({
      name: manifest.name,
      title: manifest.title,
      description: manifest.description,
      manifest,
    })),
    functions: functions.toSorted(by((one) => one.id)),
    routes: plugins
      .flatMap(({ manifest }) => routesOf(manifest))
      .toSorted(by((one) => `${one.path} ${one.method}`)),
    schedules: plugins
      .flatMap(({ manifest }) => schedulesOf(manifest))
      .toSorted(by((one) => one.id)),
    tables: plugins.flatMap(({ manifest }) => tablesOf(manifest)).toSorted(by((one) => one.name)),
    personalData: plugins.flatMap(({ manifest }) =>
      (manifest.personalData ?? []).map((store) => ({ ...store, plugin: manifest.name })),
    ),
    subscriptions: subscriptionsOf(functions),
  });
}

/** Ids are compared by code unit, never by locale: the order must not depend on the machine. */
export function by<T>(key: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => Number(key(a) > key(b)) - Number(key(a) < key(b));
}

function functionsOf(
  { folder, manifest }: LoadedPlugin,
  all: readonly LoadedPlugin[],
): InventoryFunction[] {
  return entriesOf(manifest.functions).map(([name, spec]) => {
    const id = `${manifest.name}-${name}`;
    const contributions = spec.composes ? contributionsTo(spec.composes, all) : [];
    const requires = unique(
      [spec, ...contributions.map((one) => one.spec)].flatMap((one) => one.requires ?? []),
    );
    const grants = mergeGrants([
      ...spec.grants,
      ...contributions.flatMap((one) => one.spec.grants),
      ...providedGrants(requires, all),
      ...(spec.composes === 'relay' ? relayGrants(all) : []),
    ]);
    return {
      id,
      plugin: manifest.name,
      entry: join(folder, spec.entry),
      ...(spec.composes && { composes: spec.composes }),
      contributions: contributions.map((one) => one.file),
      requires,
      grants,
      ...sizeOf(spec),
      ...callsOf({ id, name, manifest }),
      tables: grants.flatMap((grant) => ('table' in grant ? [grant.table] : [])),
      variables: spec.composes === 'relay' ? (['OUTBOX_TABLES', 'SUBSCRIPTIONS'] as const) : [],
    };
  });
}

function contributionsTo(
  run: string,
  all: readonly LoadedPlugin[],
): { file: string; spec: ContributionSpec }[] {
  return all.flatMap(({ folder, manifest }) =>
    (manifest.contributes ?? [])
      .filter(({ to }) => to === run)
      .map((spec) => ({ file: join(folder, spec.entry), spec })),
  );
}

/** What the owners of these interfaces say that their code needs. */
export function providedGrants(requires: readonly string[], all: readonly LoadedPlugin[]): Grant[] {
  return all
    .flatMap(({ manifest }) => entriesOf(manifest.provides))
    .filter(([name]) => requires.includes(name))
    .flatMap(([, { grants }]) => grants);
}

/** The relay reads the sparse index of every outbox, sends to the subscribers, and marks what it sent. */
export function relayGrants(all: readonly LoadedPlugin[]): Grant[] {
  return [
    ...all
      .flatMap(({ manifest }) => tablesOf(manifest))
      .filter(({ outbox }) => outbox)
      .map(({ name }) => ({
        table: name,
        actions: ['dynamodb:Query', 'dynamodb:PartiQLUpdate'] as const,
      })),
    { queuesOf: 'subscribers', actions: ['sqs:SendMessage'] },
  ];
}

const sizeOf = ({ timeoutSeconds, memoryMb }: FunctionSpec) => ({
  timeoutSeconds: timeoutSeconds ?? defaults.timeoutSeconds,
  memoryMb: memoryMb ?? defaults.memoryMb,
});

function callsOf({ id, name, manifest }: { id: string; name: string; manifest: PluginManifest }) {
  const mine = (one: { function: string }) => one.function === name;
  const consumes = unique((manifest.consumes ?? []).filter(mine).map(({ type }) => type));
  return {
    consumes,
    ...(consumes.length > 0 && { queue: { name: id, deadLetters: `${id}-dlq` } }),
    receives: unique((manifest.receives ?? []).filter(mine).map(({ topic }) => topic)),
  };
}

const routesOf = (manifest: PluginManifest) =>
  entriesOf(manifest.routes).flatMap(([operation, route]): InventoryRoute[] => {
    const id = `${manifest.name}-${operation}`;
    const target = `${manifest.name}-${route.function}`;
    const own = { ...route, id, plugin: manifest.name, operation, target };
    if (!route.clients) return [own];
    return [own, { ...own, id: `${id}ByClient`, path: clientPath(route.path), byClient: true }];
  });

const schedulesOf = (manifest: PluginManifest) =>
  entriesOf(manifest.schedules).map(([name, schedule]) => ({
    ...schedule,
    id: `${manifest.name}-${name}`,
    plugin: manifest.name,
    target: `${manifest.name}-${schedule.function}`,
  }));

const tablesOf = (manifest: PluginManifest): InventoryTable[] =>
  entriesOf(manifest.tables).map(([name, table]) => ({
    ...withOutbox(table),
    name,
    plugin: manifest.name,
  }));

const withOutbox = (table: TableSpec): TableSpec =>
  table.outbox ? { ...table, indexes: { ...table.indexes, outbox: outboxIndex } } : table;

function subscriptionsOf(functions: readonly InventoryFunction[]): Record<string, string[]> {
  const types = unique(functions.flatMap(({ consumes }) => consumes));
  const queuesOf = (type: string) =>
    functions
      .flatMap(({ consumes, queue }) => (queue && consumes.includes(type) ? [queue.name] : []))
      .toSorted();
  return Object.fromEntries(types.map((type) => [type, queuesOf(type)]));
}

/** One grant a target with the union of the actions, sorted by target. */
export function mergeGrants(grants: readonly Grant[]): Grant[] {
  return [...Map.groupBy(grants, targetOf)]
    .toSorted(by(([target]) => target))
    .flatMap(([, same]) => same.slice(0, 1).map((first) => same.reduce(union, first)));
}

/** What a grant is on, in words: `table Loans`, `key vault`, `send SMS`. */
export function targetOf(grant: Grant): string {
  if ('table' in grant) return `table ${grant.table}`;
  if ('key' in grant) return `key ${grant.key}`;
  if ('send' in grant) return `send ${grant.send}`;
  return `queues of ${grant.queuesOf}`;
}

function union(a: Grant, b: Grant): Grant {
  if ('table' in a && 'table' in b)
    return { table: a.table, actions: unique([...a.actions, ...b.actions]) };
  if ('key' in a && 'key' in b)
    return { key: a.key, actions: unique([...a.actions, ...b.actions]) };
  return a;
}

function unique<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].toSorted();
}

/** Freezes plain data; schemas keep their lazily filled caches. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
