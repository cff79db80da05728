import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';
import * as z from 'zod';
import { heard, known, type Answer } from './answer.ts';

export interface MasterKey {
  readonly isEnabled: boolean;
  readonly isMultiRegion: boolean;
  readonly rotates: boolean;
  /** Networks in whose name alone it may be used: requests without that encryption context are denied to everybody. */
  readonly onlyFor: readonly string[];
}

/** KMS keys, by alias (`alias/discretion/<network>/vault`) or ARN; undefined when there is none. */
export interface MasterKeys {
  describe(id: string): Promise<Answer<MasterKey | undefined>>;
}

/** Double. */
export function makeMasterKeys(
  keys: Readonly<Record<string, Answer<MasterKey | undefined>>>,
): MasterKeys {
  return { describe: async (id) => keys[id] ?? known(undefined) };
}

export function createMasterKeys(client: KMSClient): MasterKeys {
  return {
    describe: (id) =>
      heard<MasterKey | undefined>(
        async () => {
          const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: id }));
          const KeyId = KeyMetadata?.Arn ?? id;
          const { KeyRotationEnabled } = await client.send(
            new GetKeyRotationStatusCommand({ KeyId }),
          );
          const { Policy } = await client.send(
            new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }),
          );
          return {
            isEnabled: KeyMetadata?.KeyState === 'Enabled',
            isMultiRegion: KeyMetadata?.MultiRegion === true,
            rotates: KeyRotationEnabled === true,
            onlyFor: networksOf(Policy ?? '{}'),
          };
        },
        { names: ['NotFoundException'], value: undefined },
      ),
  };
}

const Policy = z.object({
  Statement: z.array(
    z.object({
      Effect: z.string(),
      Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    }),
  ),
});

/** The networks that the policy spares when it denies (`infra/cdk/keys.ts`). */
export function networksOf(policy: string): readonly string[] {
  const { data } = Policy.safeParse(JSON.parse(policy));
  return (data?.Statement ?? [])
    .filter(({ Effect }) => Effect === 'Deny')
    .flatMap(
      ({ Condition }) => Condition?.['StringNotEquals']?.['kms:EncryptionContext:network'] ?? [],
    )
    .filter((network) => typeof network === 'string');
}
