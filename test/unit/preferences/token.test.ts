import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  readAimToken,
  readSecretToken,
  secretBytes,
  writeAimToken,
  writeSecretToken,
  type Aim,
  type Seal,
} from '../../../functions/preferences/domain/token.ts';

const sealWith = (key: string, bytes: number): Seal => ({
  bytes,
  sign: ({ subjectRef, purpose, channel }) => {
    const mac = createHmac('sha256', key).update([subjectRef, purpose, channel].join('|'));
    return Promise.resolve(mac.digest('base64url'));
  },
});
const seal = sealWith('ours', 9);
const aim: Aim = {
  subjectRef: '7f3c0a52-91de-4b6e-8d11-0c5e2b9a4470',
  purpose: 'SERVICE_INFO',
  channel: 'SMS',
};

const changed = (token: string, at: number) =>
  token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);

describe('[NOT-06] the link at the foot of a message', () => {
  it('says who, what and how in 36 characters, and comes back as it was', async () => {
    const token = await writeAimToken(aim, seal);
    expect(token).toMatch(/^[\w-]{36}$/u);
    expect(await readAimToken(token, seal)).toEqual(aim);
  });

  it('is nothing with one character changed, cut off, or signed by another', async () => {
    const token = await writeAimToken(aim, seal);
    const wrong = Array.from(token, (_, at) => changed(token, at));
    for (const one of [...wrong, token.slice(0, -1), `${token}A`, '', 'u'])
      expect(await readAimToken(one, seal)).toBeUndefined();
    expect(await readAimToken(token, sealWith('theirs', 9))).toBeUndefined();
    expect(await readAimToken(token, sealWith('ours', 16))).toBeUndefined();
  });
});

describe('the link of the desk', () => {
  it('names whose record holds its hash, and has one form only', () => {
    const token = writeSecretToken(aim.subjectRef, Buffer.alloc(secretBytes, 0xe7));
    expect(token).toMatch(/^[\w-]{54}$/u);
    expect(readSecretToken(token)).toBe(aim.subjectRef);
    // Of the last character only two bits count: sixteen of them decode to the same bytes.
    const twins = ['1', '2', '3'].map((last) => token.slice(0, -1) + last);
    expect(twins.map((one) => Buffer.from(one, 'base64url'))).toEqual(
      twins.map(() => Buffer.from(token, 'base64url')),
    );
    for (const one of [...twins, token.slice(0, -1), `${token}=`, `${token}A`, ` ${token}`])
      expect(readSecretToken(one)).toBeUndefined();
  });
});
