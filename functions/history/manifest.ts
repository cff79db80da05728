import { countsWhatGoes } from '#core/due-grants.ts';
import { definePlugin } from '#core/manifest.ts';
import { openGrants, sealGrants } from '#core/vault/grants.ts';

const reads = [{ table: 'History', actions: ['dynamodb:Query'] }, ...openGrants] as const;

export const manifest = definePlugin({
  name: 'history',
  title: { fr: 'Historique personnel', en: 'Own history' },
  description: {
    fr: 'Garde pour un lecteur, s’il l’a demandé, la liste de ce qu’il a lu, trois ans au plus ; lui seul la lit.',
    en: 'Keeps for a reader, if they asked for it, the list of what they read, three years at most; they alone read it.',
  },
  functions: {
    choices: {
      entry: 'handlers/choices.ts',
      grants: [
        {
          table: 'History',
          actions: [
            'dynamodb:GetItem',
            'dynamodb:Query',
            'dynamodb:PutItem',
            'dynamodb:UpdateItem',
            'dynamodb:DeleteItem',
            'dynamodb:BatchWriteItem',
          ],
        },
        { table: 'SubjectKeys', actions: ['dynamodb:DeleteItem'] },
      ],
      requires: ['consent.standing', 'patrons.contact'],
    },
  },
  consumes: [{ type: 'consent.changed', function: 'choices' }],
  tables: { History: { ttl: 'purgeAt', pitrDays: 7 } },
  personalData: [
    {
      table: 'History',
      category: { fr: 'Historique gardé à la demande', en: 'History kept on request' },
      legalBasis: 'GDPR 6(1)(a), 9(2)(a)',
      retention: 'RET-12',
      sealedBy: 'history',
      erasure: 'handlers/erase.ts',
      export: 'handlers/export.ts',
    },
  ],
  contributes: [
    {
      to: 'sweep',
      entry: 'handlers/sweep.ts',
      grants: [
        {
          table: 'History',
          actions: [
            ...countsWhatGoes,
            'dynamodb:PutItem',
            'dynamodb:BatchWriteItem',
            'dynamodb:ConditionCheckItem',
          ],
        },
        { table: 'SubjectKeys', actions: ['dynamodb:DeleteItem'] },
        ...sealGrants,
      ],
      requires: ['consent.standing', 'patrons.contact', 'loans.returned'],
    },
    {
      to: 'reading',
      entry: 'handlers/reading.ts',
      grants: reads,
      requires: ['consent.standing', 'patrons.contact'],
    },
    {
      to: 'erasure',
      entry: 'handlers/erase.ts',
      grants: [
        {
          table: 'History',
          actions: [
            'dynamodb:GetItem',
            'dynamodb:Query',
            'dynamodb:DeleteItem',
            'dynamodb:BatchWriteItem',
          ],
        },
      ],
    },
    {
      to: 'export',
      entry: 'handlers/export.ts',
      grants: reads,
      requires: ['consent.standing', 'patrons.contact'],
    },
  ],
});
