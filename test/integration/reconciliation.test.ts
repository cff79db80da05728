import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  loanCreated,
  loanReturned,
  postEvents,
  raw,
  startWithAna,
  tokenOf,
  type TestNetwork,
} from '../support/network.ts';

let network: TestNetwork;
let token: string;

beforeAll(async () => {
  ({ network, token } = await startWithAna());
});
afterAll(() => network.stop());

const url = (path = '') => `${network.baseUrl}/v1/reconciliations${path}`;
const at = '2026-11-22T22:00:00+01:00';
const refs = (...numbers: number[]) => numbers.map((n) => `koha:${String(n)}`);

const say = (body: object, as = token) =>
  raw(url(), { method: 'POST', token: as, body: { library: 'mf-centre', at, ...body } });

const lend = (numbers: readonly number[], more: object = {}) =>
  postEvents(
    network.as('ILS'),
    numbers.map((n) => loanCreated(n, { library: 'mf-centre', ...more })),
  );

async function stateOf(n: number): Promise<Record<string, unknown> | undefined> {
  const patron = `${network.baseUrl}/v1/patrons/koha:1042/loans?limit=100`;
  const { body } = await raw(patron, { token });
  const items = z.array(z.record(z.string(), z.unknown())).parse(body['items']);
  return items.find(({ loanRef }) => loanRef === `koha:${String(n)}`);
}

describe('[RET-06] a return that never arrived', () => {
  it('is settled at the instant of the snapshot, whose pages may come twice and in any order', async () => {
    await lend([1, 2, 3, 4]);
    await lend([5], { library: 'vs-centre' });
    const first = await say({ openLoanRefs: refs(4, 77), last: false });
    expect(first).toMatchObject({
      status: 200,
      body: { missing: 0, closed: 0, unknown: 1, unknownRefs: ['koha:77'] },
    });
    await say({ openLoanRefs: refs(4, 77), last: false });
    const last = await say({ openLoanRefs: refs(1), last: true });
    expect(last.body).toEqual({ missing: 2, closed: 2, unknown: 0, unknownRefs: [] });
    expect(await stateOf(2)).toMatchObject({
      state: 'RETURNED',
      returnedAt: '2026-11-22T22:00:00+01:00',
      purgeAt: '2027-04-01T00:00:00+02:00',
    });
    expect(await stateOf(1)).toMatchObject({ state: 'OPEN' });
    expect(await stateOf(5)).toMatchObject({ state: 'OPEN' });
    const again = await say({ openLoanRefs: refs(1), last: true });
    expect(again.body).toMatchObject({ missing: 0, closed: 0 });
  });

  it('[RET-01] gives way to the return itself, when that arrives late and is earlier', async () => {
    await lend([11], { at: '2026-10-05T10:00:00+02:00', dueOn: '2026-10-26' });
    await say({ at: '2026-11-22T23:00:00+01:00', openLoanRefs: refs(1, 4), last: true });
    expect(await stateOf(11)).toMatchObject({ returnedAt: '2026-11-22T23:00:00+01:00' });
    const [outcome] = await postEvents(network.as('ILS'), [
      loanReturned(11, { library: 'mf-centre', at: '2026-10-30T17:10:00+01:00' }),
    ]);
    expect(outcome).toMatchObject({ status: 'APPLIED', purgeAt: '2027-03-01T00:00:00+01:00' });
  });

  it('is not seen in a loan of which something was heard after the snapshot', async () => {
    await lend([21], { at: '2026-11-23T08:59:00+01:00' });
    const { body } = await say({ openLoanRefs: refs(1, 4), last: true });
    expect(body).toMatchObject({ missing: 1, closed: 0 });
    expect(await stateOf(21)).toMatchObject({ state: 'OPEN' });
  });

  it('is not believed when too many are missing at once, until somebody has looked', async () => {
    const many = Array.from({ length: 30 }, (_, n) => 100 + n);
    await postEvents(
      network.as('ILS'),
      many.map((n) => loanCreated(n, { library: 'mf-ecole' })),
    );
    const half = { library: 'mf-ecole', openLoanRefs: refs(100), last: true };
    const refused = await say(half);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'TOO_MANY_MISSING', rule: 'RET-06' },
    });
    expect(await stateOf(129)).toMatchObject({ state: 'OPEN' });
    expect((await say({ ...half, confirm: 29 })).body).toMatchObject({ missing: 29, closed: 29 });
  });
});

describe('what cannot be compared', () => {
  it('changes nothing: a date to come, another commune, an unknown field, too many refs, another role', async () => {
    const page = { openLoanRefs: [], last: true };
    expect(await say({ ...page, at: '2027-01-05T00:00:00+01:00' })).toMatchObject({ status: 422 });
    const foreign = await tokenOf(network, { role: 'ILS', communes: ['valserine'] });
    expect((await say(page, foreign)).status).toBe(404);
    expect((await say({ ...page, library: 'nowhere' })).status).toBe(404);
    expect((await say({ ...page, patrons: [] })).status).toBe(422);
    const refsOver = refs(...Array.from({ length: 5001 }, (_, n) => n));
    expect((await say({ ...page, openLoanRefs: refsOver })).status).toBe(422);
    const desk = await tokenOf(network, { role: 'DESK', communes: ['*'] });
    expect((await say(page, desk)).status).toBe(403);
  });
});

describe('loans of which nothing was heard', () => {
  it('are listed by library, the longest silence first, without a reader', async () => {
    await lend([201], { library: 'es-lac', at: '2026-03-02T10:00:00+01:00', dueOn: '2026-03-30' });
    await lend([202], { library: 'es-lac', at: '2026-01-12T10:00:00+01:00', dueOn: '2026-02-09' });
    await lend([203], { library: 'es-lac' });
    const manager = await tokenOf(network, { role: 'MANAGER', communes: ['les-essarts'] });
    const list = await raw(url('/silent-loans?library=es-lac'), { token: manager });
    expect(list.body).toEqual({
      items: [
        { loanRef: 'koha:202', dueOn: '2026-02-09', lastNewsAt: '2026-01-12T10:00:00+01:00' },
        { loanRef: 'koha:201', dueOn: '2026-03-30', lastNewsAt: '2026-03-02T10:00:00+01:00' },
      ],
    });
    const longest = await raw(url('/silent-loans?library=es-lac&days=300'), { token: manager });
    expect(longest.body).toMatchObject({ items: [{ loanRef: 'koha:202' }] });
    const stranger = await tokenOf(network, { role: 'MANAGER', communes: ['montfort'] });
    expect((await raw(url('/silent-loans?library=es-lac'), { token: stranger })).status).toBe(404);
  });
});
