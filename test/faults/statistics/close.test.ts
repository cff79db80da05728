import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { intake, openLoansGround, stored, text } from '../../integration/loans/ground.ts';
import { close, loansOf, restore } from '../../integration/statistics/ground.ts';
import type { TestGround } from '../../support/runtime.ts';

let ground: TestGround;
beforeAll(async () => {
  ground = await openLoansGround('2026-01-20T09:00:00+01:00');
  await intake(ground.runtime())(...loansOf(15), ...elsewhere, ...before);
  ground.setNow('2026-02-12T04:00:00+01:00');
});
afterAll(() => ground.stop());

class Killed extends Error {}

function dying(k: number) {
  let left = k;
  const reached = () => {
    if (left === 0) throw new Killed();
    left -= 1;
  };
  return ground.runtime({ reached });
}

const named = (name: string, more: object) =>
  loansOf(15, more).map((event) => ({
    ...event,
    id: name + event.id,
    loanRef: `${event.loanRef}-${name}`,
  }));
const elsewhere = named('mf', { library: 'mf-centre' });
const before = named('old', { at: '2025-11-20T10:00:00+01:00' });

/** Every stored attribute; the engine keeps no order among them. */
const end = async () =>
  text(await stored(ground, 'Statistics'))
    .match(/"[^"]+":\{[^{}]*\}/gu)
    ?.toSorted();

const uncount = () => restore(ground, { Statistics: [] });

describe('the counting of months that is killed', () => {
  it('[STA-02] at any point and run again ends as if it never had been', async () => {
    await uncount();
    const months = await close(ground.runtime());
    expect(months).toBe(ground.network.communes.length + 1);
    const expected = await end();
    expect(expected?.filter((one) => one === '"n":{"N":"15"}')).toHaveLength(3);
    let points = 0;
    for (let isKilled = true; isKilled; points += 1) {
      await uncount();
      isKilled = await close(dying(points)).then(
        () => false,
        (error: unknown) => error instanceof Killed,
      );
      await close(ground.runtime());
      expect(await end()).toEqual(expected);
    }
    expect(points).toBe(months + 2);
  });

  it('[STA-02] twice at once ends like once', async () => {
    await uncount();
    await close(ground.runtime());
    const expected = await end();
    await uncount();
    await Promise.all([close(ground.runtime()), close(ground.runtime())]);
    expect(await end()).toEqual(expected);
  });
});
