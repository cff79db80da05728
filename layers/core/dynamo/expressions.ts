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

/** The key condition `pk = …`, optionally with the start of the sort key. */
export function partition(
  pk: string,
  skPrefix?: string,
  attributes = { pk: 'pk', sk: 'sk' },
): Expression {
  return {
    expression: skPrefix === undefined ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :sk)',
    names: { '#pk': attributes.pk, ...(skPrefix !== undefined && { '#sk': attributes.sk }) },
    values: { ':pk': pk, ...(skPrefix !== undefined && { ':sk': skPrefix }) },
  };
}

/** Names and values, as every request carries them. */
export const bindings = (expression: Expression) => ({
  ...(expression.names && { ExpressionAttributeNames: expression.names }),
  ...(expression.values && { ExpressionAttributeValues: expression.values }),
});

export const condition = (expression: Expression | undefined) =>
  expression && { ConditionExpression: expression.expression, ...bindings(expression) };
