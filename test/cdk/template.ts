import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import type { Stacks } from '../../infra/cdk/stacks.ts';

export interface Resource {
  /** Logical id without the hash that CDK appends: `Loans`, `DeliverySendQueue`. */
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const TemplateShape = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      DeletionPolicy: z.string().optional(),
    }),
  ),
  Outputs: z
    .record(
      z.string(),
      z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() }),
    )
    .default({}),
});
type TemplateShape = z.infer<typeof TemplateShape>;

const templates = new WeakMap<Stack, TemplateShape>();

/** The synthesized template, once for each stack. */
export function templateOf(stack: Stack): TemplateShape {
  const template = templates.get(stack) ?? TemplateShape.parse(Template.fromStack(stack).toJSON());
  templates.set(stack, template);
  return template;
}

/** Resources of a type over all stacks. */
export function resourcesOf(
  stacks: Stacks,
  type: string,
): readonly (Resource & { readonly deletion: string | undefined })[] {
  return stacksOf(stacks).flatMap((stack) =>
    Object.entries(templateOf(stack).Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties, DeletionPolicy }]) => ({
        name: withoutHash(id),
        properties: Properties,
        deletion: DeletionPolicy,
      })),
  );
}

export const stacksOf = (stacks: Stacks): readonly Stack[] => [
  stacks.stateful,
  stacks.stateless,
  stacks.observability,
];

export const withoutHash = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/u, '');

/** The value at a path of properties; `undefined` when there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((here, name) => Fields.safeParse(here).data?.[name], value);
}

const Fields = z.record(z.string(), z.unknown());

/** Writes a value with intrinsics as one readable line: `Loans/index/byItem`, also across stacks. */
export function flattener(stacks: Stacks): (value: unknown) => string {
  const exported = new Map(
    stacksOf(stacks).flatMap((stack) =>
      Object.values(templateOf(stack).Outputs).flatMap(({ Value, Export }) =>
        Export ? [[Export.Name, Value] as const] : [],
      ),
    ),
  );
  const flatten = (value: unknown): string => {
    if (typeof value === 'string') return value;
    const intrinsic = Intrinsic.parse(value);
    if ('Ref' in intrinsic) return withoutHash(intrinsic.Ref);
    if ('Fn::GetAtt' in intrinsic) return withoutHash(intrinsic['Fn::GetAtt'][0]);
    if ('Fn::ImportValue' in intrinsic) return flatten(exported.get(intrinsic['Fn::ImportValue']));
    const [separator, parts] = intrinsic['Fn::Join'];
    return parts.map(flatten).join(separator);
  };
  return flatten;
}

const Intrinsic = z.union([
  z.object({ Ref: z.string() }),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
  z.object({ 'Fn::ImportValue': z.string() }),
  z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }),
]);
