import type { RouteSpec } from '#core/manifest.ts';
import { targetOf } from './merge.ts';
import type { Inventory, InventoryFunction } from './types.ts';

const generated = '<!-- Written by `npm run generate` from the manifests. Do not edit. -->';

/** `docs/plugins.md`: for each plugin its routes, and the access table: which function may do what to what. */
export function pluginTables(inventory: Inventory): string {
  return [
    generated,
    '# Plugins, routes and rights',
    'The access table is the IAM policy: a function holds these actions and no other.',
    ...inventory.plugins.flatMap(({ name, title, description }) => [
      `## ${name}`,
      `${title.en}: ${description.en}`,
      ...section(
        'Routes',
        ['Method', 'Path', 'What', 'Who', 'Function'],
        routeRows(inventory, name),
      ),
      ...section(
        'Functions',
        ['Function', 'Called by', 'May', 'On'],
        functionRows(inventory, name),
      ),
      ...section(
        'Personal data',
        ['Table', 'What', 'Basis', 'Forgotten by', 'Sealed by'],
        storeRows(inventory, name),
      ),
    ]),
    '',
  ].join('\n\n');
}

function routeRows({ routes }: Inventory, plugin: string): string[][] {
  return routes
    .filter((route) => route.plugin === plugin)
    .map(({ method, path, title, permission, target, byClient }) => [
      method,
      code(path),
      title.en,
      byClient ? 'a client with its fixed header' : whoOf(permission),
      code(target),
    ]);
}

const whoOf = (permission: RouteSpec['permission']) =>
  permission === 'PUBLIC' ? 'anyone with the link' : permission.join(', ');

function functionRows(inventory: Inventory, plugin: string): string[][] {
  return inventory.functions
    .filter((fn) => fn.plugin === plugin)
    .flatMap((fn) => {
      const rows =
        fn.grants.length > 0
          ? fn.grants.map((grant) => [grant.actions.join(', '), targetOf(grant)])
          : [['nothing', '']];
      return rows.map((row, at) => [
        at === 0 ? code(fn.id) : '',
        at === 0 ? callersOf(inventory, fn) : '',
        ...row,
      ]);
    });
}

function callersOf({ routes, schedules }: Inventory, fn: InventoryFunction): string {
  const count = routes.filter(({ target }) => target === fn.id).length;
  return [
    ...(count > 0 ? [`${String(count)} route${count > 1 ? 's' : ''}`] : []),
    ...schedules.filter(({ target }) => target === fn.id).map((one) => `schedule ${code(one.id)}`),
    ...fn.consumes.map((type) => `event ${code(type)}`),
    ...fn.receives.map((topic) => `topic ${code(topic)}`),
  ].join(', ');
}

function storeRows({ personalData }: Inventory, plugin: string): string[][] {
  return personalData
    .filter((store) => store.plugin === plugin)
    .map(({ table, category, legalBasis, retention, sealedBy }) => [
      table,
      category.en,
      legalBasis,
      retention,
      sealedBy,
    ]);
}

function section(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [`### ${title}`, [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')];
}

const code = (text: string) => `\`${text}\``;

/** `docs/diagrams/inventory.md`: plugins → functions → tables and queues, as Mermaid. */
export function inventoryDiagram(inventory: Inventory): string {
  const { plugins, functions, tables, subscriptions } = inventory;
  const lines = [
    'flowchart LR',
    ...plugins.flatMap(({ name }) => [
      `  subgraph ${nodeOf('plugin', name)}["${name}"]`,
      ...functions
        .filter(({ plugin }) => plugin === name)
        .map(({ id }) => `    ${nodeOf('function', id)}["${id}"]`),
      '  end',
    ]),
    ...tables.map(({ name }) => `  ${nodeOf('table', name)}[("${name}")]`),
    ...functions.flatMap(({ id, tables: used }) =>
      used.map((name) => `  ${nodeOf('function', id)} --> ${nodeOf('table', name)}`),
    ),
    ...functions.flatMap(({ id, queue }) =>
      queue
        ? [
            `  ${nodeOf('queue', id)}{{"${queue.name} queue"}}`,
            `  ${nodeOf('queue', id)} --> ${nodeOf('function', id)}`,
          ]
        : [],
    ),
    ...Object.entries(subscriptions).flatMap(([type, queues]) => [
      `  ${nodeOf('event', type)}(["${type}"])`,
      ...queues.map((queue) => `  ${nodeOf('event', type)} --> ${nodeOf('queue', queue)}`),
    ]),
  ];
  return [
    generated,
    '# The network as data',
    `\`\`\`mermaid\n${lines.join('\n')}\n\`\`\``,
    '',
  ].join('\n\n');
}

/** Mermaid ids know neither dots nor hyphens, and `end` is a word of its own. */
const nodeOf = (kind: string, name: string) => `${kind}_${name.replaceAll(/[^A-Za-z0-9]/gu, '_')}`;
