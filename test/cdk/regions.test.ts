import { describe, expect, it } from '@jest/globals';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations } from 'aws-cdk-lib/assertions';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { allowedRegions, refuseForeignRegions } from '../../infra/cdk/regions.ts';
import { makeStacks, network } from './stacks.ts';

const errorsOf = (stack: Stack): readonly string[] =>
  Annotations.fromStack(stack)
    .findError('*', '.*GOV-05.*')
    .map(({ entry }) => String(entry.data));

describe('[GOV-05] the region of a network', () => {
  it.each(['eu-west-2', 'eu-central-2', 'us-east-1'])('%s is refused, in every stack, with the rule and the remedy', (region) => {
    const { stacks } = makeStacks({ network: { ...network, region } });
    for (const stack of Object.values(stacks)) {
      expect(errorsOf(stack)).toEqual([expect.stringContaining(`GOV-05: the region "${region}" is not allowed`)]);
      expect(errorsOf(stack)[0]).toContain('eu-west-3');
    }
  });

  it('has an allow-list that the tests know by heart', () => {
    expect(allowedRegions).toEqual(['eu-west-1', 'eu-west-3', 'eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2']);
  });

  it.each(allowedRegions)('%s is accepted', (region) => {
    const { stacks } = makeStacks({ network: { ...network, region } });
    for (const stack of Object.values(stacks)) expect(errorsOf(stack)).toEqual([]);
  });
});

describe('[GOV-05] a copy elsewhere', () => {
  const inParis = (fill: (stack: Stack) => void): Stack => {
    const stack = new Stack(new App(), 'Trial', { env: { region: 'eu-west-3' } });
    refuseForeignRegions(stack);
    fill(stack);
    return stack;
  };
  const partitionKey = { name: 'pk', type: AttributeType.STRING };

  it('is refused for a table replicated to London', () => {
    const stack = inParis((scope) => new TableV2(scope, 'Table', { partitionKey, replicas: [{ region: 'eu-west-2' }] }));
    expect(errorsOf(stack)).toEqual([expect.stringContaining('"eu-west-2"')]);
  });

  it('is accepted for a table replicated to Ireland', () => {
    const stack = inParis((scope) => new TableV2(scope, 'Table', { partitionKey, replicas: [{ region: 'eu-west-1' }] }));
    expect(errorsOf(stack)).toEqual([]);
  });

  it('is refused for the replica of the older kind of table', () => {
    const stack = inParis(
      (scope) => new CfnResource(scope, 'Replica', { type: 'Custom::DynamoDBReplica', properties: { Region: 'us-east-1' } }),
    );
    expect(errorsOf(stack)).toEqual([expect.stringContaining('"us-east-1"')]);
  });

  it('is refused for a multi-region key and for the replication of a bucket', () => {
    const stack = inParis((scope) => {
      new CfnKey(scope, 'Key', { multiRegion: true });
      new CfnBucket(scope, 'Bucket', { replicationConfiguration: { role: 'role', rules: [] } });
    });
    expect(errorsOf(stack)).toHaveLength(2);
  });

  it('is refused when the region is only known at deployment', () => {
    const stack = new Stack(new App(), 'Trial');
    refuseForeignRegions(stack);
    expect(errorsOf(stack)).toEqual([expect.stringContaining('unknown until deployment')]);
  });
});
