import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  ana,
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

const patronUrl = (ref = 'koha:1042') => `${network.baseUrl}/v1/patrons/${ref}`;
const Errors = z.array(
  z.object({ field: z.string(), code: z.string(), rule: z.string().optional() }),
);
const errorsOf = (body: Record<string, unknown>) => Errors.parse(body['errors']);

describe('a request that cannot be read', () => {
  it.each([
    ['a body that is not JSON', 400, 'UNREADABLE', { body: '{"library":' }],
    [
      'a body of 2 MB',
      413,
      'TOO_LARGE',
      { body: JSON.stringify({ library: 'x'.repeat(2_000_000) }) },
    ],
    [
      'another content type',
      415,
      'UNSUPPORTED_TYPE',
      { body: 'library=x', headers: { 'content-type': 'text/plain' } },
    ],
  ])('%s → %d %s', async (_name, status, code, init) => {
    const answer = await raw(patronUrl(), { method: 'PUT', token, ...init });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('an unknown filter → 400', async () => {
    expect((await raw(`${patronUrl()}/loans?csp=3`, { token })).status).toBe(400);
  });

  it.each([
    ['ILS', `/v1/patrons/koha:1042/loans`],
    ['ILS', '/v1/outbox'],
    ['DPO', '/v1/retention-runs'],
    ['DPO', '/v1/register'],
    ['DPO', '/v1/purposes'],
  ])('a cursor that no answer to %s of %s held → 400 with the field', async (role, path) => {
    const own = await tokenOf(network, { role, communes: ['*'] });
    const answer = await raw(`${network.baseUrl}${path}?cursor=garbage`, { token: own });
    expect([answer.status, errorsOf(answer.body)[0]?.field]).toEqual([400, 'cursor']);
  });
});

describe('a field that may not be', () => {
  const before = () => raw(patronUrl(), { token });

  it.each([
    ['[DAT-01] an unknown field', { nationality: 'FR' }, 'nationality UNKNOWN_FIELD DAT-01'],
    [
      '[DAT-02] [#81] a NIR in a name',
      { name: { family: '2 06 12 75 111 005 64' } },
      'name.family NIR DAT-02',
    ],
    [
      '[DAT-02] a NIR in an address',
      { address: { lines: ['255022A00400789'] } },
      'address.lines.0 NIR DAT-02',
    ],
    [
      '[DAT-02] a NIR in a notice id',
      {
        informed: [
          { purpose: 'HOLD', notice: '184032B03302507', version: 1, by: 'DESK', on: '2026-01-01' },
        ],
      },
      'informed.0.notice NIR DAT-02',
    ],
    ['[DAT-07] a number that is none', { mobile: '06 12 34 56 78' }, 'mobile NOT_E164 DAT-07'],
    [
      '[DAT-07] a day that does not exist',
      { enrolledOn: '2026-02-30' },
      'enrolledOn IMPOSSIBLE_DATE DAT-07',
    ],
    ['[CAM-12] [#114] a rented file', { source: 'RENTED' }, 'source NOT_ALLOWED -'],
    ['an unknown library', { library: 'atlantis' }, 'library UNKNOWN_LIBRARY -'],
    ['a library of another commune', { commune: 'montfort' }, 'commune COMMUNE_MISMATCH -'],
  ])('%s → 422 with field and rule, and nothing changes', async (_name, more, expected) => {
    const unchanged = await before();
    const answer = await raw(patronUrl(), { method: 'PUT', token, body: ana(more) });
    expect(answer.status).toBe(422);
    const said = errorsOf(answer.body).map(
      ({ field, code, rule = '-' }) => `${field} ${code} ${rule}`,
    );
    expect(said).toContain(expected);
    expect((await before()).body).toEqual(unchanged.body);
  });

  it('answers in the language asked for, French by default', async () => {
    const said = async (language?: string) => {
      const headers = language ? { 'accept-language': language } : {};
      const answer = await raw(patronUrl(), {
        method: 'PUT',
        token,
        body: ana({ nationality: 'FR' }),
        headers,
      });
      return z.array(z.object({ message: z.string() })).parse(answer.body['errors'])[0]?.message;
    };
    expect(await said()).toBe('Ce champ n’est pas dans la liste des données autorisées.');
    expect(await said('en')).toBe('This field is not on the list of permitted data.');
  });
});

describe('an import with bad rows', () => {
  it('[DAT-07] gives each row its outcome; the second row of one ref is refused, the others are in', async () => {
    const rows = [
      { patronRef: 'koha:2001', ...ana({ name: { family: 'Roy', given: ['Li'] } }) },
      { patronRef: 'koha:2001', ...ana({ email: 'autre@example.org' }) },
      { patronRef: 'koha:2002', ...ana({ birthDate: '1900-01-01', birthYear: undefined }) },
      { patronRef: 'koha:2003', ...ana({ name: { family: '206127511100564' } }) },
      'not a row',
      { patronRef: 'koha:2004', ...ana({ name: { family: 'Roy', given: ['Lu'] } }) },
    ];
    const answer = await raw(`${network.baseUrl}/v1/imports`, {
      method: 'POST',
      token,
      body: { source: 'ILS', commune: 'valserine', rows },
    });
    const outcomes = z.array(z.object({ status: z.string() })).parse(answer.body['outcomes']);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'ACCEPTED',
      'REJECTED',
      'QUARANTINED',
      'REJECTED',
      'REJECTED',
      'ACCEPTED',
    ]);
    expect((await raw(patronUrl('koha:2001'), { token })).body['email']).toBe('ana@example.org');
    expect((await raw(patronUrl('koha:2003'), { token })).status).toBe(404);
  });
});

describe('events that are not as they should be', () => {
  const codeOf = async (event: object) => {
    const [outcome] = await postEvents(network.as('ILS'), [event]);
    return [outcome?.status, outcome?.errors?.[0]?.field, outcome?.errors?.[0]?.code];
  };

  it.each([
    [
      'a time without offset',
      loanCreated('e1', { at: '2026-11-02T10:00:00' }),
      'at',
      'OFFSET_REQUIRED',
    ],
    [
      'a time in the future',
      loanCreated('e2', { at: '2026-12-24T10:00:00+01:00' }),
      'at',
      'FUTURE',
    ],
    ['an unknown type', loanCreated('e3', { type: 'loan.dreamt' }), 'type', 'UNKNOWN_TYPE'],
    [
      '[DAT-01] an unknown field',
      loanCreated('e4', { borrowerName: 'Ana' }),
      'borrowerName',
      'UNKNOWN_FIELD',
    ],
    [
      '[DAT-02] a NIR in a title',
      loanCreated('e5', { title: '2 06 12 75 111 005 64' }),
      'title',
      'NIR',
    ],
    [
      'a reader nobody knows',
      loanCreated('e6', { patronRef: 'koha:404' }),
      'patronRef',
      'UNKNOWN_PATRON',
    ],
  ])('%s is rejected with its field', async (_name, event, field, code) => {
    expect(await codeOf(event)).toEqual(['REJECTED', field, code]);
  });

  it('one bad event never fails the others, and each has its outcome in its place', async () => {
    const outcomes = await postEvents(network.as('ILS'), [
      loanCreated('m1'),
      { id: 'nonsense' },
      loanCreated('m2'),
      'nonsense' as unknown as object,
    ]);
    expect(outcomes.map(({ id, status }) => [id, status])).toEqual([
      ['created-m1', 'APPLIED'],
      ['nonsense', 'REJECTED'],
      ['created-m2', 'APPLIED'],
      ['', 'REJECTED'],
    ]);
  });

  it('the same event twice is a duplicate and changes nothing', async () => {
    await postEvents(network.as('ILS'), [loanCreated('d1')]);
    const loans = await raw(`${patronUrl()}/loans`, { token });
    const [again] = await postEvents(network.as('ILS'), [loanCreated('d1')]);
    expect(again?.status).toBe('DUPLICATE');
    expect((await raw(`${patronUrl()}/loans`, { token })).body).toEqual(loans.body);
  });

  it('a return before its loan loses nothing: both orders end alike', async () => {
    const state = async (n: string) => {
      const { body } = await raw(`${patronUrl()}/loans?limit=200`, { token });
      const items = z
        .array(z.looseObject({ loanRef: z.string(), state: z.string() }))
        .parse(body['items']);
      const {
        loanRef: _own,
        itemRef: _item,
        ...rest
      } = items.find(({ loanRef }) => loanRef === `koha:${n}`) ?? {
        loanRef: '',
        itemRef: '',
      };
      return rest;
    };
    await postEvents(network.as('ILS'), [loanCreated('o1')]);
    await postEvents(network.as('ILS'), [loanReturned('o1')]);
    await postEvents(network.as('ILS'), [loanReturned('o2')]);
    await postEvents(network.as('ILS'), [loanCreated('o2')]);
    expect(await state('o1')).toMatchObject({ state: 'RETURNED' });
    expect(await state('o2')).toEqual(await state('o1'));
  });
});

describe('a token that does not fit', () => {
  it('none, or garbage → 401', async () => {
    expect((await raw(patronUrl())).status).toBe(401);
    expect((await raw(patronUrl(), { token: 'garbage' })).status).toBe(401);
  });

  it('[GOV-10] of another commune → 404, as if nobody were there', async () => {
    const other = await tokenOf(network, { role: 'DESK', communes: ['montfort'] });
    const foreign = await raw(patronUrl(), { token: other });
    const absent = await raw(patronUrl('koha:404'), { token: other });
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    const { instance: _a, ...foreignBody } = foreign.body;
    const { instance: _b, ...absentBody } = absent.body;
    expect(foreignBody).toEqual(absentBody);
  });

  it('of a role that may not → 403', async () => {
    const stats = await tokenOf(network, { role: 'STATS', communes: ['*'] });
    const answer = await raw(patronUrl(), { token: stats });
    expect([answer.status, answer.body['rule']]).toEqual([403, 'GOV-10']);
  });

  it('of another reader → 404', async () => {
    const reader = await tokenOf(network, { role: 'PATRON', communes: [], patronRef: 'koha:2004' });
    expect((await raw(patronUrl(), { token: reader })).status).toBe(404);
  });
});
