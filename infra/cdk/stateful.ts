import { type Stack, CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
  type Attribute,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { IndexSpec } from '#core/manifest.ts';
import type { Network } from '#core/network.ts';
import type { Inventory, InventoryTable } from '../inventory/types.ts';
import { createStorageKey, createVaultKey } from './keys.ts';
import { constructId } from './construct-id.ts';

/** What outlives every deployment: the tables, the keys, the anchored checkpoints. */
export interface Stateful {
  readonly tables: ReadonlyMap<string, Table>;
  readonly storageKey: IKey;
  readonly vaultKey: IKey;
  readonly checkpoints: Bucket;
}

/** RET-17: the audit log lives twelve months; so does the lock on the checkpoints that prove it. */
const checkpointLock = Duration.days(366);

export function fillStateful(
  stack: Stack,
  args: { network: Network; inventory: Inventory },
): Stateful {
  const storageKey = createStorageKey(stack, args.network);
  const vaultKey = createVaultKey(stack, args.network);
  const tables = args.inventory.tables.map(
    (table) => [table.name, createTable(stack, table, storageKey)] as const,
  );
  const checkpoints = createCheckpoints(stack, storageKey);
  new CfnOutput(stack, 'CheckpointBucketName', { value: checkpoints.bucketName });
  return { tables: new Map(tables), storageKey, vaultKey, checkpoints };
}

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** Nothing here may cost a reader's file by accident: recovery, deletion protection and RETAIN (RET-20). */
function createTable(stack: Stack, spec: InventoryTable, encryptionKey: IKey): Table {
  const table = new Table(stack, constructId(spec.name), {
    partitionKey: text('pk'),
    sortKey: text('sk'),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey,
    pointInTimeRecoverySpecification: {
      pointInTimeRecoveryEnabled: true,
      recoveryPeriodInDays: spec.pitrDays,
    },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
    ...(spec.ttl && { timeToLiveAttribute: spec.ttl }),
  });
  for (const [name, index] of Object.entries(spec.indexes ?? {})) addIndex(table, name, index);
  return table;
}

function addIndex(table: Table, indexName: string, index: IndexSpec): void {
  table.addGlobalSecondaryIndex({
    indexName,
    partitionKey: text(index.partition),
    ...(index.sort && { sortKey: text(index.sort) }),
    projectionType: ProjectionType[index.projection],
  });
}

/**
 * Signed roots of the audit chain, which nobody can shorten or delete before their day, the owner of the account
 * included. They hold hashes only; the day after the lock they are removed.
 */
function createCheckpoints(stack: Stack, encryptionKey: IKey): Bucket {
  return new Bucket(stack, 'Checkpoints', {
    encryption: BucketEncryption.KMS,
    encryptionKey,
    bucketKeyEnabled: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    objectLockEnabled: true,
    objectLockDefaultRetention: ObjectLockRetention.compliance(checkpointLock),
    lifecycleRules: [
      {
        expiration: checkpointLock.plus(Duration.days(1)),
        noncurrentVersionExpiration: Duration.days(1),
      },
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
}
