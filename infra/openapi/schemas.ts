import * as z from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;
/** A client writes the input of a schema and reads its output: defaults and transforms tell them apart. */
export type Direction = 'input' | 'output';

export interface Schemas {
  /** JSON Schema of a Zod schema; what has `.meta({id})` becomes a reference. */
  describe(schema: z.ZodType, direction: Direction): JsonSchema;
  /** Builds a document from the named schemas; call it last, it settles the names of all references. */
  finish<D>(build: (named: Readonly<Record<string, JsonSchema>>) => D): D;
}

const prefix = '#/components/schemas/';

/** A reference in the document under construction: its final name depends on schemas not yet seen. */
interface Reference {
  readonly id: string;
  readonly direction: Direction;
  readonly node: { $ref: string };
}

type Named = Readonly<Record<Direction, Map<string, JsonSchema>>>;

/** Collects the named schemas of a document. Names do not depend on the order of calls. */
export function createSchemas(): Schemas {
  const named: Named = { input: new Map(), output: new Map() };
  const references: Reference[] = [];
  return {
    describe(schema, direction) {
      const { json, read } = toJson(schema, direction);
      const { $schema: _, $defs = {}, ...root } = json;
      const refer = (reference: Reference) => references.push(reference);
      for (const [id, part] of Object.entries($defs)) {
        named[read].set(id, convertObject(part, { direction: read, refer }));
      }
      return convertObject(root, { direction: read, refer });
    },
    finish(build) {
      const nameOf = finalNames(named);
      for (const { id, direction, node } of references)
        node.$ref = `${prefix}${nameOf(id, direction)}`;
      const all = (['output', 'input'] as const).flatMap((direction) =>
        [...named[direction]].map(([id, schema]) => [nameOf(id, direction), schema] as const),
      );
      const sorted = all.toSorted(([a], [b]) => Number(a > b) - Number(a < b));
      return build(Object.fromEntries(sorted));
    },
  };
}

/** A schema with a transform has no output that JSON Schema can say: its input is shown instead. */
function toJson(
  schema: z.ZodType,
  direction: Direction,
): { json: z.core.JSONSchema.BaseSchema; read: Direction } {
  const read = direction === 'output' && hasTransform(schema) ? 'input' : direction;
  return { json: z.toJSONSchema(schema, { io: read }), read };
}

function hasTransform(schema: z.ZodType): boolean {
  let found = false;
  z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    override: ({ zodSchema }) => {
      found ||= zodSchema._zod.def.type === 'transform';
    },
  });
  return found;
}

interface Conversion {
  readonly direction: Direction;
  refer(reference: Reference): void;
}

/**
 * Turns references to the schema's own definitions into references to components, and leaves out what says nothing:
 * the pattern of a standard format, which repeats its name in hundreds of characters, and the bounds that every
 * integer of JavaScript has.
 */
function convertObject(schema: object, conversion: Conversion): JsonSchema {
  const entries = Object.entries(schema)
    .filter(([key, part]) => !isNoise(key, { part, schema }))
    .map(([key, part]): [string, unknown] => [key, convert(part, conversion)]);
  if (!('$ref' in schema)) return Object.fromEntries(entries);
  const id = /^#\/\$defs\/(?!__)(.+)$/u.exec(String(schema.$ref))?.[1];
  if (id === undefined) throw new Error('a recursive schema needs .meta({id})');
  const node = { ...Object.fromEntries(entries), $ref: `${prefix}${id}` };
  conversion.refer({ id, direction: conversion.direction, node });
  return node;
}

function convert(value: unknown, conversion: Conversion): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => convert(part, conversion));
  return typeof value === 'object' && value !== null ? convertObject(value, conversion) : value;
}

function isNoise(key: string, { part, schema }: { part: unknown; schema: object }): boolean {
  if (key === 'pattern') return typeof part === 'string' && 'format' in schema;
  if (key === 'maximum') return part === Number.MAX_SAFE_INTEGER;
  return key === 'minimum' && part === Number.MIN_SAFE_INTEGER;
}

/** `Patron` for both directions where they agree; else the input is `PatronInput`. */
function finalNames(named: Named): (id: string, direction: Direction) => string {
  const differing = new Set(
    [...named.input.keys()].filter((id) => {
      const output = named.output.get(id);
      return output !== undefined && JSON.stringify(named.input.get(id)) !== JSON.stringify(output);
    }),
  );
  // A schema that refers to one whose directions differ differs too; repeated until nothing is added.
  for (let size = -1; size !== differing.size;) {
    size = differing.size;
    for (const [id, schema] of named.input) {
      if (named.output.has(id) && refersToOneOf(differing, schema)) differing.add(id);
    }
  }
  return (id, direction) => (direction === 'input' && differing.has(id) ? `${id}Input` : id);
}

function refersToOneOf(ids: ReadonlySet<string>, schema: JsonSchema): boolean {
  const text = JSON.stringify(schema);
  return [...ids].some((id) => text.includes(`"$ref":"${prefix}${id}"`));
}
