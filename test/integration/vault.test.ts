import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { createVault } from '#core/vault/vault.ts';
import { manifest as loans } from '../../functions/loans/manifest.ts';
import { manifest as rights } from '../../functions/rights/manifest.ts';
import { namingCalls } from '../support/calls.ts';
import { openTestGround, type TestGround } from '../support/runtime.ts';

let ground: TestGround;
beforeAll(async () => {
  ground = await openTestGround({ manifests: [rights, loans], now: '2026-11-23T09:00:00+01:00' });
});
afterAll(() => ground.stop());

const toHex = (key: Uint8Array) => Buffer.from(key).toString('hex');
const subject = (subjectRef: string) => ({ subjectRef, commune: 'valserine' });
const where = { keyClass: 'contact', identity: ['Directory', 'SUBJECT#a', 'PROFILE'] } as const;
const until = 1_800_000_000;

async function sealed(subjectRef: string) {
  const bytes = await createVault(ground.runtime()).seal({
    subject: subject(subjectRef),
    ...where,
    value: 'Ana',
  });
  if (!bytes) throw new Error('no key');
  return bytes;
}

const open = (vault: ReturnType<typeof createVault>, subjectRef: string, bytes: Uint8Array) =>
  vault.open({ subjectRef, ...where, sealed: bytes, schema: z.string() });

describe('[GOV-15] keys of a reader', () => {
  it('open in another function what one function sealed, for this reader alone', async () => {
    const bytes = await sealed('a');
    const vault = createVault(ground.runtime());
    await vault.keys.obtain(subject('b'), 'contact');
    expect(await open(vault, 'a', bytes)).toBe('Ana');
    expect(await open(vault, 'b', bytes)).toBeUndefined();
  });

  it('are one a class however many functions ask for the first at once', async () => {
    const makers = Array.from({ length: 20 }, () => createVault(ground.runtime()).keys);
    const keys = await Promise.all(makers.map((one) => one.obtain(subject('race'), 'loans')));
    expect(new Set(keys.map((key) => key && toHex(key))).size).toBe(1);
  });

  it('are made once in a batch that asks for the first at once', async () => {
    const calls: string[] = [];
    const { keys } = createVault(ground.runtime({ instrument: namingCalls(calls) }));
    const batch = Array.from({ length: 20 }, () => keys.obtain(subject('batch'), 'loans'));
    expect(new Set((await Promise.all(batch)).map((key) => key && toHex(key))).size).toBe(1);
    expect(calls.filter((name) => name === 'GenerateDataKeyCommand')).toHaveLength(1);
    await keys.entomb('batch', until);
    expect(await keys.obtain(subject('batch'), 'loans')).toBeUndefined();
  });

  it('are fetched once a function, and die for all of it', async () => {
    const bytes = await sealed('shared');
    const calls: string[] = [];
    const runtime = ground.runtime({ instrument: namingCalls(calls) });
    const [one, other] = [createVault(runtime), createVault(runtime)];
    expect(await open(one, 'shared', bytes)).toBe('Ana');
    const before = calls.length;
    expect(await open(other, 'shared', bytes)).toBe('Ana');
    expect(calls).toHaveLength(before);
    await one.keys.entomb('shared', until);
    expect(await open(other, 'shared', bytes)).toBeUndefined();
  });

  it('a class destroyed alone leaves the others alive', async () => {
    const { keys } = createVault(ground.runtime());
    await keys.obtain(subject('c'), 'contact');
    await keys.obtain(subject('c'), 'history');
    await keys.destroy('c', ['history']);
    expect(await keys.find('c', 'history')).toBeUndefined();
    expect(await keys.find('c', 'contact')).toBeDefined();
  });
});

describe('[RET-20] [RGT-06] an entombed reader', () => {
  it('has no key left and can get none, not even of a class that never was', async () => {
    const bytes = await sealed('d');
    await createVault(ground.runtime()).keys.entomb('d', until);
    const vault = createVault(ground.runtime());
    expect(await open(vault, 'd', bytes)).toBeUndefined();
    for (const keyClass of [
      'contact',
      'loans',
      'history',
      'dispute',
      'evidence',
      'audit',
    ] as const) {
      expect(await vault.keys.obtain(subject('d'), keyClass)).toBeUndefined();
    }
  });

  it('stays so when a maker races the tombstone', async () => {
    const makers = Array.from({ length: 20 }, () => createVault(ground.runtime()).keys);
    const { keys } = createVault(ground.runtime());
    await Promise.all([
      ...makers.map((one) => one.obtain(subject('e'), 'contact')),
      keys.entomb('e', until),
    ]);
    expect(await createVault(ground.runtime()).keys.find('e', 'contact')).toBeUndefined();
  });

  it('is denied by a warm function too, a minute later at the latest', async () => {
    const bytes = await sealed('f');
    const warm = createVault(ground.runtime());
    expect(await open(warm, 'f', bytes)).toBe('Ana');
    await createVault(ground.runtime()).keys.entomb('f', until);
    ground.setNow('2026-11-23T09:01:01+01:00');
    expect(await open(warm, 'f', bytes)).toBeUndefined();
  });
});
