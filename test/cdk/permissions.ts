import * as z from 'zod';
import type { Stacks } from '../../infra/cdk/stacks.ts';
import { flattener, resourcesOf } from './template.ts';

const OneOrMore = z.union([z.unknown().array(), z.unknown().transform((one) => [one])]);
const Statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string().array(), z.string().transform((one) => [one])]),
  Resource: OneOrMore,
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});
const Policies = z.array(
  z.object({ PolicyName: z.string(), PolicyDocument: z.object({ Statement: z.array(Statement) }) }),
);

/** One right of one role, as read from the templates. */
export interface Permission {
  readonly role: string;
  readonly policy: string;
  readonly effect: 'Allow' | 'Deny';
  readonly action: string;
  readonly resource: string;
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Every right of every role of the stacks. */
export function permissionsOf(stacks: Stacks): readonly Permission[] {
  const flatten = flattener(stacks);
  return resourcesOf(stacks, 'AWS::IAM::Role').flatMap(({ name, properties }) =>
    Policies.parse(properties['Policies'] ?? []).flatMap(({ PolicyName, PolicyDocument }) =>
      PolicyDocument.Statement.flatMap((statement) =>
        statement.Action.flatMap((action) =>
          statement.Resource.map((resource) => ({
            role: name,
            policy: PolicyName,
            effect: statement.Effect,
            action,
            resource: flatten(resource),
            condition: statement.Condition,
          })),
        ),
      ),
    ),
  );
}
