import { type IAspect, Annotations, Aspects, CfnResource, Stack, Token } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { rules } from '#core/catalogue/rules.ts';

/** GOV-05: regions inside the European Union. London (eu-west-2) and Zurich (eu-central-2) are not. */
export const allowedRegions = rules['GOV-05'].parameters.allowed;

const isAllowed = (region: string): boolean => allowedRegions.some((allowed) => allowed === region);

/** Makes `cdk synth` fail when anything would live, or be copied, outside the regions of GOV-05. */
export function refuseForeignRegions(scope: IConstruct): void {
  const aspect: IAspect = {
    visit: (node) => {
      for (const region of regionsOf(node)) {
        if (!isAllowed(region)) Annotations.of(node).addError(refusal(region));
      }
    },
  };
  Aspects.of(scope).add(aspect);
}

function refusal(region: string): string {
  return (
    `GOV-05: the region "${region}" is not allowed. Personal data, keys, logs and backups stay in the European Union: ` +
    `set "region" of the network file to one of ${allowedRegions.join(', ')}.`
  );
}

/** A region that is only known at deployment is refused too: it could be any. */
function regionsOf(node: IConstruct): readonly string[] {
  if (node instanceof Stack)
    return [Token.isUnresolved(node.region) ? 'unknown until deployment' : node.region];
  if (node instanceof CfnGlobalTable) return resolved(node, node.replicas).flatMap(regionOf);
  if (node instanceof CfnResource && node.cfnResourceType === 'Custom::DynamoDBReplica') {
    return replicaOf(node);
  }
  return hasUnseenCopies(node) ? ['of a copy, wherever it is'] : [];
}

/** Features whose other region stands in no template: a key of several regions, the replication of a bucket. */
function hasUnseenCopies(node: IConstruct): boolean {
  if (node instanceof CfnKey) return node.multiRegion === true;
  return node instanceof CfnBucket && node.replicationConfiguration !== undefined;
}

function replicaOf(node: CfnResource): readonly string[] {
  const template: unknown = Stack.of(node).resolve(node._toCloudFormation());
  return [...JSON.stringify(template).matchAll(/"Region":"([^"]+)"/gu)].flatMap(
    ([, region]) => region ?? [],
  );
}

function resolved(node: IConstruct, value: unknown): readonly unknown[] {
  const plain: unknown = Stack.of(node).resolve(value);
  return Array.isArray(plain) ? plain : [];
}

function regionOf(replica: unknown): readonly string[] {
  if (typeof replica !== 'object' || replica === null || !('region' in replica))
    return ['unknown replica'];
  return [String(replica.region)];
}
