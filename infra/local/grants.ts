import * as z from 'zod';
import type { Grant } from '#core/manifest.ts';

/** One thing that a command of the AWS SDK does: `dynamodb:PutItem` on a physical table name. */
export interface Need {
  readonly action: string;
  /** Physical table; absent for keys, queues and messages. */
  readonly table?: string;
}

const OneTable = z.looseObject({ TableName: z.string() });
const Batch = z.looseObject({ RequestItems: z.record(z.string(), z.unknown()) });
const Transaction = z.looseObject({
  TransactItems: z.array(z.record(z.string(), OneTable.optional())),
});

const Statements = z.looseObject({
  Statements: z.array(
    z.looseObject({ Statement: z.string().regex(/^UPDATE "[^"]+" /u, 'only updates are judged') }),
  ),
});

const transactActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** IAM has no action for batches of messages: each is judged as its single form. */
const otherActions: Readonly<Record<string, string>> = {
  KMSClient: 'kms',
  SQSClient: 'sqs',
  SESClient: 'ses',
  SNSClient: 'sns',
};

/**
 * What a command needs, as IAM counts it: a transaction needs the action of each of its items.
 * @param client `DynamoDBClient`, `KMSClient`… @param command `PutItemCommand`…
 */
export function needsOf(client: string, command: string, input: unknown): readonly Need[] {
  const operation = command.replace(/Command$/u, '');
  if (client !== 'DynamoDBClient') {
    return [
      {
        action: `${otherActions[client] ?? client}:${operation.replace(/^SendMessageBatch$/u, 'SendMessage')}`,
      },
    ];
  }
  if (operation.startsWith('Transact')) {
    return Transaction.parse(input).TransactItems.flatMap((item) =>
      Object.entries(item).flatMap(([kind, part]) =>
        part
          ? [{ action: `dynamodb:${transactActions[kind] ?? kind}`, table: part.TableName }]
          : [],
      ),
    );
  }
  if (operation === 'BatchExecuteStatement') {
    return Statements.parse(input).Statements.map(({ Statement }) => ({
      action: 'dynamodb:PartiQLUpdate',
      table: Statement.split('"')[1] ?? '',
    }));
  }
  const tables = operation.startsWith('Batch')
    ? Object.keys(Batch.parse(input).RequestItems)
    : [OneTable.parse(input).TableName];
  return tables.map((table) => ({ action: `dynamodb:${operation}`, table }));
}

/** Answers whether the role that the inventory gives to a function would allow a need. */
export function createPolicy(
  grants: readonly Grant[],
  physicalName: (table: string) => string,
): (need: Need) => boolean {
  const allowed = new Set(
    grants.flatMap((grant) =>
      grant.actions.map((action) =>
        keyOf({ action, ...('table' in grant && { table: physicalName(grant.table) }) }),
      ),
    ),
  );
  return (need) => allowed.has(keyOf(need));
}

const keyOf = ({ action, table }: Need) => `${action} ${table ?? '*'}`;
