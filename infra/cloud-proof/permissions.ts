import * as z from 'zod';

/** One right of one function, as the deployed template gives it. */
export interface Permission {
  /** Of the inventory: `loans-read`. */
  readonly functionId: string;
  readonly effect: 'Allow' | 'Deny';
  readonly action: string;
  /** `Loans`, `Loans/index/byItem`, `VaultKey`, `*`. */
  readonly resource: string;
  readonly condition: string;
}

const listOf = <S extends z.ZodType>(item: S) =>
  z.union([z.array(item), item.transform((one) => [one])]);
const Statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: listOf(z.string()),
  Resource: listOf(z.unknown()),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});
const Role = z.object({
  Policies: z
    .array(z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) }))
    .default([]),
});
const Lambda = z.object({
  Description: z.string(),
  Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
});
const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
  Outputs: z
    .record(
      z.string(),
      z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }),
    )
    .default({}),
});

/** Every right of the role of every function. @param templates of all stacks of one network */
export function permissionsOf(templates: readonly unknown[]): readonly Permission[] {
  const parsed = templates.map((one) => Template.parse(one));
  const flatten = flattener(parsed);
  return parsed.flatMap(({ Resources }) =>
    Object.values(Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .flatMap(({ Properties }) => {
        const lambda = Lambda.parse(Properties);
        const role = Role.parse(Resources[lambda.Role['Fn::GetAtt'][0]]?.Properties ?? {});
        const functionId = lambda.Description.replace('Discretion ', '');
        return role.Policies.flatMap(({ PolicyDocument }) =>
          PolicyDocument.Statement.flatMap((statement) =>
            rightsOf(statement, { functionId, flatten }),
          ),
        );
      }),
  );
}

function rightsOf(
  statement: z.infer<typeof Statement>,
  { functionId, flatten }: { functionId: string; flatten: (value: unknown) => string },
): Permission[] {
  const condition = Object.entries(statement.Condition)
    .flatMap(([operator, tests]) =>
      Object.entries(tests).map(([key, value]) => `${key} ${operator} ${JSON.stringify(value)}`),
    )
    .join(' and ');
  return statement.Action.flatMap((action) =>
    statement.Resource.map((one) => ({
      functionId,
      effect: statement.Effect,
      action,
      resource: flatten(one),
      condition,
    })),
  );
}

const withoutHash = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/u, '');
const Intrinsic = z.union([
  z.object({ Ref: z.string() }),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
  z.object({ 'Fn::ImportValue': z.string() }),
  z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }),
]);

/** Writes a value with intrinsics as one readable line, also across stacks. */
function flattener(templates: readonly z.infer<typeof Template>[]): (value: unknown) => string {
  const exported = new Map(
    templates.flatMap(({ Outputs }) =>
      Object.values(Outputs).flatMap(({ Value, Export }) =>
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
