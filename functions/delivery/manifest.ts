import { definePlugin } from '#core/manifest.ts';

export const manifest = definePlugin({
  name: 'delivery',
  title: { fr: 'Envoi des messages', en: 'Sending of messages' },
  description: {
    fr: 'La seule fonction qui envoie : elle interroge la porte juste avant, envoie une fois, note ce qui est arrivé et écoute les réponses.',
    en: 'The only function that sends: it asks the gate just before, sends once, notes what became of it and listens to replies.',
  },
  functions: {
    send: {
      entry: 'handlers/send.ts',
      grants: [
        { table: 'Messages', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
        { send: 'EMAIL', actions: ['ses:SendRawEmail'] },
        { send: 'SMS', actions: ['sns:Publish'] },
      ],
      requires: [
        'consent.gate',
        'governance.signoffs',
        'preferences.links',
        'notifications.content',
        'patrons.contact',
      ],
      timeoutSeconds: 30,
      memoryMb: 1024,
    },
    feedback: {
      entry: 'handlers/feedback.ts',
      grants: [
        { table: 'Messages', actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'] },
      ],
      requires: ['consent.objections', 'consent.stop', 'patrons.contact', 'patrons.channels'],
      timeoutSeconds: 30,
    },
  },
  emits: ['message.settled'],
  consumes: [{ type: 'message.requested', function: 'send' }],
  receives: [
    { topic: 'provider-feedback', function: 'feedback' },
    { topic: 'inbound-sms', function: 'feedback' },
  ],
  tables: {
    Messages: {
      indexes: { provider: { partition: 'providerId', sort: 'sk', projection: 'KEYS_ONLY' } },
      ttl: 'purgeAt',
      pitrDays: 7,
      outbox: true,
    },
  },
  personalData: [
    {
      table: 'Messages',
      category: {
        fr: 'Journal des messages, sans leur texte',
        en: 'Log of messages, without their text',
      },
      legalBasis: 'GDPR 5(2), 6(1)(e)',
      retention: 'RET-16',
      sealedBy: 'none: opaque ids and codes, no contact and no content',
      erasure: 'handlers/erase.ts',
      export: 'handlers/export.ts',
    },
  ],
  contributes: [
    {
      to: 'erasure',
      entry: 'handlers/erase.ts',
      grants: [{ table: 'Messages', actions: ['dynamodb:Query', 'dynamodb:BatchWriteItem'] }],
    },
    {
      to: 'export',
      entry: 'handlers/export.ts',
      grants: [{ table: 'Messages', actions: ['dynamodb:Query'] }],
    },
  ],
});
