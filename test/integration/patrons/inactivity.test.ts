import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { eraseDay } from '../../../functions/patrons/domain/inactivity.ts';
import { outbox } from '../../support/messages.ts';
import {
  ana,
  loanCreated,
  loanReturned,
  moveTo,
  postEvents,
  put,
  raw,
  settle,
  startTestNetwork,
  tokenOf,
  type TestNetwork,
} from '../../support/network.ts';
import { readCase } from '../../support/rights.ts';

let network: TestNetwork;
afterEach(() => network.stop());

const patron = async (ref = 'koha:1042', claims: object = { role: 'ILS', communes: ['*'] }) =>
  raw(`${network.baseUrl}/v1/patrons/${ref}`, { token: await tokenOf(network, claims) });

const statusOf = async (ref?: string) => (await patron(ref)).status;

/** Moves the clock and lets the queues do what it asked for. */
async function at(instant: string): Promise<void> {
  await moveTo(network, instant);
  await settle(network);
}

const notices = async () =>
  (await outbox(network)).filter(({ text }) => text.includes('fiche sera effacée'));

/** What the officer of the commune decides about the notice. */
async function sign(decision: 'APPROVED' | 'REFUSED'): Promise<void> {
  const { status } = await raw(`${network.baseUrl}/v1/purposes/ACCOUNT/signoffs`, {
    method: 'POST',
    token: await tokenOf(network, { role: 'DPO', communes: ['valserine'] }),
    body: { commune: 'valserine', dpo: 'Mme Claire Morel', decision },
  });
  expect(status).toBeLessThan(300);
}

/** How often the alarm on readers erased without notice was rung. */
async function untold(): Promise<number> {
  const logs = await readFile(join(network.local.folder.path, 'logs/functions.jsonl'), 'utf8');
  return logs.split('"ErasedUntold":1').length - 1;
}

const open = async (n: string, at: string, more: object = {}) =>
  postEvents(network.as('ILS'), [loanCreated(n, { at, dueOn: at.slice(0, 10), ...more })]);
const close = async (n: string, at: string) =>
  postEvents(network.as('ILS'), [loanReturned(n, { at })]);

describe('[RET-09] [RET-10] [#83] a reader who does not borrow any more', () => {
  it('[RET-10] who never borrowed is told thirty days before and erased a year and a day after the enrolment', async () => {
    network = await startTestNetwork();
    const { subjectRef } = await put(
      network.as('ILS'),
      'koha:1042',
      ana({ enrolledOn: '2026-01-05' }),
    );
    expect((await patron()).body).toMatchObject({ eraseOn: '2027-01-06', blockers: [] });

    await at('2026-12-06T23:00:00+01:00');
    expect(await notices()).toEqual([]);
    await at('2026-12-07T01:00:00+01:00');
    const [notice, ...more] = await notices();
    expect([notice?.to, more]).toEqual(['ana@example.org', []]);
    expect(notice?.text).toContain('06/01/2027');

    await at('2027-01-05T23:30:00+01:00');
    expect(await statusOf()).toBe(200);
    await at('2027-01-06T00:30:00+01:00');
    expect([await statusOf(), (await notices()).length]).toEqual([410, 1]);
    const theCase = await readCase(network, String(subjectRef));
    expect(theCase).toMatchObject({
      kind: 'ERASURE',
      state: 'COMPLETED',
      requester: { type: 'EX_OFFICIO' },
      reason: 'RET-09',
    });
    expect(theCase.categories.map(({ state, recount }) => [state, recount])).toEqual(
      theCase.categories.map(() => ['ERASED', 0]),
    );
  });

  it('counts from the end of the last loan, and 29 February lasts until the end of 28 February', async () => {
    const start = Temporal.Instant.from('2029-01-25T09:00:00+01:00');
    network = await startTestNetwork({ clock: { held: true, start } });
    await put(network.as('ILS'), 'koha:1042', ana({ enrolledOn: '2020-01-05' }));
    await open('one', '2028-02-01T09:00:00+01:00');
    await close('one', '2028-02-29T18:00:00+01:00');
    const { body } = await patron();
    expect(body).toMatchObject({ lastLoanEnd: '2028-02-29', eraseOn: '2029-03-03' });
    // The record came too late for its notice: a week, then thirty days. The rule itself ends with 28 February.
    expect(eraseDay(Temporal.PlainDate.from('2028-02-29')).toString()).toBe('2029-03-01');
    await at('2029-03-02T23:30:00+01:00');
    expect(await statusOf()).toBe(200);
    await at('2029-03-03T00:30:00+01:00');
    expect(await statusOf()).toBe(410);
  });

  it('who borrows during the month of the notice stays, and the notice is void', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:1042', ana({ enrolledOn: '2026-01-05' }));
    await at('2026-12-10T18:00:00+01:00');
    expect(await notices()).toHaveLength(1);
    await open('late', '2026-12-10T09:00:00+01:00');
    await close('late', '2026-12-10T17:00:00+01:00');
    await at('2027-01-08T09:00:00+01:00');
    const { status, body } = await patron();
    expect([status, body['lastLoanEnd'], body['eraseOn']]).toEqual([
      200,
      '2026-12-10',
      '2027-12-11',
    ]);
    expect(await notices()).toHaveLength(1);
  });

  it('a record that comes with years of silence is given a week, a notice and thirty days', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:1042', ana({ enrolledOn: '2020-05-05' }));
    expect((await patron()).body['eraseOn']).toBe('2026-12-30');
    await at('2026-11-29T23:00:00+01:00');
    expect(await notices()).toEqual([]);
    await at('2026-11-30T09:00:00+01:00');
    expect((await notices())[0]?.text).toContain('30/12/2026');
    await at('2026-12-29T23:00:00+01:00');
    expect(await statusOf()).toBe(200);
    await at('2026-12-30T00:30:00+01:00');
    expect(await statusOf()).toBe(410);
  });

  it('whom no channel reaches is erased all the same, thirty days after we tried', async () => {
    network = await startTestNetwork();
    const {
      email: _email,
      mobile: _mobile,
      address: _address,
      ...bare
    } = ana({ enrolledOn: '2026-01-05' });
    await put(network.as('ILS'), 'koha:1042', bare);
    await at('2027-01-05T23:00:00+01:00');
    expect([await statusOf(), await outbox(network)]).toEqual([200, []]);
    await at('2027-01-06T00:30:00+01:00');
    expect(await statusOf()).toBe(410);
  });

  it('[CAM-02] [RET-11] is erased on the day all the same when nobody has signed ACCOUNT; the case says so, and an alarm rings', async () => {
    network = await startTestNetwork();
    const { subjectRef } = await put(
      network.as('ILS'),
      'koha:1042',
      ana({ enrolledOn: '2026-01-05' }),
    );
    await sign('REFUSED');
    await at('2027-01-05T23:00:00+01:00');
    expect([await statusOf(), await outbox(network), await untold()]).toEqual([200, [], 0]);
    await at('2027-01-06T00:30:00+01:00');
    expect([await statusOf(), await untold()]).toEqual([410, 1]);
    const theCase = await readCase(network, String(subjectRef));
    expect(theCase['reason']).toMatch(/^RET-09: sans préavis.*CAM-02/u);
  });

  it('[CAM-02] is told as soon as ACCOUNT is signed, with thirty days from then', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:1042', ana({ enrolledOn: '2026-01-05' }));
    await sign('REFUSED');
    await at('2026-12-15T09:00:00+01:00');
    expect(await notices()).toEqual([]);
    await sign('APPROVED');
    await at('2026-12-16T09:00:00+01:00');
    expect((await notices()).map(({ text }) => /\d\d\/\d\d\/\d{4}/u.exec(text)?.[0])).toEqual([
      '15/01/2027',
    ]);
    await at('2027-01-14T23:30:00+01:00');
    expect(await statusOf()).toBe(200);
    await at('2027-01-15T00:30:00+01:00');
    expect([await statusOf(), (await notices()).length]).toEqual([410, 1]);
  });

  it('a letter counts from the day it is printed, and one that nobody prints holds nothing back for ever', async () => {
    network = await startTestNetwork();
    const { email: _email, mobile: _mobile, ...byPost } = ana({ enrolledOn: '2026-01-05' });
    await put(network.as('ILS'), 'koha:1042', byPost);
    await put(network.as('ILS'), 'koha:1043', {
      ...byPost,
      name: { family: 'Roy', given: ['Li'] },
    });
    await at('2026-12-20T09:00:00+01:00');
    const token = await tokenOf(network, { role: 'DESK', communes: ['*'] });
    const post = (path: string, body?: object) =>
      raw(`${network.baseUrl}/v1/worklists/letters/${path}`, {
        ...{ method: 'POST', token },
        ...(body && { body }),
      });
    const task = await post('next');
    expect(String(task.body['text'])).toContain('06/01/2027');
    const isRoy = String(task.body['name']).includes('Roy');
    const [printed, waiting] = isRoy ? ['koha:1043', 'koha:1042'] : ['koha:1042', 'koha:1043'];
    await post(`${String(task.body['taskId'])}/outcome`, { outcome: 'PRINTED' });

    await at('2027-01-18T23:00:00+01:00');
    expect([await statusOf(printed), await statusOf(waiting)]).toEqual([200, 200]);
    await at('2027-01-19T00:30:00+01:00');
    expect([await statusOf(printed), await statusOf(waiting)]).toEqual([410, 200]);
    await at('2027-02-04T23:00:00+01:00');
    expect(await statusOf(waiting)).toBe(200);
    await at('2027-02-05T00:30:00+01:00');
    expect(await statusOf(waiting)).toBe(410);
  });
});

describe('[RET-11] what holds an erasure back', () => {
  it('a loan that never came back, until it does', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:1042', ana({ enrolledOn: '2024-03-14' }));
    await open('lost', '2025-11-20T10:00:00+01:00');
    await at('2027-01-10T09:00:00+01:00');
    expect((await patron()).body['blockers']).toEqual([
      { code: 'OPEN_LOAN', since: '2025-11-20', owner: 'vs-centre' },
    ]);
    expect(await notices()).toEqual([]);
    await close('lost', '2027-01-10T08:00:00+01:00');
    await at('2027-01-12T09:00:00+01:00');
    expect((await patron()).body).toMatchObject({
      ...{ lastLoanEnd: '2027-01-10', eraseOn: '2028-01-11', blockers: [] },
    });
    expect(await notices()).toEqual([]);
  });

  it('a parent stays while a child who reads is reached through them, and not longer', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:77', ana({ enrolledOn: '2026-01-02' }));
    const { birthYear: _year, ...child } = ana({ enrolledOn: '2026-01-10', category: 'TEEN' });
    await put(network.as('ILS'), 'koha:78', {
      ...{ ...child, birthDate: '2010-02-03', name: { family: 'Nguyên', given: ['Linh'] } },
      guardian: { patronRef: 'koha:77' },
    });
    const held = { code: 'GUARDIAN_OF_ACTIVE_MINOR', since: '2026-01-10', until: '2028-12-31' };
    expect((await patron('koha:77')).body['blockers']).toEqual([{ ...held, owner: 'vs-centre' }]);
    await at('2027-01-10T23:00:00+01:00');
    expect([await statusOf('koha:77'), await statusOf('koha:78')]).toEqual([200, 200]);
    await at('2027-01-11T13:00:00+01:00');
    expect([await statusOf('koha:77'), await statusOf('koha:78')]).toEqual([200, 410]);
    await at('2027-02-09T23:00:00+01:00');
    expect(await statusOf('koha:77')).toBe(200);
    await at('2027-02-11T13:00:00+01:00');
    expect(await statusOf('koha:77')).toBe(410);
  });

  it('a request of the reader that is not answered yet', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:1042', ana({ enrolledOn: '2026-01-05' }));
    const token = await tokenOf(network, { role: 'DPO', communes: ['*'] });
    const post = (path: string, body: object) =>
      raw(`${network.baseUrl}/v1/rights-requests${path}`, { method: 'POST', token, body });
    const { body } = await post('', {
      kind: 'ACCESS',
      patronRef: 'koha:1042',
      requester: { type: 'SELF', ref: 'koha:1042' },
      receivedAt: '2026-11-23T08:30:00+01:00',
      channel: 'DESK',
    });
    await at('2027-01-08T09:00:00+01:00');
    const held = { code: 'PENDING_RIGHTS_REQUEST', since: '2026-11-23', until: '2026-12-23' };
    expect((await patron()).body['blockers']).toEqual([{ ...held, owner: 'valserine' }]);
    await post(`/${String(body['id'])}/withdraw`, {});
    await at('2027-01-09T00:30:00+01:00');
    expect(await statusOf()).toBe(410);
  });
});

describe('[RGT-11] a reader who died', () => {
  const died = (at: string) =>
    postEvents(network.as('ILS'), [
      { id: `died-${at}`, type: 'patron.deceased', at, patronRef: 'koha:1042' },
    ]);
  const decision = async () => {
    const token = await tokenOf(network, { role: 'DESK', communes: ['*'] });
    const body = { patronRef: 'koha:1042', purpose: 'ACCOUNT', channel: 'EMAIL' };
    const { body: answer } = await raw(`${network.baseUrl}/v1/decisions`, {
      method: 'POST',
      token,
      body,
    });
    return JSON.stringify(answer['items']);
  };

  it('gets nothing from that instant, and is erased three months after we were told', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:1042', ana({ enrolledOn: '2026-11-01' }));
    await died('2026-11-21T10:00:00+01:00');
    expect(await decision()).toContain('DECEASED');
    expect((await patron()).body).toMatchObject({
      deceasedOn: '2026-11-21',
      eraseOn: '2027-02-23',
    });
    await at('2027-02-22T23:00:00+01:00');
    expect(await statusOf()).toBe(200);
    await at('2027-02-23T00:30:00+01:00');
    expect([await statusOf(), await outbox(network)]).toEqual([410, []]);
  });

  it('a loan is settled first; a declaration that was wrong is taken back and the clock starts again', async () => {
    network = await startTestNetwork();
    await put(network.as('ILS'), 'koha:1042', ana({ enrolledOn: '2026-11-01' }));
    await open('out', '2026-11-20T10:00:00+01:00');
    await died('2026-11-21T10:00:00+01:00');
    await at('2027-02-25T09:00:00+01:00');
    expect(await statusOf()).toBe(200);
    await put(network.as('ILS'), 'koha:1042', ana({ enrolledOn: '2026-11-01' }));
    await close('out', '2027-02-25T08:00:00+01:00');
    expect(await decision()).toContain('"allowed":true');
    expect((await patron()).body['eraseOn']).toBe('2028-02-26');
    await at('2027-03-12T09:00:00+01:00');
    expect(await statusOf()).toBe(200);
  });
});
