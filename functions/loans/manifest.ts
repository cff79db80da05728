import * as z from 'zod';
import { recordsAccess, sweepsDue } from '#core/due-grants.ts';
import { definePlugin } from '#core/manifest.ts';
import { LocalDate, Ref } from '#core/schemas.ts';
import { indexGrants, openGrants, sealGrants } from '#core/vault/grants.ts';
import { eventSchemas } from './domain/events.ts';

const When = z.string().meta({ format: 'date-time' });

const Loan = z
  .object({
    loanRef: Ref,
    itemRef: Ref.optional(),
    title: z.string().optional(),
    author: z.string().optional(),
    loanedAt: When,
    dueOn: LocalDate.optional(),
    returnedAt: When.optional(),
    visibleUntil: When.optional(),
    purgeAt: When.optional(),
    state: z.enum(['OPEN', 'RETURNED']),
  })
  .meta({ id: 'Loan' });

const LoanList = z
  .object({ items: z.array(Loan), cursor: z.string().optional() })
  .meta({ id: 'LoanList' });

const Work = z
  .union([
    z.strictObject({ itemRef: Ref }),
    z.strictObject({ title: z.string().trim().min(1).max(500) }),
  ])
  .meta({ id: 'Work' });

const HasBorrowed = z
  .object({ borrowed: z.boolean(), on: LocalDate.optional() })
  .meta({ id: 'HasBorrowed' });

const Borrowers = z
  .object({ items: z.array(z.object({ patronRef: Ref, returnedAt: When })).max(3) })
  .meta({ id: 'Borrowers' });

const applies = {
  table: 'Loans',
  actions: [
    'dynamodb:GetItem',
    'dynamodb:BatchGetItem',
    'dynamodb:PutItem',
    'dynamodb:BatchWriteItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
  ],
} as const;
const appliesPeriods = {
  table: 'PeriodKeys',
  actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
} as const;
const reads = {
  table: 'Loans',
  actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
} as const;
const records = { table: 'Loans', actions: recordsAccess } as const;
const forgets = {
  table: 'Loans',
  actions: [
    'dynamodb:GetItem',
    'dynamodb:BatchGetItem',
    'dynamodb:BatchWriteItem',
    'dynamodb:UpdateItem',
  ],
} as const;
const readsPeriods = {
  table: 'PeriodKeys',
  actions: ['dynamodb:GetItem', 'dynamodb:Query'],
} as const;

export const manifest = definePlugin({
  name: 'loans',
  title: { fr: 'Prêts et réservations', en: 'Loans and holds' },
  description: {
    fr: 'Qui a quoi, le temps qu’il faut : prêts, réservations, derniers emprunteurs, liste de lectures.',
    en: 'Who has what, for as long as needed: loans, holds, last borrowers, reading list.',
  },
  functions: {
    read: {
      entry: 'handlers/read.ts',
      composes: 'reading',
      grants: [reads, records, readsPeriods, ...openGrants],
      requires: ['patrons.contact'],
      timeoutSeconds: 29,
      memoryMb: 1024,
    },
  },
  routes: {
    listLoans: {
      method: 'GET',
      path: '/v1/patrons/{patronRef}/loans',
      function: 'read',
      title: { fr: 'Lire les prêts d’un lecteur', en: 'Read the loans of a reader' },
      permission: ['ILS', 'DESK', 'MANAGER', 'REGISSEUR', 'PATRON', 'GUARDIAN'],
      parameters: z.strictObject({ patronRef: Ref }),
      list: true,
      responses: { 200: LoanList },
    },
    readingList: {
      method: 'GET',
      path: '/v1/patrons/{patronRef}/reading-list',
      function: 'read',
      title: { fr: 'Imprimer une liste de lectures', en: 'Print a reading list' },
      permission: ['DESK', 'PATRON', 'GUARDIAN'],
      parameters: z.strictObject({ patronRef: Ref }),
      responses: { 200: LoanList },
      produces: ['application/json', 'text/csv', 'text/html'],
    },
    hasBorrowed: {
      method: 'POST',
      path: '/v1/patrons/{patronRef}/has-borrowed',
      function: 'read',
      title: {
        fr: 'Dire à un lecteur s’il a déjà emprunté un document',
        en: 'Tell a reader whether they have borrowed something',
      },
      permission: ['DESK', 'PATRON', 'GUARDIAN'],
      parameters: z.strictObject({ patronRef: Ref }),
      // A body, not a query: an address is logged, and would say who asks after what.
      body: Work,
      repeatable: 'READS_ONLY',
      responses: { 200: HasBorrowed },
    },
    listBorrowers: {
      method: 'GET',
      path: '/v1/items/{itemRef}/borrowers',
      function: 'read',
      title: { fr: 'Derniers emprunteurs d’un document', en: 'Last borrowers of an item' },
      permission: ['DESK', 'MANAGER'],
      parameters: z.strictObject({ itemRef: Ref }),
      list: true,
      responses: { 200: Borrowers },
    },
  },
  tables: {
    Loans: {
      ttl: 'purgeAt',
      pitrDays: 7,
    },
    PeriodKeys: {
      pitrDays: 1,
      keyTable: true,
      notPersonal: {
        fr: 'Clés de mois communes à tous les prêts d’une commune ; elles ne nomment personne.',
        en: 'Keys of months shared by all loans of a commune; they name nobody.',
      },
    },
  },
  personalData: [
    {
      table: 'Loans',
      category: { fr: 'Prêts rendus', en: 'Returned loans' },
      legalBasis: 'GDPR 6(1)(e)',
      retention: 'RET-01',
      sealedBy: 'loans',
      erasure: 'handlers/erase-returned.ts',
      export: 'handlers/export.ts',
    },
    {
      table: 'Loans',
      category: { fr: 'Réservations', en: 'Holds' },
      legalBasis: 'GDPR 6(1)(e)',
      retention: 'RET-07',
      sealedBy: 'loans',
      erasure: 'handlers/erase-holds.ts',
      export: 'handlers/export.ts',
    },
    {
      table: 'Loans',
      category: {
        fr: 'Prêts en cours, date du dernier retour',
        en: 'Open loans, date of the last return',
      },
      legalBasis: 'GDPR 6(1)(e)',
      retention: 'RET-06',
      sealedBy: 'loans',
      erasure: 'handlers/erase-open.ts',
      export: 'handlers/export.ts',
    },
  ],
  contributes: [
    {
      to: 'intake',
      entry: 'handlers/intake.ts',
      types: Object.keys(eventSchemas),
      grants: [applies, appliesPeriods, ...sealGrants, ...indexGrants],
      requires: ['patrons.contact'],
    },
    {
      to: 'sweep',
      entry: 'handlers/sweep.ts',
      grants: [
        { table: 'Loans', actions: sweepsDue },
        { table: 'PeriodKeys', actions: ['dynamodb:DeleteItem'] },
      ],
    },
    // In this order: the reader's state, which leads to all of them, goes last.
    ...['handlers/erase-returned.ts', 'handlers/erase-holds.ts', 'handlers/erase-open.ts'].map(
      (entry) => ({
        to: 'erasure' as const,
        entry,
        grants: [forgets, readsPeriods, { key: 'vault', actions: ['kms:Decrypt'] }] as const,
      }),
    ),
    { to: 'export', entry: 'handlers/export.ts', grants: [reads, readsPeriods, ...openGrants] },
  ],
  provides: {
    'loans.open': {
      title: {
        fr: 'Ce qui est dehors, par bibliothèque, et le tenir pour rendu',
        en: 'What is out, by library, and take it for returned',
      },
      grants: [
        applies,
        { table: 'Loans', actions: ['dynamodb:Scan'] },
        appliesPeriods,
        ...sealGrants,
        ...indexGrants,
      ],
    },
    'loans.acts': {
      title: {
        fr: 'Ce que font les bibliothèques, à compter avant d’oublier',
        en: 'What libraries do, to be counted before it is forgotten',
      },
      grants: [{ table: 'Loans', actions: ['dynamodb:Scan'] }],
    },
    'loans.activity': {
      title: {
        fr: 'Quand un lecteur a emprunté pour la dernière fois',
        en: 'When a reader last borrowed',
      },
      grants: [{ table: 'Loans', actions: ['dynamodb:BatchGetItem'] }],
    },
    'loans.find': {
      title: { fr: 'Un prêt, par sa référence', en: 'One loan, by its ref' },
      grants: [
        { table: 'Loans', actions: ['dynamodb:BatchGetItem'] },
        { table: 'PeriodKeys', actions: ['dynamodb:GetItem'] },
        ...openGrants,
        ...indexGrants,
      ],
    },
    'loans.returned': {
      title: {
        fr: 'Ce qu’un lecteur a rendu et qui sera bientôt oublié',
        en: 'What a reader returned and is soon forgotten',
      },
      grants: [{ table: 'Loans', actions: ['dynamodb:BatchGetItem'] }, readsPeriods, ...openGrants],
    },
  },
});
