import { describe, expect, it } from '@jest/globals';
import { placeOf, rotate, type Secret } from '../../../functions/clients/domain/client.ts';
import { headersOf, readCredential } from '../../../functions/clients/domain/credential.ts';
import { latestFullAt, pace, waitSeconds } from '../../../functions/clients/domain/pace.ts';

const secret = (hash: string, more: Partial<Secret> = {}): Secret => ({
  hash,
  createdOn: '2026-11-01',
  expiresOn: '2027-11-01',
  isUsed: false,
  ...more,
});
const hashes = (secrets: readonly Secret[]) => secrets.map(({ hash }) => hash);

describe('the secrets after a rotation', () => {
  const inUse = secret('old', { isUsed: true });
  const fresh = secret('new');

  it('are two: the one in use for some days, and the new one', () => {
    expect(rotate([inUse], fresh, '2026-12-07')).toEqual([
      { ...inUse, expiresOn: '2026-12-07' },
      fresh,
    ]);
  });

  it('never live longer than they were to', () => {
    const ending = secret('old', { isUsed: true, expiresOn: '2026-11-30' });
    expect(rotate([ending], fresh, '2026-12-07')[0]?.expiresOn).toBe('2026-11-30');
  });

  it('keep the one in use when the answer of a first rotation was lost', () => {
    const lost = rotate([inUse], secret('lost'), '2026-12-07');
    expect(hashes(rotate(lost, fresh, '2026-12-07'))).toEqual(['old', 'new']);
  });

  it('let the older go once both are in use', () => {
    const both = [inUse, secret('newer', { isUsed: true })];
    expect(hashes(rotate(both, fresh, '2026-12-07'))).toEqual(['newer', 'new']);
  });

  it('are one after a leak', () => {
    expect(rotate([inUse, secret('newer')], fresh, undefined)).toEqual([fresh]);
  });
});

it('a secret is found by its whole hash only', () => {
  const secrets = [secret('aaaa'), secret('bbbb')];
  expect(['bbbb', 'bbbc', 'bbb', ''].map((hash) => placeOf(secrets, hash))).toEqual([
    1, -1, -1, -1,
  ]);
});

describe('the header of a client', () => {
  const credential = { id: 'evergreen-1', secret: 'Ab_-'.repeat(11).slice(0, 43) };
  const { bearer, basic } = headersOf(credential);

  it.each([bearer, basic, bearer.replace('Bearer', 'bearer')])('%s is read', (header) => {
    expect(readCredential(header)).toEqual(credential);
  });

  it.each([
    ['nothing', undefined],
    ['a token of the identity provider', 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln'],
    ['a secret that is too short', `Bearer evergreen-1.short`],
    ['another scheme', bearer.replace('Bearer', 'Digest')],
    ['two headers joined by the gateway', `${bearer},${bearer}`],
    ['Basic without a colon', `Basic ${Buffer.from('evergreen-1').toString('base64')}`],
  ])('%s is not', (_, header) => {
    expect(readCredential(header)).toBeUndefined();
  });
});

describe('the bucket', () => {
  it('holds a night run of Evergreen: the whole burst at once, then its rate', () => {
    const now = 1_000_000;
    const afterBurst = now + pace.burst * pace.intervalMs;
    expect(afterBurst - pace.intervalMs).toBeLessThanOrEqual(latestFullAt(now));
    expect(afterBurst).toBeGreaterThan(latestFullAt(now));
    expect(afterBurst).toBeLessThanOrEqual(latestFullAt(now + pace.intervalMs));
    expect(1000 / pace.intervalMs).toBe(50);
  });

  it('says in whole seconds how long to wait', () => {
    expect(waitSeconds(latestFullAt(0) + 1, 0)).toBe(1);
    expect(waitSeconds(latestFullAt(0) + 2001, 0)).toBe(3);
  });
});
