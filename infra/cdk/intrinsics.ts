import * as z from 'zod';

/** What a template hands to other stacks. */
export const Outputs = z
  .record(
    z.string(),
    z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }),
  )
  .default({});

/** A logical id without the hash that CDK appends: `Loans`, `DeliverySendQueue`. */
export const withoutHash = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/u, '');

const Intrinsic = z.union([
  z.object({ Ref: z.string() }),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
  z.object({ 'Fn::ImportValue': z.string() }),
  z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }),
]);

/** Writes a value with intrinsics as one readable line: `Loans/index/byItem`, also across the stacks of these templates. */
export function flattener(
  templates: readonly { readonly Outputs: z.output<typeof Outputs> }[],
): (value: unknown) => string {
  const exported = new Map(
    templates.flatMap((template) =>
      Object.values(template.Outputs).flatMap(({ Value, Export }) =>
        typeof Export?.Name === 'string' ? [[Export.Name, Value] as const] : [],
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
