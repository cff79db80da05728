import { describe, expect, it } from '@jest/globals';
import { actsIn, callerFrom, mayReach } from '#core/caller.ts';

const claims = { sub: 'koha', network: 'n', communes: ['a'], roles: ['DESK'] };

describe('callerFrom', () => {
  it('reads real arrays and the strings that API Gateway makes of them alike', () => {
    const gateway = { sub: 'koha', network: 'n', communes: '[a b]', roles: '[DESK ILS]' };
    expect(callerFrom(gateway)).toEqual({
      sub: 'koha',
      network: 'n',
      communes: ['a', 'b'],
      roles: ['DESK', 'ILS'],
      guardianOf: [],
    });
    expect(callerFrom(claims)?.communes).toEqual(['a']);
  });

  it.each([
    ['an unknown role', { ...claims, roles: ['MAYOR'] }],
    ['no network', { sub: 'koha', roles: ['DESK'] }],
    ['no claims at all', undefined],
  ])('refuses %s', (_name, value) => {
    expect(callerFrom(value)).toBeUndefined();
  });
});

describe('[GOV-10] who reaches a reader', () => {
  const person = { patronRef: 'koha:1', commune: 'a' };
  const base = { sub: 's', network: 'n', guardianOf: [] };

  it.each([
    ['staff of the commune', { ...base, communes: ['a'], roles: ['DESK'] as const }, true],
    ['staff of the whole network', { ...base, communes: ['*'], roles: ['ILS'] as const }, true],
    ['staff of another commune', { ...base, communes: ['b'], roles: ['DESK'] as const }, false],
    [
      'the reader',
      { ...base, communes: [], roles: ['PATRON'] as const, patronRef: 'koha:1' },
      true,
    ],
    [
      'another reader',
      { ...base, communes: ['a'], roles: ['PATRON'] as const, patronRef: 'koha:2' },
      false,
    ],
    [
      'the guardian',
      { ...base, communes: [], roles: ['GUARDIAN'] as const, guardianOf: ['koha:1'] },
      true,
    ],
    [
      'communication, who sees counts only',
      { ...base, communes: ['*'], roles: ['COMMUNICATION'] as const },
      false,
    ],
  ])('%s: %#', (_name, caller, expected) => {
    expect(mayReach(caller, person)).toBe(expected);
  });

  it('acts only in the communes of the token', () => {
    const caller = { ...base, communes: ['a'], roles: ['DESK'] as const };
    expect([actsIn(caller, 'a'), actsIn(caller, 'b')]).toEqual([true, false]);
  });
});
