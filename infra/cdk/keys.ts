import { type Stack, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Network } from '#core/network.ts';
import { accessLogGroup, arnOf, functionLogGroup } from './naming.ts';

/** Services that call the storage key by themselves, for what they publish to our topics and queues. */
const publishers = ['ses', 'sns', 'cloudwatch', 'sms-voice'] as const;

/** Services that use the storage key on behalf of whoever already has the right to the table, queue or bucket. */
const carriers = ['dynamodb', 'sqs', 's3'] as const;

/**
 * Encrypts tables, queues, topics, logs and the checkpoint bucket at rest (GOV-15). Its policy, and not the roles,
 * lets functions through by way of the services, so that a role stays exactly the list of its grants.
 */
export function createStorageKey(stack: Stack, network: Network): Key {
  const key = new Key(stack, 'StorageKey', {
    alias: `discretion/${network.id}/storage`,
    description: `Discretion, ${network.name}: tables, queues, topics, logs and checkpoints at rest`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  key.addToResourcePolicy(throughServices(stack));
  key.addToResourcePolicy(forLogs(stack, network));
  key.addToResourcePolicy(forPublishers(stack));
  key.addToResourcePolicy(forEventRules(stack));
  return key;
}

/**
 * Wraps the subject keys and period keys, nothing else: a request without the encryption context of this network is
 * denied to everyone, administrators included. Destroying this key would erase every reader, hence RETAIN.
 */
export function createVaultKey(stack: Stack, network: Network): Key {
  const key = new Key(stack, 'VaultKey', {
    alias: `discretion/${network.id}/vault`,
    description: `Discretion, ${network.name}: wraps the keys of readers and periods`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'OnlyInTheNameOfThisNetwork',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
      ],
      resources: ['*'],
      conditions: { StringNotEquals: { 'kms:EncryptionContext:network': network.id } },
    }),
  );
  return key;
}

/** What a service does with a key for whoever calls it. */
const use = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:DescribeKey',
] as const;

function throughServices(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: 'ThroughTheServiceForThisAccount',
    principals: [new AnyPrincipal()],
    actions: [...use],
    resources: ['*'],
    conditions: {
      StringEquals: {
        'kms:CallerAccount': stack.account,
        'kms:ViaService': carriers.map((service) => `${service}.${stack.region}.amazonaws.com`),
      },
    },
  });
}

function forLogs(stack: Stack, network: Network): PolicyStatement {
  return new PolicyStatement({
    sid: 'LogGroupsOfThisNetwork',
    principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
    actions: [...use],
    resources: ['*'],
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': [
          functionLogGroup(network, '*'),
          accessLogGroup(network),
        ].map((name) => arnOf(stack, 'logs', `log-group:${name}`)),
      },
    },
  });
}

/** EventBridge sets no source account when it publishes: what it may encrypt for is said by the topic itself. */
function forEventRules(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: 'RulesToOurTopics',
    principals: [new ServicePrincipal('events.amazonaws.com')],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': arnOf(stack, 'sns', '*') } },
  });
}

function forPublishers(stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: 'PublishersToOurTopicsAndQueues',
    principals: publishers.map((service) => new ServicePrincipal(`${service}.amazonaws.com`)),
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  });
}
