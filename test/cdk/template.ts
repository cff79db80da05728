import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { flattener as flattenerOf, Outputs, withoutHash } from '../../infra/cdk/intrinsics.ts';
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
  Outputs,
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

/** The value at a path of properties; `undefined` when there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((here, name) => Fields.safeParse(here).data?.[name], value);
}

const Fields = z.record(z.string(), z.unknown());

/** {@link flattenerOf} over all stacks. */
export const flattener = (stacks: Stacks): ((value: unknown) => string) =>
  flattenerOf(stacksOf(stacks).map(templateOf));
