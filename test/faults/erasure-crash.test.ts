import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  loanCreated,
  loanReturned,
  postEvents,
  put,
  settle,
  startTestNetwork,
} from '../support/network.ts';
import { countRaw, erase, readCase } from '../support/rights.ts';

const points = [
  'rights.erasure.prepared',
  'rights.erasure.keys-destroyed',
  'rights.erasure.bytes-deleted',
];

describe('[RGT-06] an erasure that dies on the way', () => {
  it.each(points)(
    'at %s is finished by the next delivery, with the same end state',
    async (point) => {
      const network = await startTestNetwork({
        die: () => {
          throw new Error('power cut');
        },
      });
      await put(network.as('ILS'), 'koha:1042');
      await postEvents(network.as('ILS'), [loanCreated(1), loanReturned(1)]);
      const armed = await network.open.call({
        method: 'POST',
        path: '/_local/crash',
        body: { point },
        answer: z.unknown(),
      });
      expect(armed.ok).toBe(true);

      const interrupted = await erase(network, 'koha:1042');
      expect(interrupted.state).toBe('EXECUTING');
      // The message comes back when its visibility has passed.
      await network.open.call({
        method: 'POST',
        path: '/_local/clock',
        body: { advance: 'PT1H' },
        answer: z.unknown(),
      });
      await settle(network);
      const done = await readCase(network, interrupted.id);
      const found = await Promise.all(
        ['Nguyên', 'koha:1042', 'Germinal'].map((trace) => countRaw(network, trace)),
      );
      await network.stop();
      expect(done.state).toBe('COMPLETED');
      expect(done.categories.every(({ recount }) => recount === 0)).toBe(true);
      expect(found).toEqual([0, 0, 0]);
    },
  );
});
