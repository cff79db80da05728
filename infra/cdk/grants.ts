import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Grant } from '#core/manifest.ts';
import type { Network } from '#core/network.ts';
import { senderAddress } from './naming.ts';

/** The physical things that grants name. */
export interface Targets {
  readonly network: Network;
  readonly tables: ReadonlyMap<
    string,
    { readonly arn: string; readonly indexes: readonly string[] }
  >;
  readonly vaultKeyArn: string;
  readonly subscriberQueueArns: readonly string[];
  readonly identityArn: string;
  readonly configurationSetArn: string;
}

type Of<K extends PropertyKey> = Extract<Grant, Record<K, unknown>>;

/** The statements of one grant: its literal actions, on the one thing that it names. */
export function statementsOf(grant: Grant, targets: Targets): readonly PolicyStatement[] {
  if ('table' in grant) return [forTable(grant, targets)];
  if ('key' in grant) return forKey(grant, targets);
  if ('queuesOf' in grant) return forQueues(grant, targets);
  return grant.send === 'EMAIL' ? [forEmail(targets)] : forSms();
}

/** Indexes are opened only to Query, as nothing else reads them, and each by its name: no wildcard. */
function forTable(grant: Of<'table'>, targets: Targets): PolicyStatement {
  const table = targets.tables.get(grant.table);
  if (!table) throw new Error(`grant on the table ${grant.table}, which no manifest declares`);
  const indexes = grant.actions.includes('dynamodb:Query') ? table.indexes : [];
  return new PolicyStatement({
    actions: [...grant.actions],
    resources: [table.arn, ...indexes.map((index) => `${table.arn}/index/${index}`)],
  });
}

/** The encryption context binds each use to this network and one of its communes (`#core/vault/key-wrapper.ts`). */
function forKey(grant: Of<'key'>, { network, vaultKeyArn }: Targets): readonly PolicyStatement[] {
  const own = network.communes.flatMap(({ id, kmsKeyArn }) =>
    kmsKeyArn ? [{ id, kmsKeyArn }] : [],
  );
  const onKey = (key: string, communes: readonly string[]) =>
    new PolicyStatement({
      actions: [...grant.actions],
      resources: [key],
      conditions: {
        StringEquals: {
          'kms:EncryptionContext:network': network.id,
          'kms:EncryptionContext:commune': communes,
        },
      },
    });
  return [
    // '*' is no wildcard under StringEquals: it is the context of what belongs to the network as a whole.
    onKey(vaultKeyArn, [...network.communes.map(({ id }) => id), '*']),
    ...own.map(({ id, kmsKeyArn }) => onKey(kmsKeyArn, [id])),
  ];
}

function forQueues(
  grant: Of<'queuesOf'>,
  { subscriberQueueArns }: Targets,
): readonly PolicyStatement[] {
  if (subscriberQueueArns.length === 0) return [];
  return [
    new PolicyStatement({ actions: [...grant.actions], resources: [...subscriberQueueArns] }),
  ];
}

/** Only in the name of the network's own sender, and only through the configuration set that reports bounces. */
function forEmail({ network, identityArn, configurationSetArn }: Targets): PolicyStatement {
  return new PolicyStatement({
    actions: ['ses:SendRawEmail'],
    resources: [identityArn, configurationSetArn],
    conditions: { StringEquals: { 'ses:FromAddress': senderAddress(network) } },
  });
}

/** A phone number has no ARN, so the permission is `*`; the denial takes every topic and application back out. */
function forSms(): readonly PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] }),
    new PolicyStatement({
      effect: Effect.DENY,
      actions: ['sns:Publish'],
      resources: ['arn:aws:sns:*:*:*'],
    }),
  ];
}
