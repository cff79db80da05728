import * as z from 'zod';
import { definePlugin } from '#core/manifest.ts';
import { Instant, LocalDate, Page, Ref } from '#core/schemas.ts';

const table = 'Snapshots';
const Library = z.string().min(1).max(60);
const Count = z.int().min(0);

const Snapshot = z
  .strictObject({
    library: Library,
    at: Instant,
    openLoanRefs: z.array(Ref).max(5000),
    last: z.boolean(),
    /** How many loans may be settled, when a first answer found them too many. */
    confirm: Count.optional(),
  })
  .meta({ id: 'Snapshot' });

const Reconciliation = z
  .object({ missing: Count, closed: Count, unknown: Count, unknownRefs: z.array(Ref) })
  .meta({ id: 'Reconciliation' });

const SilentLoan = z
  .object({
    loanRef: Ref,
    dueOn: LocalDate.optional(),
    lastNewsAt: z.string().meta({ format: 'date-time' }),
  })
  .meta({ id: 'SilentLoan' });

export const manifest = definePlugin({
  name: 'reconciliation',
  title: { fr: 'Rapprochement des prêts', en: 'Reconciliation of loans' },
  description: {
    fr: 'Les retours qui ne sont jamais arrivés : ce que le SIGB a encore dehors, comparé à ce que nous en savons.',
    en: 'The returns that never arrived: what the library system still has out, against what we know of it.',
  },
  functions: {
    reconcile: {
      entry: 'handlers/reconcile.ts',
      grants: [{ table, actions: ['dynamodb:PutItem', 'dynamodb:Query'] }],
      requires: ['loans.open', 'patrons.contact'],
      scans: {
        fr: 'Comparer une bibliothèque une fois par jour coûte moins que deux écritures de plus par prêt.',
        en: 'To compare a library once a day costs less than two more writes a loan.',
      },
      timeoutSeconds: 29,
      memoryMb: 1024,
    },
  },
  routes: {
    postSnapshot: {
      method: 'POST',
      path: '/v1/reconciliations',
      function: 'reconcile',
      title: {
        fr: 'Dire quels prêts sont encore dehors',
        en: 'Say which loans are still out',
      },
      permission: ['ILS'],
      body: Snapshot,
      repeatable: 'SAME_STATE',
      responses: { 200: Reconciliation },
    },
    listSilentLoans: {
      method: 'GET',
      path: '/v1/reconciliations/silent-loans',
      function: 'reconcile',
      title: {
        fr: 'Prêts dont on n’a plus de nouvelles',
        en: 'Loans of which nothing was heard for long',
      },
      permission: ['ILS', 'MANAGER'],
      query: Page.extend({
        library: Library,
        /** Without news for so many days. */
        days: z.coerce.number().int().min(1).max(3650).default(90),
      }),
      list: true,
      responses: {
        200: z
          .object({ items: z.array(SilentLoan), cursor: z.string().optional() })
          .meta({ id: 'SilentLoanList' }),
      },
    },
  },
  tables: {
    [table]: {
      ttl: 'expiresAt',
      pitrDays: 1,
      notPersonal: {
        fr: 'Empreintes de références de prêts, deux jours au plus ; ni lecteur, ni document.',
        en: 'Hashes of loan references, for two days at most; no reader, no document.',
      },
    },
  },
});
