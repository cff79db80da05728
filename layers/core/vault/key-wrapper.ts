import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { oncePerRuntime } from '../once-per-runtime.ts';
import { variable } from '../runtime.ts';

/** Wraps random keys with the customer key of the network, or with a commune's own (GOV-15). */
export interface KeyWrapper {
  generate(commune: string): Promise<{ plain: Uint8Array; wrapped: Uint8Array }>;
  unwrap(wrapped: Uint8Array, commune: string): Promise<Uint8Array>;
}

/** The encryption context is clear text in CloudTrail: only the ids of the network and the commune. */
export const createKeyWrapper = oncePerRuntime((runtime): KeyWrapper => {
  const client = runtime.instrument(new KMSClient({}));
  const network = runtime.network.id;
  const keyId = (commune: string) =>
    runtime.network.communes.find(({ id }) => id === commune)?.kmsKeyArn ??
    variable(runtime, 'VAULT_KEY_ID');
  return {
    generate: async (commune) => {
      const answer = await client.send(
        new GenerateDataKeyCommand({
          KeyId: keyId(commune),
          KeySpec: 'AES_256',
          EncryptionContext: { network, commune },
        }),
      );
      if (!answer.Plaintext || !answer.CiphertextBlob)
        throw new Error('KMS answered without a key');
      return { plain: answer.Plaintext, wrapped: answer.CiphertextBlob };
    },
    unwrap: async (wrapped, commune) => {
      const answer = await client.send(
        // Without KeyId: the wrapped key names its own, also after a commune has got a key of its own.
        new DecryptCommand({
          CiphertextBlob: wrapped,
          EncryptionContext: { network, commune },
        }),
      );
      if (!answer.Plaintext) throw new Error('KMS answered without a key');
      return answer.Plaintext;
    },
  };
});
