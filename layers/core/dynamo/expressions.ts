import { written } from './store.ts';

/** An expression with its names and values, as DynamoDB reads them. */
export interface Expression {
  readonly expression: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, unknown>;
}

/** The item does not exist yet. */
export const absent: Expression = { expression: 'attribute_not_exists(pk)' };

/** Nobody changed the item since it was read at `version`. */
export function unchangedSince(version: number): Expression {
  return { expression: 'version = :version', values: { ':version': version } };
}

/** Stands after every other character. */
const last = '\u{10ffff}';

/**
 * The key condition `pk = …`, optionally with the start of the sort key: a range rather than `begins_with`, which not
 * every engine looks up without passing by the rest of the partition.
 */
export function partition(
  pk: string,
  skPrefix?: string,
  attributes = { pk: 'pk', sk: 'sk' },
): Expression {
  if (skPrefix === undefined)
    return { expression: '#pk = :pk', names: { '#pk': attributes.pk }, values: { ':pk': pk } };
  return {
    expression: '#pk = :pk AND #sk BETWEEN :from AND :to',
    names: { '#pk': attributes.pk, '#sk': attributes.sk },
    values: { ':pk': pk, ':from': skPrefix, ':to': skPrefix + last },
  };
}

/** Names and values, as every request carries them. */
export const bindings = (expression: Expression) => ({
  ...(expression.names && { ExpressionAttributeNames: expression.names }),
  ...(expression.values && { ExpressionAttributeValues: written(expression.values) }),
});

export const condition = (expression: Expression | undefined) =>
  expression && { ConditionExpression: expression.expression, ...bindings(expression) };
