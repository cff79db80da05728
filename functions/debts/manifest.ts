import * as z from 'zod';
import { recordsAccess, sweepsDue } from '#core/due-grants.ts';
import { definePlugin } from '#core/manifest.ts';
import { LocalDate, Page, Ref } from '#core/schemas.ts';
import { indexGrants, openGrants, sealGrants } from '#core/vault/grants.ts';
import { eventSchemas } from './domain/events.ts';
import { Title } from './domain/title.ts';

const Debt = z
  .object({
    debtRef: Ref,
    patronRef: Ref,
    amountCents: z.int(),
    openedOn: LocalDate,
    titleRef: Ref.optional(),
  })
  .meta({ id: 'Debt' });

const Filter = Page.extend({ commune: z.string().max(60).optional() });
const listOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), cursor: z.string().optional() });

const findsDebts = {
  table: 'Debts',
  actions: ['dynamodb:Query', 'dynamodb:BatchGetItem'],
} as const;
const findsTitles = {
  table: 'Titles',
  actions: ['dynamodb:Query', 'dynamodb:BatchGetItem'],
} as const;
const opensTitles = [
  { table: 'TitleKeys', actions: ['dynamodb:GetItem'] },
  { key: 'vault', actions: ['kms:Decrypt'] },
] as const;

export const manifest = definePlugin({
  name: 'debts',
  title: { fr: 'Dettes et titres de recettes', en: 'Debts and debt titles' },
  description: {
    fr: 'Ce que doit un lecteur, sans dire pour quoi ; les titres de recettes, dix ans, pour le régisseur seul.',
    en: 'What a reader owes, without saying for what; debt titles, ten years, for the treasurer alone.',
  },
  functions: {
    read: {
      entry: 'handlers/read.ts',
      grants: [findsDebts, { table: 'Debts', actions: recordsAccess }, ...openGrants],
    },
    // RET-22: the intermediate archive opens to a role of its own.
    titles: {
      entry: 'handlers/titles.ts',
      grants: [
        { table: 'Titles', actions: ['dynamodb:Query', ...recordsAccess] },
        ...opensTitles,
        ...indexGrants,
      ],
    },
  },
  routes: {
    listDebts: {
      method: 'GET',
      path: '/v1/debts',
      function: 'read',
      title: { fr: 'Lire les dettes d’une commune', en: 'Read the debts of a commune' },
      permission: ['REGISSEUR', 'MANAGER'],
      query: Filter,
      list: true,
      responses: { 200: listOf(Debt).meta({ id: 'DebtList' }) },
    },
    listTitles: {
      method: 'GET',
      path: '/v1/titles',
      function: 'titles',
      title: { fr: 'Lire les titres de recettes', en: 'Read the debt titles' },
      permission: ['REGISSEUR'],
      query: Filter,
      list: true,
      responses: { 200: listOf(Title).meta({ id: 'DebtTitleList' }) },
    },
    getTitle: {
      method: 'GET',
      path: '/v1/titles/{titleRef}',
      function: 'titles',
      title: {
        fr: 'Lire un titre, tel que le Trésor le reçoit',
        en: 'Read a title, as the Trésor receives it',
      },
      permission: ['REGISSEUR'],
      parameters: z.strictObject({ titleRef: Ref }),
      responses: { 200: Title },
    },
  },
  tables: {
    Debts: {
      indexes: {
        reader: { partition: 'reader', sort: 'sk', projection: 'KEYS_ONLY' },
        owing: { partition: 'owing', sort: 'owingSince', projection: 'KEYS_ONLY' },
      },
      ttl: 'purgeAt',
      pitrDays: 7,
    },
    Titles: {
      indexes: { reader: { partition: 'reader', sort: 'sk', projection: 'KEYS_ONLY' } },
      ttl: 'purgeAt',
      pitrDays: 35,
    },
    TitleKeys: {
      pitrDays: 7,
      keyTable: true,
      notPersonal: {
        fr: 'Une clé pour tous les titres d’une commune qui partent ensemble ; elle ne nomme personne.',
        en: 'One key for all titles of a commune that leave together; it names nobody.',
      },
    },
  },
  personalData: [
    {
      table: 'Debts',
      category: { fr: 'Dettes en cours (montants)', en: 'Open debts (amounts)' },
      legalBasis: 'GDPR 6(1)(e)',
      retention: 'RET-11',
      sealedBy: 'contact',
      erasure: 'handlers/erase-debts.ts',
      export: 'handlers/export.ts',
    },
    {
      table: 'Titles',
      category: { fr: 'Titres de recettes', en: 'Debt titles' },
      legalBasis: 'GDPR 6(1)(c)',
      retention: 'RET-14',
      sealedBy: 'a key of the period of its own (TitleKeys): it outlives the reader’s',
      erasure: 'handlers/erase-titles.ts',
      export: 'handlers/export.ts',
    },
  ],
  contributes: [
    {
      to: 'intake',
      entry: 'handlers/intake.ts',
      types: Object.keys(eventSchemas),
      grants: [
        { table: 'Debts', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
        { table: 'Titles', actions: ['dynamodb:PutItem'] },
        { table: 'TitleKeys', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
        ...sealGrants,
        ...indexGrants,
      ],
      requires: ['patrons.contact'],
    },
    {
      to: 'sweep',
      entry: 'handlers/sweep.ts',
      grants: [
        { table: 'Debts', actions: sweepsDue },
        { table: 'Titles', actions: sweepsDue },
        { table: 'TitleKeys', actions: ['dynamodb:DeleteItem'] },
      ],
    },
    {
      to: 'erasure',
      entry: 'handlers/erase-debts.ts',
      grants: [findsDebts, { table: 'Debts', actions: ['dynamodb:BatchWriteItem'] }],
    },
    { to: 'erasure', entry: 'handlers/erase-titles.ts', grants: [findsTitles] },
    {
      to: 'export',
      entry: 'handlers/export.ts',
      grants: [findsDebts, findsTitles, ...opensTitles, ...openGrants],
    },
  ],
  provides: {
    'debts.blockers': {
      title: {
        fr: 'Depuis quand ce que doit un lecteur retient son effacement',
        en: 'Since when what a reader owes holds their erasure back',
      },
      grants: [findsDebts],
    },
  },
});
