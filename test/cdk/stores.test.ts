import { describe, expect, it } from '@jest/globals';
import type { IndexSpec } from '#core/manifest.ts';
import { makeStacks, network, subjects } from './stacks.ts';
import { at, flattener, resourcesOf } from './template.ts';

describe.each(subjects)('the stores of %s', (_, inventory) => {
  const { stacks } = makeStacks({ inventory });
  const flatten = flattener(stacks);
  const tables = resourcesOf(stacks, 'AWS::DynamoDB::Table');
  const specOf = (name: string) => inventory.tables.find((table) => table.name === name);

  it('are the tables of the inventory', () => {
    expect(tables.map(({ name }) => name).toSorted()).toEqual(
      inventory.tables.map(({ name }) => name).toSorted(),
    );
  });

  it('[RET-20] can be restored for as many days as declared, and survive a mistake', () => {
    for (const { name, properties, deletion } of tables) {
      expect(properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: {
          PointInTimeRecoveryEnabled: true,
          RecoveryPeriodInDays: specOf(name)?.pitrDays,
        },
      });
      expect(deletion).toBe('Retain');
    }
  });

  it('[RET-04] expire by the attribute that the inventory names, if any', () => {
    for (const { name, properties } of tables) {
      const ttl = specOf(name)?.ttl;
      expect(properties['TimeToLiveSpecification']).toEqual(
        ttl ? { AttributeName: ttl, Enabled: true } : undefined,
      );
    }
  });

  it('have string keys and the indexes of the inventory', () => {
    for (const { name, properties } of tables) {
      expect(properties['KeySchema']).toEqual([
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ]);
      const indexes = Object.entries(specOf(name)?.indexes ?? {}).map(indexProperties);
      expect(properties['GlobalSecondaryIndexes'] ?? []).toEqual(indexes);
      const attributes = JSON.stringify(properties['AttributeDefinitions']);
      expect(attributes).not.toMatch(/"AttributeType":"[NB]"/u);
    }
  });

  it('can be relayed: every table of change events has the sparse index of the outbox', () => {
    const relayed = tables.filter(({ properties }) =>
      JSON.stringify(properties['GlobalSecondaryIndexes'] ?? []).includes('"IndexName":"outbox"'),
    );
    const declared = inventory.tables.filter(({ outbox }) => outbox).map(({ name }) => name);
    expect(relayed.map(({ name }) => name).toSorted()).toEqual(declared.toSorted());
  });

  it('[GOV-15] are encrypted by the storage key of the network', () => {
    for (const { properties } of tables) {
      const sse = properties['SSESpecification'];
      expect(sse).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
      expect(flatten(at(sse, 'KMSMasterKeyId'))).toBe('StorageKey');
    }
  });
});

describe('the keys', () => {
  const keys = resourcesOf(makeStacks().stacks, 'AWS::KMS::Key');

  it('[GOV-15] are two, rotate, stay in their region and are never deleted with a stack', () => {
    expect(keys.map(({ name }) => name)).toEqual(['StorageKey', 'VaultKey']);
    for (const { properties, deletion } of keys) {
      expect(properties['EnableKeyRotation']).toBe(true);
      expect(properties['MultiRegion']).toBeUndefined();
      expect(deletion).toBe('Retain');
    }
  });

  it('[GOV-15] open nothing of the vault outside the name of the network, even to administrators', () => {
    expect(keys[1]?.properties['KeyPolicy']).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey']),
          Condition: { StringNotEquals: { 'kms:EncryptionContext:network': network.id } },
        }),
      ]),
    });
  });
});

describe('the checkpoint bucket', () => {
  const { stacks } = makeStacks();
  const buckets = resourcesOf(stacks, 'AWS::S3::Bucket');

  it('is the only bucket', () => expect(buckets.map(({ name }) => name)).toEqual(['Checkpoints']));

  it('is closed to the public, encrypted, versioned', () => {
    for (const { properties, deletion } of buckets) {
      expect(properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
          ],
        },
      });
      expect(deletion).toBe('Retain');
    }
  });

  it('[RET-17] locks each checkpoint for as long as the audit log lives, for everyone', () => {
    expect(buckets[0]?.properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 366 } } },
    });
  });

  it('refuses what does not come by TLS', () => {
    const policies = resourcesOf(stacks, 'AWS::S3::BucketPolicy');
    expect(policies[0]?.properties['PolicyDocument']).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: 'Deny',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    });
  });
});

function indexProperties([name, { partition, sort, projection }]: readonly [string, IndexSpec]) {
  return {
    IndexName: name,
    KeySchema: [
      { AttributeName: partition, KeyType: 'HASH' },
      ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' }] : []),
    ],
    Projection: { ProjectionType: projection },
  };
}
