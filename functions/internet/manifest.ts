import { sweepsDue } from '#core/due-grants.ts';
import { definePlugin } from '#core/manifest.ts';
import { indexGrants } from '#core/vault/grants.ts';
import { eventSchemas } from './domain/session.ts';

const [table, keys] = ['InternetSessions', 'InternetKeys'] as const;

const findsOfReader = { table, actions: ['dynamodb:Query', 'dynamodb:BatchGetItem'] } as const;

export const manifest = definePlugin({
  name: 'internet',
  title: { fr: 'Accès public à internet', en: 'Public internet access' },
  description: {
    fr: 'Les traces que la loi demande, enfermées : aucun agent ne les lit, et l’identité n’est pas demandée.',
    en: 'The traces that the law asks for, locked away: no staff reads them, and identity is not asked for.',
  },
  functions: {},
  tables: {
    [table]: {
      indexes: { reader: { partition: 'reader', sort: 'sk', projection: 'KEYS_ONLY' } },
      ttl: 'purgeAt',
      pitrDays: 7,
    },
    [keys]: {
      pitrDays: 1,
      keyTable: true,
      notPersonal: {
        fr: 'Une clé pour tout ce qui part d’une commune le même jour ; elle ne nomme personne.',
        en: 'One key for all that leaves of a commune on one day; it names nobody.',
      },
    },
  },
  personalData: [
    {
      table,
      category: { fr: 'Connexions à internet', en: 'Internet sessions' },
      legalBasis: 'GDPR 6(1)(c)',
      retention: 'RET-19',
      sealedBy:
        'a key of the day of its own (InternetKeys), which no role that reads the table has',
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
        { table, actions: ['dynamodb:PutItem'] },
        { table: keys, actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
        ...indexGrants,
      ],
      requires: ['patrons.contact'],
    },
    {
      to: 'sweep',
      entry: 'handlers/sweep.ts',
      grants: [
        { table, actions: sweepsDue },
        { table: keys, actions: ['dynamodb:DeleteItem'] },
      ],
    },
    { to: 'erasure', entry: 'handlers/erase.ts', grants: [findsOfReader] },
    { to: 'export', entry: 'handlers/export.ts', grants: [findsOfReader] },
  ],
  provides: {
    'internet.sessions': {
      title: {
        fr: 'Une connexion, pour répondre à une réquisition',
        en: 'One session, to answer a requisition',
      },
      grants: [
        findsOfReader,
        { table: keys, actions: ['dynamodb:GetItem'] },
        { key: 'vault', actions: ['kms:Decrypt'] },
      ],
    },
  },
});
