import { describe, expect, it } from '@jest/globals';
import { contractEnd, reservesOf } from '../../../functions/consent/domain/network-facts.ts';

describe('what the network file says to the gate', () => {
  it.each([
    ['2026-03-15', '2026-03-22', '2025-09-01'],
    ['2028-03-12', undefined, '2027-09-01'],
    ['2027-04-11', undefined, '2026-10-01'],
    ['2031-08-31', '2031-09-07', '2031-02-01'],
  ])(
    '[CAM-11] an election on %s (last round %s) is reserved from %s',
    (firstRound, lastRound, from) => {
      const election = { title: 'x', firstRound, ...(lastRound !== undefined && { lastRound }) };
      expect(reservesOf({ elections: [election] }, 'a')).toEqual([
        { from, to: lastRound ?? firstRound },
      ]);
      expect(reservesOf({ elections: [{ ...election, communes: ['b'] }] }, 'a')).toEqual([]);
    },
  );

  it('[GOV-04] a channel lasts as long as its longest contract', () => {
    const vendor = (service: 'EMAIL' | 'SMS', endsOn: string) => ({
      id: endsOn,
      name: 'x',
      service,
      contractRef: 'r',
      location: 'France',
      endsOn,
    });
    const vendors = [
      vendor('SMS', '2027-06-30'),
      vendor('SMS', '2029-01-31'),
      vendor('SMS', '2026-01-01'),
    ];
    expect(contractEnd({ vendors }, 'SMS')).toBe('2029-01-31');
    expect(contractEnd({ vendors }, 'EMAIL')).toBeUndefined();
  });
});
