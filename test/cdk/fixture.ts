import type { Inventory, InventoryFunction, InventoryRoute } from '../../infra/inventory/types.ts';

const text = { fr: 'essai', en: 'trial' };

const lambda = (id: string, rest: Partial<InventoryFunction> = {}): InventoryFunction => ({
  id,
  plugin: id.split('-')[0] ?? id,
  entry: `/functions/${id}.ts`,
  contributions: [],
  requires: [],
  variables: [],
  grants: [],
  timeoutSeconds: 10,
  memoryMb: 512,
  consumes: [],
  receives: [],
  tables: [],
  ...rest,
});

const route = (
  id: string,
  rest: Pick<InventoryRoute, 'path' | 'permission' | 'target' | 'method'>,
): InventoryRoute => ({
  id,
  plugin: 'loans',
  operation: id,
  function: id,
  title: text,
  responses: { 200: null },
  ...rest,
});

/** One of each shape that the real inventory takes, so that every branch is made whatever the plugins do today. */
export const fixture: Inventory = {
  plugins: [],
  personalData: [],
  subscriptions: { 'message.requested': ['delivery-send'], 'campaign.chunk': ['delivery-send'] },
  functions: [
    lambda('loans-read', {
      tables: ['Loans'],
      grants: [
        { table: 'Loans', actions: ['dynamodb:GetItem', 'dynamodb:Query'] },
        { key: 'vault', actions: ['kms:Decrypt'] },
      ],
    }),
    lambda('loans-sweep', {
      tables: ['Loans'],
      grants: [{ table: 'Loans', actions: ['dynamodb:DeleteItem'] }],
    }),
    lambda('governance-relay', {
      composes: 'relay',
      variables: ['OUTBOX_TABLES', 'SUBSCRIPTIONS'],
      tables: ['Loans'],
      grants: [
        { table: 'Loans', actions: ['dynamodb:Query', 'dynamodb:UpdateItem'] },
        { queuesOf: 'subscribers', actions: ['sqs:SendMessage'] },
      ],
    }),
    lambda('delivery-send', {
      tables: ['SubjectKeys'],
      timeoutSeconds: 60,
      consumes: ['message.requested', 'campaign.chunk'],
      grants: [
        { table: 'SubjectKeys', actions: ['dynamodb:Query', 'dynamodb:PutItem'] },
        { send: 'EMAIL', actions: ['ses:SendRawEmail'] },
        { send: 'SMS', actions: ['sns:Publish'] },
      ],
    }),
    lambda('delivery-feedback', { receives: ['provider-feedback', 'inbound-sms'] }),
    lambda('portal-pages'),
    lambda('exchange-intake', { requires: ['clients.gate'] }),
  ],
  routes: [
    route('loans-list', {
      method: 'GET',
      path: '/v1/patrons/{patronRef}/loans',
      permission: ['LIBRARIAN'],
      target: 'loans-read',
    }),
    route('take', {
      method: 'POST',
      path: '/v1/ils-events',
      permission: ['ILS'],
      target: 'exchange-intake',
    }),
    {
      ...route('take-by-client', {
        method: 'POST',
        path: '/clients/v1/ils-events',
        permission: ['ILS'],
        target: 'exchange-intake',
      }),
      byClient: true,
    },
    route('preferences', {
      method: 'GET',
      path: '/p/{token}',
      permission: 'PUBLIC',
      target: 'portal-pages',
    }),
  ],
  schedules: [
    {
      id: 'loans-nightly',
      plugin: 'loans',
      target: 'loans-sweep',
      function: 'sweep',
      cron: '5 0 * * *',
      zone: 'Europe/Paris',
      title: text,
    },
    {
      id: 'governance-relay',
      plugin: 'governance',
      target: 'governance-relay',
      function: 'relay',
      everyMinutes: 1,
      title: text,
    },
  ],
  tables: [
    {
      name: 'Loans',
      plugin: 'loans',
      pitrDays: 7,
      ttl: 'purgeAt',
      outbox: true,
      indexes: {
        byItem: { partition: 'itemPk', sort: 'itemSk', projection: 'ALL' },
        outbox: { partition: 'outbox', sort: 'sk', projection: 'ALL' },
      },
    },
    { name: 'SubjectKeys', plugin: 'rights', pitrDays: 1, keyTable: true },
  ],
};
