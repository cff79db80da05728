import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { epochSeconds } from '#core/calendar.ts';
import type { Runtime } from '#core/runtime.ts';
import { createGateReads } from '../../../functions/consent/adapters/gate-reads.ts';
import { createSuppressions } from '../../../functions/consent/adapters/suppressions.ts';
import { contribute as forgetting } from '../../../functions/consent/handlers/sweep.ts';
import { manifest as consent } from '../../../functions/consent/manifest.ts';
import { manifest as governance } from '../../../functions/governance/manifest.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';

let ground: TestGround;

beforeAll(async () => {
  const manifests = [rights, consent, governance];
  ground = await openTestGround({ manifests, now: '2027-06-15T10:00:00+02:00' });
});
afterAll(() => ground.stop());

async function oppose(at: string, contact: string, ...purposes: string[]): Promise<void> {
  ground.setNow(at);
  await createSuppressions(ground.runtime()).add(contact, purposes);
}

/** What the gate sees of a contact: codes in order; nothing when it is not protected. */
async function seen(contact: string, runtime: Runtime = ground.runtime()): Promise<string[]> {
  const asked = { subjectRefs: [], contacts: [contact], communes: [] };
  const { suppressed } = await createGateReads(runtime).readMany(asked);
  return [...(suppressed.get(contact)?.purposes ?? [])].toSorted();
}

async function sweep(at: string) {
  ground.setNow(at);
  const step = forgetting(ground.runtime());
  const lines = await step.sweep(Temporal.Instant.from(at), () => Promise.resolve());
  return lines.find(({ category }) => category === 'OPPOSED_CONTACT');
}

async function everything(table: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await ground.client.send(new ScanCommand({ TableName: table }));
  return Items;
}

const entries = async () => (await everything('Consents')).filter(({ sk }) => sk === 'SUPPRESSED');

describe('[RET-18] an opposed number', () => {
  const number = '+33639981101';

  it('is protected three years from the last refusal, whatever was refused in which year', async () => {
    await oppose('2027-06-15T10:00:00+02:00', number, 'OVERDUE');
    await oppose('2028-02-29T10:00:00+01:00', number, 'HOLD');
    expect(await entries()).toHaveLength(2);
    expect(await seen(number)).toEqual(['HOLD', 'OVERDUE']);
    ground.setNow('2031-02-28T09:59:59+01:00');
    expect(await seen(number)).toEqual(['HOLD', 'OVERDUE']);
    ground.setNow('2031-02-28T10:00:00+01:00');
    expect(await seen(number)).toEqual([]);
  });

  it('goes with the sweep, each hash at its own end', async () => {
    expect(await sweep('2030-06-16T00:10:00+02:00')).toMatchObject({
      found: 1,
      deleted: 1,
      recount: 0,
    });
    expect(await seen(number)).toEqual(['HOLD', 'OVERDUE']);
    expect(await sweep('2031-03-01T00:10:00+01:00')).toMatchObject({
      found: 1,
      deleted: 1,
      recount: 0,
    });
    expect(await entries()).toEqual([]);
  });
});

describe('[RET-18] the key of a year', () => {
  const number = '+33639981102';
  const deaths = async () => (await everything('SuppressionKeys')).map(({ purgeAt }) => purgeAt);
  const death = '2036-01-01T01:00:00+01:00';
  let copy: Record<string, unknown>;

  it('is another every year, and four live at most', async () => {
    await oppose('2032-12-31T23:00:00+01:00', number, 'SURVEY');
    const warm = ground.runtime();
    expect(await seen(number, warm)).toEqual(['SURVEY']);
    copy = { ...(await entries())[0], purgeAt: 99_999_999_999 };
    await oppose('2033-01-01T01:00:00+01:00', '+33639981103', 'SURVEY');
    expect(await seen(number, warm)).toEqual(['SURVEY']);
    expect(await seen('+33639981103', warm)).toEqual(['SURVEY']);
    await sweep('2033-01-01T02:10:00+01:00');
    expect(await deaths()).toHaveLength(4);
  });

  it('lives as long as an entry of its year may stand', async () => {
    ground.setNow('2035-12-31T22:59:59+01:00');
    expect(await seen(number)).toEqual(['SURVEY']);
    ground.setNow('2035-12-31T23:00:00+01:00');
    expect(await seen(number)).toEqual([]);
  });

  it('dies then, and no copy of the table tells anything any more', async () => {
    await ground.client.send(new PutCommand({ TableName: 'Consents', Item: copy }));
    ground.setNow('2036-01-01T00:59:59+01:00');
    expect(await seen(number)).toEqual(['SURVEY']);
    ground.setNow(death);
    expect(await seen(number)).toEqual([]);
    expect(await deaths()).toContain(epochSeconds(Temporal.Instant.from(death)));
    await sweep(death);
    expect(await deaths()).not.toContain(epochSeconds(Temporal.Instant.from(death)));
    // Not the filter, the key: a clock put back does not bring it back.
    ground.setNow('2035-07-14T10:00:00+02:00');
    expect(await seen(number)).toEqual([]);
  });

  it('is one, whoever meets the new year first', async () => {
    ground.setNow('2041-01-01T00:00:00Z');
    const numbers = ['+33639981110', '+33639981111', '+33639981112'];
    await Promise.all([
      ...numbers.map((one) => createSuppressions(ground.runtime()).add(one, ['HOLD'])),
      ...numbers.map((one) => seen(one)),
    ]);
    for (const one of numbers) expect(await seen(one)).toEqual(['HOLD']);
  });
});
