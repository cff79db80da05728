import { describe, expect, it } from '@jest/globals';
import { CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import * as z from 'zod';
import { allowedRegions, refuseForeignRegions } from '../../infra/cdk/regions.ts';
import { makeApp, makeStacks, network } from './stacks.ts';
import { stacksOf } from './template.ts';

const errorsOf = (stack: Stack): readonly string[] =>
  Annotations.fromStack(stack)
    .findError('*', Match.anyValue())
    .map(({ entry }) => z.string().parse(entry.data));

const inRegion = (
  region: string | undefined,
  fill: (stack: Stack) => void = () => undefined,
): Stack => {
  const stack = new Stack(makeApp(), 'Trial', { env: { ...(region && { region }) } });
  refuseForeignRegions(stack);
  fill(stack);
  return stack;
};

describe('[GOV-05] the region', () => {
  it('has an allow-list that the tests know by heart', () => {
    expect(allowedRegions).toEqual([
      'eu-west-1',
      'eu-west-3',
      'eu-central-1',
      'eu-north-1',
      'eu-south-1',
      'eu-south-2',
    ]);
  });

  it.each(allowedRegions)('%s is accepted', (region) =>
    expect(errorsOf(inRegion(region))).toEqual([]),
  );

  it.each(['eu-west-2', 'eu-central-2', 'us-east-1', 'eu-west-33', ''])(
    '"%s" is refused',
    (region) => {
      expect(errorsOf(inRegion(region))).toEqual([expect.stringContaining('GOV-05: the region')]);
    },
  );

  it('that is only known at deployment is refused', () => {
    expect(errorsOf(inRegion(undefined))).toEqual([
      expect.stringContaining('unknown until deployment'),
    ]);
  });

  it('of a network in London is refused in every stack, with the rule and the remedy', () => {
    const { stacks } = makeStacks({ network: { ...network, region: 'eu-west-2' } });
    for (const stack of stacksOf(stacks)) {
      expect(errorsOf(stack)).toEqual([
        expect.stringMatching(/^GOV-05: the region "eu-west-2" is not allowed.*eu-west-3/u),
      ]);
    }
  });
});

describe('[GOV-05] a copy elsewhere', () => {
  const inParis = (fill: (stack: Stack) => void) => errorsOf(inRegion('eu-west-3', fill));
  const replicatedTo = (region: string) =>
    inParis((scope) => {
      const partitionKey = { name: 'pk', type: AttributeType.STRING };
      new TableV2(scope, 'Table', { partitionKey, replicas: [{ region }] });
    });

  it('is refused for a table replicated to London, accepted to Ireland', () => {
    expect(replicatedTo('eu-west-2')).toEqual([expect.stringContaining('"eu-west-2"')]);
    expect(replicatedTo('eu-west-1')).toEqual([]);
  });

  it('is refused for the replica of the older kind of table', () => {
    const properties = { Region: 'us-east-1' };
    const errors = inParis(
      (scope) => new CfnResource(scope, 'Replica', { type: 'Custom::DynamoDBReplica', properties }),
    );
    expect(errors).toEqual([expect.stringContaining('"us-east-1"')]);
  });

  it('is refused for a multi-region key', () => {
    const keyPolicy = {};
    const errors = inParis((scope) => new CfnKey(scope, 'Key', { multiRegion: true, keyPolicy }));
    expect(errors).toEqual([expect.stringContaining('of a copy')]);
  });

  it('is refused for the replication of a bucket', () => {
    const replicationConfiguration = { role: 'role', rules: [] };
    const errors = inParis((scope) => new CfnBucket(scope, 'Bucket', { replicationConfiguration }));
    expect(errors).toEqual([expect.stringContaining('of a copy')]);
  });
});
