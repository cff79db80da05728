import * as z from 'zod';
import { countsWhatGoes } from '#core/due-grants.ts';
import { definePlugin } from '#core/manifest.ts';
import { LocalDate, Page, Ref } from '#core/schemas.ts';
import { openGrants, sealGrants } from '#core/vault/grants.ts';

const When = z.string().meta({ format: 'date-time' });
const Line = z.string().trim().min(1).max(500);
const HoldPath = z.strictObject({
  holdId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$/u),
});
const Subject = z.strictObject({ patronRef: Ref, loanRef: Ref });

/** RET-06: who, why and when it is looked at again; all three, or it is no hold. */
const HoldInput = z
  .strictObject({ subject: Subject, reason: Line, reviewOn: LocalDate, author: Line })
  .meta({ id: 'LitigationHoldInput' });

const HoldDates = z.object({
  holdId: z.string(),
  commune: z.string(),
  state: z.enum(['OPEN', 'CLOSED']),
  openedOn: LocalDate,
  reviewOn: LocalDate,
  overdue: z.boolean(),
  closedOn: LocalDate.optional(),
  purgeAt: When.optional(),
});
const Hold = HoldDates.extend({
  subject: Subject,
  reason: z.string(),
  author: z.string(),
}).meta({ id: 'LitigationHold' });

/** The DPO sees the dates alone. */
const HoldListed = Hold.partial({ subject: true, reason: true, author: true }).meta({
  id: 'LitigationHoldListed',
});

const HoldWithLoan = Hold.extend({
  loan: z.object({
    library: z.string(),
    itemRef: Ref.optional(),
    title: z.string().optional(),
    author: z.string().optional(),
    loanedAt: When,
    returnedAt: When.optional(),
  }),
}).meta({ id: 'LitigationHoldWithLoan' });

const keepers = ['MANAGER', 'REGISSEUR'] as const;

export const manifest = definePlugin({
  name: 'disputes',
  title: { fr: 'Prêts contestés', en: 'Disputed loans' },
  description: {
    fr: 'Met à part un prêt contesté, le temps du litige, dans une base à laquelle l’accueil n’a pas accès.',
    en: 'Sets a disputed loan apart for as long as the dispute lasts, in a store that the desk cannot open.',
  },
  functions: {
    holds: {
      entry: 'handlers/holds.ts',
      grants: [
        {
          table: 'Disputes',
          actions: ['dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
        },
        ...sealGrants,
      ],
      requires: ['loans.find', 'patrons.contact'],
    },
  },
  routes: {
    putHold: {
      method: 'PUT',
      path: '/v1/litigation-holds/{holdId}',
      function: 'holds',
      title: {
        fr: 'Conserver un prêt contesté, ou réexaminer pourquoi',
        en: 'Hold a disputed loan, or review why',
      },
      permission: keepers,
      parameters: HoldPath,
      body: HoldInput,
      responses: { 200: Hold, 201: Hold },
    },
    closeHold: {
      method: 'POST',
      path: '/v1/litigation-holds/{holdId}/close',
      function: 'holds',
      title: { fr: 'Clore un litige', en: 'Close a dispute' },
      permission: keepers,
      parameters: HoldPath,
      body: z.strictObject({ on: LocalDate }).meta({ id: 'LitigationHoldEnd' }),
      repeatable: 'SAME_STATE',
      responses: { 200: Hold },
    },
    listHolds: {
      method: 'GET',
      path: '/v1/litigation-holds',
      function: 'holds',
      title: {
        fr: 'Lire les litiges, dont ceux à réexaminer',
        en: 'List disputes, and those whose review is overdue',
      },
      permission: [...keepers, 'DPO'],
      query: Page.extend({
        commune: z.string().max(60).optional(),
        overdue: z.enum(['true', 'false']).optional(),
      }),
      list: true,
      responses: { 200: z.object({ items: z.array(HoldListed), cursor: z.string().optional() }) },
    },
    readHold: {
      method: 'GET',
      path: '/v1/litigation-holds/{holdId}',
      function: 'holds',
      title: { fr: 'Lire un prêt contesté', en: 'Read a disputed loan' },
      // Only `keepers` get an answer. The others come this far so that their attempt is on record (RET-22).
      permission: [...keepers, 'DESK', 'LIBRARIAN', 'DPO'],
      parameters: HoldPath,
      responses: { 200: HoldWithLoan },
    },
  },
  tables: { Disputes: { ttl: 'purgeAt', pitrDays: 7 } },
  personalData: [
    {
      table: 'Disputes',
      category: { fr: 'Prêts contestés', en: 'Disputed loans' },
      legalBasis: 'GDPR 6(1)(e), 17(3)(e)',
      retention: 'RET-06',
      sealedBy: 'dispute',
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
          table: 'Disputes',
          actions: [...countsWhatGoes, 'dynamodb:PutItem'],
        },
        ...sealGrants,
      ],
      requires: ['loans.find'],
    },
    {
      to: 'erasure',
      entry: 'handlers/erase.ts',
      grants: [
        {
          table: 'Disputes',
          actions: ['dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:BatchWriteItem'],
        },
        ...openGrants,
      ],
    },
    {
      to: 'export',
      entry: 'handlers/export.ts',
      grants: [
        { table: 'Disputes', actions: ['dynamodb:BatchGetItem', 'dynamodb:Query'] },
        ...openGrants,
      ],
    },
  ],
  provides: {
    'disputes.blockers': {
      title: {
        fr: 'Depuis quand un litige retient l’effacement d’un lecteur',
        en: 'Since when a dispute holds the erasure of a reader back',
      },
      grants: [{ table: 'Disputes', actions: ['dynamodb:BatchGetItem', 'dynamodb:Query'] }],
    },
  },
});
