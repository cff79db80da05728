import * as z from 'zod';
import { flattener, Outputs } from '../cdk/intrinsics.ts';

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
  Outputs,
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
