import type { Grant } from '../manifest.ts';

/** To find a reader by ref: the network's index key. */
export const indexGrants = [
  { table: 'SubjectKeys', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
  { key: 'vault', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
] as const satisfies readonly Grant[];

/** To open what is sealed. */
export const openGrants = [
  { table: 'SubjectKeys', actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'] },
  { key: 'vault', actions: ['kms:Decrypt'] },
] as const satisfies readonly Grant[];

/** To seal: also makes the first key of a reader × class. */
export const sealGrants = [
  {
    table: 'SubjectKeys',
    actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
  },
  { key: 'vault', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
] as const satisfies readonly Grant[];
