import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import {
  combineKeys,
  keyedHash,
  openBlock,
  openBytes,
  sealBlock,
  sealBytes,
} from '#core/vault/cipher.ts';

const seal = (key: Uint8Array, identity: string[], plain: Uint8Array) =>
  sealBytes({ key, nonce: randomBytes(12), identity, plain });

describe('[GOV-15] sealing', () => {
  const key = randomBytes(32);
  const identity = ['contact', 'Directory', 'SUBJECT#1', 'PROFILE'];

  it('opens what it sealed, byte for byte', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (plain) => {
        const opened = openBytes({ key, identity, sealed: seal(key, identity, plain) });
        expect(opened && [...opened]).toEqual([...plain]);
      }),
    );
  });

  it.each([
    ['another reader', ['contact', 'Directory', 'SUBJECT#2', 'PROFILE']],
    ['another class', ['loans', 'Directory', 'SUBJECT#1', 'PROFILE']],
    ['the same letters cut elsewhere', ['contac', 'tDirectory', 'SUBJECT#1', 'PROFILE']],
  ])('does not open under the identity of %s', (_name, other) => {
    expect(
      openBytes({ key, identity: other, sealed: seal(key, identity, Buffer.from('x')) }),
    ).toBeUndefined();
  });

  it('does not open when any bit has changed, or when cut short', () => {
    const sealed = seal(key, identity, Buffer.from('Ana Nguyên'));
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed, (byte, n) => (n === at ? byte ^ 1 : byte));
      expect(openBytes({ key, identity, sealed: changed })).toBeUndefined();
      expect(openBytes({ key, identity, sealed: sealed.subarray(0, at) })).toBeUndefined();
    }
  });
});

describe('[RET-05] a pointer of one block', () => {
  const [key, other, block] = [randomBytes(32), randomBytes(32), randomBytes(16)];
  const identity = ['pointer', 'subject-1'];
  const sealed = sealBlock({ key, identity, block });

  it('gives the same bytes again, and the block back', () => {
    expect(sealBlock({ key, identity, block })).toEqual(sealed);
    expect(sealed).toHaveLength(16);
    expect(openBlock({ key, identity, block: sealed })).toEqual(block);
  });

  it('says something else under another key, for another reader, of another loan', () => {
    expect(openBlock({ key: other, identity, block: sealed })).not.toEqual(block);
    expect(openBlock({ key, identity: ['pointer', 'subject-2'], block: sealed })).not.toEqual(
      block,
    );
    expect(sealBlock({ key, identity, block: randomBytes(16) })).not.toEqual(sealed);
  });
});

describe('[RET-05] keys of a returned loan', () => {
  it('need both the key of the reader and the key of the period', () => {
    const [reader, period, other] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const key = combineKeys(reader, period);
    const sealed = seal(key, ['loans'], Buffer.from('Germinal'));
    const open = (a: Uint8Array, b: Uint8Array) =>
      openBytes({ key: combineKeys(a, b), identity: ['loans'], sealed });
    expect(open(reader, period)).toBeDefined();
    expect([open(reader, other), open(other, period), open(period, reader)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('index values differ under each key and never meet across cut points', () => {
    const [one, two] = [randomBytes(32), randomBytes(32)];
    expect(keyedHash(one, ['item', 'a'])).toBe(keyedHash(one, ['item', 'a']));
    expect(keyedHash(one, ['item', 'a'])).not.toBe(keyedHash(two, ['item', 'a']));
    expect(keyedHash(one, ['ab', 'c'])).not.toBe(keyedHash(one, ['a', 'bc']));
  });
});
