import * as z from 'zod';
import { purposeCodes } from '#core/catalogue/purposes.ts';
import { rules } from '#core/catalogue/rules.ts';
import { Network } from '#core/network-schema.ts';
import { fields } from './fields.ts';

export const allowedRegions: readonly string[] = rules['GOV-05'].parameters.allowed;

/** What is a word of a list that the Zod schema does not know, so that editors propose it. */
const words: Readonly<Record<string, readonly string[]>> = {
  region: allowedRegions,
  'communes.*.signoffs.*.purpose': purposeCodes,
};

const Node = z.looseObject({
  get properties() {
    return z.record(z.string(), Node).optional();
  },
  get items() {
    return Node.optional();
  },
});
type Node = z.infer<typeof Node>;

/**
 * The network file for editors: completion, and what a key is for when the pointer rests on it. Draft 7, which the
 * YAML language server reads best. `npm run generate` writes it to `infra/networks/network.schema.json`.
 */
export function networkJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = Node.parse(z.toJSONSchema(Network, { io: 'input', target: 'draft-7' }));
  return { title: 'Discretion', ...explained(schema, '') };
}

function explained(node: Node, path: string): Node {
  const { properties, items, ...rest } = node;
  const field = fields[path];
  const list = words[path];
  return {
    ...rest,
    ...(field && { description: `${field.help.fr}\n\n${field.help.en}` }),
    ...(list && { enum: list }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, one]) => [key, explained(one, under(path, key))]),
      ),
    }),
    ...(items && { items: explained(items, under(path, '*')) }),
  };
}

/** Paths of all keys that a network file may hold, and of the items of its lists: `communes.*.id`. */
export function pathsOfSchema(): readonly string[] {
  return pathsUnder(Node.parse(networkJsonSchema()), '');
}

function pathsUnder({ properties = {}, items }: Node, path: string): readonly string[] {
  const inside = [
    ...Object.entries(properties).map(([key, node]) => [under(path, key), node] as const),
    ...(items ? [[under(path, '*'), items] as const] : []),
  ];
  return inside.flatMap(([at, node]) => [at, ...pathsUnder(node, at)]);
}

/** The keys that may stand under a path, in the order of the schema. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const pattern = path.map((step) => (typeof step === 'number' ? '*' : String(step))).join('.');
  const prefix = pattern === '' ? '' : `${pattern}.`;
  return pathsOfSchema()
    .filter((one) => one.startsWith(prefix))
    .map((one) => one.slice(prefix.length))
    .filter((rest) => !rest.includes('.') && rest !== '*');
}

const under = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
