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

/** Collects the named schemas of a document. Names do not depend on the order of calls. */
export function createSchemas(): Schemas {
  const named: Record<Direction, Map<string, JsonSchema>> = { input: new Map(), output: new Map() };
  return {
    describe(schema, direction) {
      const { json, read } = toJson(schema, direction);
      const { $schema: _, $defs = {}, ...root } = json;
      for (const [id, part] of Object.entries($defs))
        named[read].set(id, withReferences(part, read));
      return withReferences(root, read);
    },
    finish(build) {
      const nameOf = finalNames(named);
      const all = (['output', 'input'] as const).flatMap((direction) =>
        [...named[direction]].map(([id, schema]) => [nameOf(id, direction), schema] as const),
      );
      const sorted = all.toSorted(([a], [b]) => Number(a > b) - Number(a < b));
      return mapReferences(build(Object.fromEntries(sorted)), nameOf);
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

/** Until all are known, a reference carries its direction: `Patron@input`. */
function withReferences(schema: unknown, direction: Direction): JsonSchema {
  const text = JSON.stringify(schema, (_, value: unknown) => withoutNoise(value));
  if (/"\$ref":"(?:#"|#\/\$defs\/__)/u.test(text))
    throw new Error('a recursive schema needs .meta({id})');
  const referred: JsonSchema = JSON.parse(
    text.replaceAll(/"\$ref":"#\/\$defs\/([\w.-]+)"/gu, `"$ref":"${prefix}$1@${direction}"`),
  );
  return referred;
}

/**
 * Leaves out what says nothing: the pattern of a standard format, which repeats its name in hundreds of characters,
 * and the bounds that every integer of JavaScript has.
 */
function withoutNoise(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, part]) =>
        !(key === 'pattern' && 'format' in value) &&
        !(key === 'maximum' && part === Number.MAX_SAFE_INTEGER) &&
        !(key === 'minimum' && part === Number.MIN_SAFE_INTEGER),
    ),
  );
}

/** `Patron` for both directions where they agree; else the input is `PatronInput`. */
function finalNames(named: Record<Direction, ReadonlyMap<string, JsonSchema>>) {
  const differing = new Set(
    [...named.input.keys()].filter((id) => {
      const output = named.output.get(id);
      return output !== undefined && neutral(named.input.get(id)) !== neutral(output);
    }),
  );
  // A schema that refers to one whose directions differ differs too; repeated until nothing is added.
  for (let size = -1; size !== differing.size;) {
    size = differing.size;
    for (const [id, schema] of named.input) {
      if (named.output.has(id) && referencesOf(schema).some((one) => differing.has(one)))
        differing.add(id);
    }
  }
  return (id: string, direction: Direction) =>
    direction === 'input' && differing.has(id) ? `${id}Input` : id;
}

const reference = /#\/components\/schemas\/([\w.-]+)@(input|output)/gu;
const neutral = (schema: unknown) => JSON.stringify(schema).replaceAll(reference, '$1');
const referencesOf = (schema: unknown) =>
  [...JSON.stringify(schema).matchAll(reference)].flatMap(([, id]) =>
    id === undefined ? [] : [id],
  );

function mapReferences<D>(document: D, rename: (id: string, direction: Direction) => string): D {
  const renamed: D = JSON.parse(
    JSON.stringify(document).replaceAll(
      reference,
      (_, id: string, direction: Direction) => `${prefix}${rename(id, direction)}`,
    ),
  );
  return renamed;
}
