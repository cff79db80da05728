import { tableVariable } from '#core/runtime.ts';

/** What a deployed function finds in its environment: enough for any bundle to start, and access to nothing. */
export function lambdaEnvironment(tables: readonly { readonly name: string }[]) {
  return {
    AWS_REGION: 'eu-west-3',
    AWS_ACCESS_KEY_ID: 'nobody',
    AWS_SECRET_ACCESS_KEY: 'nothing',
    VAULT_KEY_ID: 'alias/nothing',
    OUTBOX_TABLES: '[]',
    SUBSCRIPTIONS: '[]',
    CONFIGURATION_SET: 'none',
    ...Object.fromEntries(tables.map(({ name }) => [tableVariable(name), name])),
  };
}
