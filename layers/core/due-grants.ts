/** What the sweep of a table with a calendar (`due.ts`) does there. To enter something is a `PutItem`. */
export const sweepsDue = [
  'dynamodb:Query',
  'dynamodb:GetItem',
  'dynamodb:UpdateItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
] as const;

/** What `tally.ts` does: a transaction asks for each right by itself. */
export const countsWhatGoes = [
  'dynamodb:Query',
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
] as const;

/** What `access-log.ts` does: the entry on the calendar, then the records. */
export const recordsAccess = ['dynamodb:PutItem', 'dynamodb:BatchWriteItem'] as const;
