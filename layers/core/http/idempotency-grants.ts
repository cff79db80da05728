import type { Grant } from '../manifest.ts';

/** For the manifest of the plugin that owns the table; others get them by requiring `exchange.idempotency`. */
export const idempotencyGrants = [
  {
    table: 'Idempotency',
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  },
] as const satisfies readonly Grant[];
