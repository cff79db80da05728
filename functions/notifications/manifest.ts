import * as z from 'zod';
import { definePlugin } from '#core/manifest.ts';
import { indexGrants, openGrants, sealGrants } from '#core/vault/grants.ts';
import { announcements } from './domain/announcements.ts';
import {
  NotificationInput,
  NotificationPath,
  NotificationView,
  OutcomeInput,
  TaskPath,
  TaskView,
  WorklistPath,
} from './api/schemas.ts';

const moves = {
  table: 'Notifications',
  actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
} as const;
const clerks = ['DESK', 'LIBRARIAN', 'MANAGER'] as const;

export const manifest = definePlugin({
  name: 'notifications',
  title: { fr: 'Avis aux lecteurs', en: 'Notices to readers' },
  description: {
    fr: 'Relances, réservations, fermetures : par quel moyen, dans quel ordre, à quelle heure ; les lettres et les appels à faire.',
    en: 'Overdue, holds, closures: by which channel, in which order, at which hour; letters to print and calls to make.',
  },
  functions: {
    request: {
      entry: 'handlers/request.ts',
      grants: [moves, ...sealGrants, ...indexGrants],
      requires: ['patrons.contact', 'exchange.idempotency'],
    },
    worklist: {
      entry: 'handlers/worklist.ts',
      grants: [
        {
          table: 'Notifications',
          actions: [...moves.actions, 'dynamodb:Query', 'dynamodb:UpdateItem'],
        },
        ...openGrants,
      ],
      requires: ['consent.gate', 'governance.signoffs', 'patrons.contact', 'exchange.idempotency'],
    },
    settle: {
      entry: 'handlers/settle.ts',
      grants: [moves],
      requires: ['consent.gate', 'governance.signoffs', 'patrons.contact'],
    },
    announce: {
      entry: 'handlers/announce.ts',
      grants: [moves, ...sealGrants, ...indexGrants],
    },
    resume: {
      entry: 'handlers/resume.ts',
      grants: [{ table: 'Notifications', actions: [...moves.actions, 'dynamodb:Query'] }],
      requires: ['consent.gate', 'governance.signoffs', 'patrons.contact'],
      timeoutSeconds: 60,
    },
  },
  routes: {
    postNotification: {
      method: 'POST',
      path: '/v1/notifications',
      function: 'request',
      title: { fr: 'Demander un message', en: 'Ask for a message' },
      permission: ['ILS', 'DESK', 'MANAGER'],
      body: NotificationInput,
      idempotencyKey: true,
      responses: { 202: z.object({ notificationId: z.string() }) },
    },
    getNotification: {
      method: 'GET',
      path: '/v1/notifications/{id}',
      function: 'request',
      title: { fr: 'Suivre un message', en: 'Follow a message' },
      permission: ['ILS', 'DESK', 'MANAGER', 'DPO'],
      parameters: NotificationPath,
      responses: { 200: NotificationView },
    },
    postNextTask: {
      method: 'POST',
      path: '/v1/worklists/{list}/next',
      function: 'worklist',
      title: { fr: 'Prendre la tâche suivante', en: 'Take the next task' },
      permission: clerks,
      parameters: WorklistPath,
      // Asked again before its outcome, the list gives the same task: nothing about a person is kept to repeat.
      repeatable: 'SAME_STATE',
      responses: { 200: TaskView, 204: null },
    },
    postTaskOutcome: {
      method: 'POST',
      path: '/v1/worklists/{list}/{taskId}/outcome',
      function: 'worklist',
      title: { fr: 'Dire ce qu’est devenue une tâche', en: 'Say what became of a task' },
      permission: clerks,
      parameters: TaskPath,
      body: OutcomeInput,
      idempotencyKey: true,
      responses: { 204: null },
    },
    getWorklistCount: {
      method: 'GET',
      path: '/v1/worklists/{list}/count',
      function: 'worklist',
      title: { fr: 'Compter les tâches en attente', en: 'Count the tasks that wait' },
      permission: [...clerks, 'STATS'],
      parameters: WorklistPath,
      query: z.strictObject({ commune: z.string().max(40).optional() }),
      responses: { 200: z.object({ count: z.int() }) },
    },
  },
  schedules: {
    resume: {
      function: 'resume',
      everyMinutes: 1,
      title: {
        fr: 'Reprendre les messages dont l’heure est venue',
        en: 'Resume messages whose hour has come',
      },
    },
  },
  emits: ['message.requested', 'notice.told'],
  consumes: [
    { type: 'message.settled', function: 'settle' },
    ...Object.keys(announcements).map((type) => ({ type, function: 'announce' })),
  ],
  tables: {
    Notifications: {
      indexes: {
        due: { partition: 'due', sort: 'dueAt', projection: 'ALL' },
        worklist: { partition: 'worklist', sort: 'queuedAt', projection: 'ALL' },
      },
      ttl: 'purgeAt',
      pitrDays: 7,
      outbox: true,
    },
  },
  personalData: [
    {
      table: 'Notifications',
      category: {
        fr: 'Messages demandés et leur suite',
        en: 'Messages asked for and what became of them',
      },
      legalBasis: 'GDPR 6(1)(e)',
      retention: 'RET-16',
      sealedBy: 'contact, until the message was said',
      erasure: 'handlers/erase.ts',
      export: 'handlers/export.ts',
    },
  ],
  contributes: [
    {
      to: 'erasure',
      entry: 'handlers/erase.ts',
      grants: [{ table: 'Notifications', actions: ['dynamodb:Query', 'dynamodb:BatchWriteItem'] }],
    },
    {
      to: 'export',
      entry: 'handlers/export.ts',
      grants: [{ table: 'Notifications', actions: ['dynamodb:Query'] }],
    },
  ],
  provides: {
    'notifications.request': {
      title: { fr: 'Demander un message et le suivre', en: 'Ask for a message and follow it' },
      grants: [moves, ...sealGrants, ...indexGrants],
    },
    'notifications.content': {
      title: { fr: 'Ce qu’un message doit dire', en: 'What a message is to say' },
      grants: [{ table: 'Notifications', actions: ['dynamodb:GetItem'] }, ...openGrants],
    },
  },
});
