import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { describe, expect, it } from '@jest/globals';
import { createClients, useLocalAws } from './support.ts';

const bench = useLocalAws();
const alias = 'alias/discretion-2026';
const EncryptionContext = { commune: 'c1', class: 'loans' };

async function startWithKey() {
  const aws = await bench.start();
  const arn = aws.keys.declare(alias);
  const { kms } = createClients();
  const wrap = (KeyId = alias) =>
    kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }));
  return { aws, arn, kms, wrap };
}

describe('KMS', () => {
  it('wraps a data key and unwraps it under the same context, in any order of its pairs', async () => {
    const { kms, arn, wrap } = await startWithKey();
    const { Plaintext, CiphertextBlob, KeyId } = await wrap();
    expect([Plaintext?.length, KeyId]).toEqual([32, arn]);
    const swapped = { class: 'loans', commune: 'c1' };
    const opened = await kms.send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext: swapped }),
    );
    expect(opened).toMatchObject({
      Plaintext,
      KeyId: arn,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    });
  });

  it.each([
    undefined,
    {},
    { commune: 'c2', class: 'loans' },
    { commune: 'c1' },
    { ...EncryptionContext, more: 'x' },
  ])('refuses the context %j', async (context) => {
    const { kms, wrap } = await startWithKey();
    const { CiphertextBlob } = await wrap();
    const opening = kms.send(
      new DecryptCommand({ CiphertextBlob, ...(context && { EncryptionContext: context }) }),
    );
    await expect(opening).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  it('refuses a blob that was changed anywhere after its key id, cut, or made up', async () => {
    const { kms, wrap } = await startWithKey();
    const { CiphertextBlob = new Uint8Array() } = await wrap();
    const changed = (at: number) => CiphertextBlob.map((byte, n) => (n === at ? byte ^ 1 : byte));
    for (const blob of [
      changed(36),
      changed(50),
      changed(CiphertextBlob.length - 1),
      CiphertextBlob.slice(0, 60),
      Buffer.from('x'),
    ]) {
      const opening = kms.send(new DecryptCommand({ CiphertextBlob: blob, EncryptionContext }));
      await expect(opening).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    }
  });

  it('finds a key by alias, id and the ARN of either, and no other', async () => {
    const { arn, wrap } = await startWithKey();
    for (const name of [
      alias,
      arn,
      arn.split('/')[1],
      `arn:aws:kms:eu-west-3:000000000000:${alias}`,
    ]) {
      expect(await wrap(name)).toMatchObject({ KeyId: arn });
    }
    await expect(wrap('alias/none')).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('encrypts, decrypts and re-encrypts small things', async () => {
    const { aws, kms, arn } = await startWithKey();
    const other = aws.keys.declare('alias/other');
    const Plaintext = Buffer.from('période');
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: alias, Plaintext, EncryptionContext }),
    );
    const moved = await kms.send(
      new ReEncryptCommand({
        CiphertextBlob,
        SourceEncryptionContext: EncryptionContext,
        DestinationKeyId: other,
        DestinationEncryptionContext: { commune: 'c2' },
      }),
    );
    expect(moved).toMatchObject({ SourceKeyId: arn, KeyId: other });
    const blob = moved.CiphertextBlob;
    const opened = await kms.send(
      new DecryptCommand({ CiphertextBlob: blob, EncryptionContext: { commune: 'c2' } }),
    );
    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext);
    const wrongKey = new DecryptCommand({
      CiphertextBlob: blob,
      KeyId: alias,
      EncryptionContext: { commune: 'c2' },
    });
    await expect(kms.send(wrongKey)).rejects.toMatchObject({ name: 'IncorrectKeyException' });
    const wrongContext = new ReEncryptCommand({ CiphertextBlob: blob, DestinationKeyId: alias });
    await expect(kms.send(wrongContext)).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  });

  it('refuses what is not a request', async () => {
    const { kms } = await startWithKey();
    const tooLong = new EncryptCommand({ KeyId: alias, Plaintext: new Uint8Array(4097) });
    await expect(kms.send(tooLong)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('keeps its keys over a restart, in files of their owner, and declares none twice', async () => {
    const { arn, wrap } = await startWithKey();
    const { CiphertextBlob, Plaintext } = await wrap();
    const aws = await bench.restart();
    expect(aws.keys.declare(alias)).toBe(arn);
    const opened = await createClients().kms.send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext }),
    );
    expect(opened.Plaintext).toEqual(Plaintext);
    const files = readdirSync(join(bench.folder, 'keys'));
    expect(files).toHaveLength(1);
    expect(statSync(join(bench.folder, 'keys', files[0] ?? '')).mode & 0o777).toBe(0o600);
  });

  it('opens nothing any more once the key is destroyed, even if one of the same alias is declared', async () => {
    const { aws, kms, wrap } = await startWithKey();
    const { CiphertextBlob } = await wrap();
    expect([aws.destroyKey(alias), aws.destroyKey(alias)]).toEqual([true, false]);
    expect(readdirSync(join(bench.folder, 'keys'))).toEqual([]);
    await expect(wrap()).rejects.toMatchObject({ name: 'NotFoundException' });
    aws.keys.declare(alias);
    const opening = kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    await expect(opening).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('cannot open with the key of another file: the blob is bound to its key', async () => {
    const { aws, wrap } = await startWithKey();
    const { CiphertextBlob } = await wrap();
    const folder = join(bench.folder, 'keys');
    const [file = ''] = readdirSync(folder);
    aws.keys.declare('alias/other');
    const other = readdirSync(folder).find((name) => name !== file) ?? '';
    writeFileSync(join(folder, file), readFileSync(join(folder, other)));
    await bench.restart();
    const opening = createClients().kms.send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext }),
    );
    await expect(opening).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });
});
