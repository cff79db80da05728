import { sweepsDue } from '#core/due-grants.ts';
import { definePlugin } from '#core/manifest.ts';
import { indexGrants, openGrants, sealGrants } from '#core/vault/grants.ts';
import { eventSchemas } from './domain/consultation.ts';

const table = 'Consultations';

export const manifest = definePlugin({
  name: 'archives',
  title: { fr: 'Consultation d’archives', en: 'Archive consultations' },
  description: {
    fr: 'Qui a consulté quel document d’archives, jusqu’au récolement suivant et dix ans au plus.',
    en: 'Who consulted which archive document, until the next inventory and ten years at most.',
  },
  functions: {},
  tables: {
    [table]: {
      indexes: { reader: { partition: 'reader', sort: 'sk', projection: 'KEYS_ONLY' } },
      ttl: 'purgeAt',
      pitrDays: 7,
    },
  },
  personalData: [
    {
      table,
      category: { fr: 'Consultations d’archives', en: 'Archive consultations' },
      legalBasis: 'GDPR 6(1)(e)',
      retention: 'RET-08',
      sealedBy: 'loans',
      erasure: 'handlers/erase.ts',
      export: 'handlers/export.ts',
    },
  ],
  contributes: [
    {
      to: 'intake',
      entry: 'handlers/intake.ts',
      types: Object.keys(eventSchemas),
      grants: [
        { table, actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'] },
        ...sealGrants,
        ...indexGrants,
      ],
      requires: ['patrons.contact'],
    },
    { to: 'sweep', entry: 'handlers/sweep.ts', grants: [{ table, actions: sweepsDue }] },
    {
      to: 'erasure',
      entry: 'handlers/erase.ts',
      grants: [
        {
          table,
          actions: ['dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem'],
        },
      ],
    },
    {
      to: 'export',
      entry: 'handlers/export.ts',
      grants: [
        { table, actions: ['dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:GetItem'] },
        ...openGrants,
      ],
    },
  ],
});
