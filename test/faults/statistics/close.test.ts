import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { intake, openLoansGround, stored, text } from '../../integration/loans/ground.ts';
import { close, loansOf } from '../../integration/statistics/ground.ts';
import type { TestGround } from '../../support/runtime.ts';

let ground: TestGround;
beforeAll(async () => {
  ground = await openLoansGround('2026-01-20T09:00:00+01:00');
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

async function fill(): Promise<void> {
  ground.setNow('2026-01-20T09:00:00+01:00');
  for (const TableName of ['Loans', 'Statistics']) {
    for (const { pk, sk } of await stored(ground, TableName))
      await ground.client.send(new DeleteItemCommand({ TableName, Key: { pk, sk } }));
  }
  for (const event of loansOf(15)) await intake(ground.runtime())(event);
  await intake(ground.runtime())(...loansOf(15, { library: 'mf-centre' }).map(elsewhere));
  ground.setNow('2026-02-12T04:00:00+01:00');
}

const elsewhere = (event: { id: string; loanRef: string }) => ({
  ...event,
  id: `mf-${event.id}`,
  loanRef: `${event.loanRef}-mf`,
});

/** Every stored attribute; the engine keeps no order among them. */
const end = async () =>
  text(await stored(ground, 'Statistics'))
    .match(/"[^"]+":\{[^{}]*\}/gu)
    ?.toSorted();

describe('the counting of a month that is killed', () => {
  it('[STA-02] at any point and run again ends as if it never had been', async () => {
    await fill();
    expect(await close(ground.runtime())).toBe(2);
    const expected = await end();
    expect(expected?.filter((one) => one === '"n":{"N":"15"}')).toHaveLength(2);
    expect(expected?.join('')).not.toContain('BATCHES');
    let points = 0;
    for (let isKilled = true; isKilled; points += 1) {
      await fill();
      isKilled = await close(dying(points)).then(
        () => false,
        (error: unknown) => error instanceof Killed,
      );
      await close(ground.runtime());
      expect(await end()).toEqual(expected);
    }
    expect(points).toBe(7);
  });

  it('[STA-02] twice at once ends like once', async () => {
    await fill();
    await close(ground.runtime());
    const expected = await end();
    await fill();
    await Promise.all([close(ground.runtime()), close(ground.runtime())]);
    await close(ground.runtime());
    expect(await end()).toEqual(expected);
  });
});
