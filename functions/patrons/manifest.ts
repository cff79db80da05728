import * as z from 'zod';
import { definePlugin } from '#core/manifest.ts';
import { FieldProblem, Ref } from '#core/schemas.ts';
import { indexGrants, openGrants, sealGrants } from '#core/vault/grants.ts';
import { announcedEvents, newsSchemas } from './domain/news.ts';
import { PatronInput, Source } from './domain/patron.ts';

const readsDirectory = {
  table: 'Directory',
  actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
} as const;

const writesDirectory = {
  table: 'Directory',
  actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
} as const;

/** A record is written beside those of the same person (DAT-07); an import also keeps what it refused. */
const takesIn = {
  table: 'Directory',
  actions: ['dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:BatchWriteItem'],
} as const;

const UpsertAnswer = z.object({
  patronRef: Ref,
  subjectRef: z.string(),
  commune: z.string(),
  warnings: z.array(FieldProblem),
  quarantined: z.boolean(),
});

const NoticeTask = z
  .object({
    commune: z.string(),
    dueOn: z.string(),
    count: z.int(),
    filed: z.int(),
    isOverdue: z.boolean(),
  })
  .meta({ id: 'NoticeTask' });
const QualityReport = z
  .object({
    commune: z.string(),
    /** Readers to whom nothing is sent until somebody has looked. */
    quarantined: z.int(),
    /** Rows refused in the last 31 days and not corrected since. */
    rejected: z.int(),
    /** Problem → how many readers and refused rows have it. */
    counts: z.record(z.string(), z.int()),
  })
  .meta({ id: 'QualityReport' });

const ImportOutcome = z.object({
  row: z.int(),
  status: z.enum(['ACCEPTED', 'QUARANTINED', 'REJECTED']),
  errors: z.array(FieldProblem),
});

export const manifest = definePlugin({
  name: 'patrons',
  title: { fr: 'Lecteurs', en: 'Patrons' },
  description: {
    fr: 'Ce que le réseau sait d’un lecteur : la liste fermée des données, ses contacts, son représentant.',
    en: 'What the network knows of a reader: the closed list of data, contacts, guardian.',
  },
  functions: {
    read: {
      entry: 'handlers/read.ts',
      grants: [
        {
          table: 'Directory',
          actions: [
            'dynamodb:GetItem',
            'dynamodb:PutItem',
            'dynamodb:BatchGetItem',
            'dynamodb:Query',
          ],
        },
        ...openGrants,
        ...indexGrants,
      ],
      requires: ['loans.activity', 'rights.pending', 'debts.balance'],
    },
    write: {
      entry: 'handlers/write.ts',
      grants: [writesDirectory, takesIn, ...sealGrants, ...indexGrants],
      requires: ['consent.notices'],
      timeoutSeconds: 29,
    },
    file: {
      entry: 'handlers/file-notices.ts',
      grants: [
        {
          table: 'Directory',
          actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        },
        ...sealGrants,
        ...indexGrants,
      ],
      timeoutSeconds: 300,
    },
    told: {
      entry: 'handlers/told.ts',
      grants: [writesDirectory, ...sealGrants, ...indexGrants],
    },
    birthday: {
      entry: 'handlers/birthday.ts',
      grants: [
        {
          table: 'Directory',
          actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        },
        ...sealGrants,
        ...indexGrants,
      ],
      timeoutSeconds: 300,
    },
  },
  schedules: {
    birthday: {
      function: 'birthday',
      cron: '5 0 * * *',
      zone: 'Europe/Paris',
      title: {
        fr: 'À quinze ans, le dire ; à dix-huit, détacher les parents et ne garder que l’année de naissance',
        en: 'At fifteen, say so; at eighteen, detach the parents and keep the year of birth only',
      },
    },
    notices: {
      function: 'file',
      cron: '0 6 * * *',
      zone: 'Europe/Paris',
      title: {
        fr: 'Informer les personnes dont les données viennent d’ailleurs',
        en: 'Tell the persons whose data came from elsewhere',
      },
    },
  },
  consumes: [{ type: 'notice.told', function: 'told' }],
  routes: {
    getPatron: {
      method: 'GET',
      path: '/v1/patrons/{patronRef}',
      function: 'read',
      title: { fr: 'Lire un lecteur', en: 'Read a patron' },
      permission: ['ILS', 'DESK', 'MANAGER', 'PATRON', 'GUARDIAN'],
      parameters: z.object({ patronRef: Ref }),
      responses: { 200: z.looseObject({ patronRef: Ref }).meta({ id: 'Patron' }) },
    },
    listNoticeTasks: {
      method: 'GET',
      path: '/v1/notice-tasks',
      function: 'read',
      title: {
        fr: 'Voir combien de personnes restent à informer (GOV-14)',
        en: 'See how many persons are still to be told (GOV-14)',
      },
      permission: ['DPO', 'MANAGER'],
      list: true,
      responses: { 200: z.object({ items: z.array(NoticeTask), cursor: z.string().optional() }) },
    },
    putPatron: {
      method: 'PUT',
      path: '/v1/patrons/{patronRef}',
      function: 'write',
      title: { fr: 'Inscrire ou mettre à jour un lecteur', en: 'Register or update a patron' },
      permission: ['ILS', 'DESK'],
      parameters: z.object({ patronRef: Ref }),
      body: PatronInput,
      responses: { 200: UpsertAnswer, 201: UpsertAnswer },
    },
    readQuality: {
      method: 'GET',
      path: '/v1/imports/quality',
      function: 'read',
      title: {
        fr: 'Compter ce qui est à corriger avant tout envoi',
        en: 'Count what is to be corrected before anything is sent',
      },
      permission: ['ILS', 'MANAGER', 'ADMIN', 'DPO'],
      query: z.strictObject({ commune: z.string().max(60) }),
      responses: { 200: QualityReport },
    },
    importPatrons: {
      method: 'POST',
      path: '/v1/imports',
      function: 'write',
      title: { fr: 'Importer des lecteurs', en: 'Import patrons' },
      permission: ['ILS', 'ADMIN'],
      body: z
        .strictObject({
          source: Source,
          commune: z.string().max(60),
          rows: z.array(z.unknown()).max(500).describe('PatronInput with its patronRef'),
        })
        .meta({ id: 'PatronImport' }),
      perItem: true,
      repeatable: 'SAME_STATE',
      responses: { 200: z.object({ outcomes: z.array(ImportOutcome) }) },
    },
  },
  tables: {
    Directory: {
      indexes: {
        mobile: { partition: 'mobile', sort: 'sk', projection: 'ALL' },
        majority: { partition: 'majority', sort: 'majorityOn', projection: 'KEYS_ONLY' },
        fifteen: { partition: 'fifteen', sort: 'fifteenOn', projection: 'KEYS_ONLY' },
        untold: { partition: 'untold', sort: 'tellBy', projection: 'ALL' },
        watch: { partition: 'watch', sort: 'lookOn', projection: 'KEYS_ONLY' },
        guardian: { partition: 'guardian', sort: 'sk', projection: 'KEYS_ONLY' },
        person: { partition: 'person', sort: 'sk', projection: 'KEYS_ONLY' },
        problemsOf: { partition: 'problemsOf', sort: 'sk', projection: 'KEYS_ONLY' },
        rejectedIn: { partition: 'rejectedIn', sort: 'sk', projection: 'ALL' },
      },
      ttl: 'ttl',
      pitrDays: 7,
      outbox: true,
    },
  },
  personalData: [
    {
      table: 'Directory',
      category: { fr: 'Identité et contacts', en: 'Identity and contacts' },
      legalBasis: 'GDPR 6(1)(e)',
      retention: 'RET-09',
      sealedBy: 'contact',
      erasure: 'handlers/erase.ts',
      export: 'handlers/export.ts',
    },
  ],
  emits: announcedEvents,
  contributes: [
    {
      to: 'intake',
      entry: 'handlers/intake.ts',
      types: Object.keys(newsSchemas),
      grants: [writesDirectory, ...sealGrants, ...indexGrants],
    },
    {
      to: 'erasure',
      entry: 'handlers/erase.ts',
      grants: [
        {
          table: 'Directory',
          actions: [
            'dynamodb:GetItem',
            'dynamodb:PutItem',
            'dynamodb:BatchGetItem',
            'dynamodb:Query',
            'dynamodb:BatchWriteItem',
          ],
        },
        ...indexGrants,
        ...openGrants,
      ],
      requires: ['loans.activity'],
    },
    { to: 'export', entry: 'handlers/export.ts', grants: [readsDirectory, ...openGrants] },
  ],
  provides: {
    'patrons.contact': {
      title: {
        fr: 'Qui est ce lecteur et comment le joindre',
        en: 'Who a reader is and how to reach them',
      },
      grants: [readsDirectory, ...openGrants, ...indexGrants],
    },
    'patrons.clock': {
      title: {
        fr: 'Les lecteurs dont le jour est venu, et leur prochain jour',
        en: 'The readers whose day has come, and their next one',
      },
      grants: [
        { table: 'Directory', actions: ['dynamodb:Query', 'dynamodb:PutItem'] },
        ...sealGrants,
        ...indexGrants,
      ],
    },
    'patrons.channels': {
      title: {
        fr: 'Noter qu’un contact ne fonctionne pas',
        en: 'Note that a contact does not work',
      },
      grants: [{ table: 'Directory', actions: ['dynamodb:UpdateItem'] }],
    },
  },
});
