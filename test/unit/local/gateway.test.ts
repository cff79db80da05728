import { describe, expect, it } from '@jest/globals';
import { flattenClaims, toGatewayResponse } from '../../../infra/local/gateway.ts';
import { callerFrom } from '../../../layers/core/caller.ts';

describe('claims as API Gateway hands them over', () => {
  it('turns every value into a string, arrays into [a b]', () => {
    expect(
      flattenClaims({
        sub: 'a',
        exp: 1795424400,
        roles: ['ILS', 'DESK'],
        communes: ['*'],
        guardianOf: [],
        ok: true,
      }),
    ).toEqual({
      sub: 'a',
      exp: '1795424400',
      roles: '[ILS DESK]',
      communes: '[*]',
      guardianOf: '[]',
      ok: 'true',
    });
  });

  it('is understood by the functions', () => {
    const claims = {
      sub: 'a',
      network: 'n',
      roles: ['ILS', 'DESK'],
      communes: ['v', 'm'],
      guardianOf: ['koha:1043'],
    };
    expect(callerFrom(flattenClaims(claims))).toEqual(claims);
  });
});

describe('what API Gateway makes of a return value', () => {
  it.each([
    ['an object without a status', { a: 1 }, { statusCode: 200, body: '{"a":1}' }],
    ['a string', 'a', { statusCode: 200, body: 'a' }],
    ['nothing', undefined, { statusCode: 200, body: '' }],
    ['a structured answer', { statusCode: 204 }, { statusCode: 204, headers: {} }],
  ])('%s', (_, value, expected) => {
    expect(toGatewayResponse(value)).toMatchObject(expected);
  });

  it.each([[{ statusCode: 'OK' }], [{ statusCode: 200, body: { a: 1 } }], [{ statusCode: 42 }]])(
    'nothing of a malformed one: %j',
    (value) => {
      expect(toGatewayResponse(value)).toBeUndefined();
    },
  );
});
