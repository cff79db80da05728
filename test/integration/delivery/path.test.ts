import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, enrol, local, notify, outbox, said, sitAt, story } from '../../support/messages.ts';
import { startTestNetwork, type TestNetwork } from '../../support/network.ts';

let network: TestNetwork;
const overdue = (reminder: number) => ({
  purpose: 'OVERDUE',
  patronRef: 'koha:1042',
  data: { reminder },
});

beforeAll(async () => {
  network = await startTestNetwork();
  await enrol(network, 'koha:1042');
});
afterAll(() => network.stop());

/** One reader from enrolment to STOP, step after step: each test goes on where the last one ended. */
describe('the whole way of a reader', () => {
  it('[CON-01] [#73] starts without consent: no newsletter', async () => {
    expect((await ask(network, { purpose: 'NEWSLETTER', channel: 'EMAIL' })).codes).toEqual([
      'NO_CONSENT',
    ]);
    const refused = await notify(network, { purpose: 'NEWSLETTER', patronRef: 'koha:1042' });
    expect(story(refused)).toEqual([
      'EMAIL SKIPPED NO_CONSENT',
      'SMS SKIPPED NO_CONSENT',
      'POST SKIPPED NO_CONSENT',
    ]);
    expect(await outbox(network)).toEqual([]);
  });

  it('[NOT-01] [NOT-09] gets a reminder by e-mail, alone in it, with a way out', async () => {
    const first = await notify(network, {
      ...overdue(1),
      data: { reminder: 1, count: 2, dueOn: '2026-11-20' },
    });
    expect(story(first)).toEqual(['EMAIL SENT']);
    expect(first.state).toBe('DONE');
    const [mail] = await outbox(network);
    expect(mail?.to).toBe('ana@example.org');
    expect(mail?.subject).toBe('Documents à rapporter');
    expect(mail?.text).toContain('20/11/2026');
    expect(mail?.text).toMatch(/courriel : https?:\S+\/u\/[\w-]{36}/u);
    expect(mail?.text).not.toContain('Nguyên');
    expect(mail?.headers).not.toHaveProperty('Cc');
  });

  it('[NOT-14] [#76] gets the third reminder by SMS, in one part', async () => {
    const third = await notify(network, overdue(3));
    expect(story(third)).toEqual(['SMS SENT']);
    const sms = (await outbox(network)).at(-1);
    expect(sms).toMatchObject({ channel: 'SMS', to: '+33612345678' });
    expect(sms?.text).toContain('STOP');
    expect(sms?.text.length).toBeLessThanOrEqual(160);
  });

  it('[NOT-04] [NOT-03] answers STOP: the next reminder is a letter', async () => {
    await local(network, 'inbound-sms', { from: '+33612345678', text: ' Arrêt. ' });
    const before = (await outbox(network)).length;
    const fourth = await notify(network, overdue(4));
    expect(story(fourth)).toEqual(['SMS SKIPPED OPPOSED', 'POST QUEUED_LETTER']);
    expect(fourth.state).toBe('QUEUED_LETTER');
    expect(await outbox(network)).toHaveLength(before);
    expect((await ask(network, { purpose: 'HOLD', channel: 'SMS' })).codes).toEqual([
      'OPPOSED',
      'SUPPRESSED',
    ]);
  });

  it('[STA-03] has the letter printed by one clerk at a time', async () => {
    const desk = await sitAt(network, { role: 'DESK', sub: 'desk-1' });
    const other = await sitAt(network, { role: 'DESK', sub: 'desk-2' });
    expect((await desk.get('/v1/worklists/letters/count')).body).toEqual({ count: 1 });
    const task = await desk.post('/v1/worklists/letters/next', {});
    expect(task.status).toBe(200);
    expect(task.body).toMatchObject({
      name: 'Ana Nguyên',
      to: '3 rue du Bac\n01200 Valserine',
      purpose: 'OVERDUE',
    });
    expect((await desk.post('/v1/worklists/letters/next', {})).body['taskId']).toBe(
      task.body['taskId'],
    );
    expect((await other.post('/v1/worklists/letters/next', {})).status).toBe(204);
    const path = `/v1/worklists/letters/${String(task.body['taskId'])}/outcome`;
    expect((await desk.post(path, { outcome: 'REACHED' })).status).toBe(422);
    expect((await desk.post(path, { outcome: 'PRINTED' })).status).toBe(204);
    expect((await desk.get('/v1/worklists/letters/count')).body).toEqual({ count: 0 });
  });

  it('[CON-03] [NOT-18] says yes to the newsletter, and no again with one click', async () => {
    const desk = await sitAt(network, { role: 'DESK' });
    const path = '/v1/patrons/koha:1042/consents/NEWSLETTER/EMAIL';
    const given = await desk.put(path, said('GIVEN'));
    expect(given).toMatchObject({
      status: 200,
      body: { state: 'GIVEN', purpose: 'NEWSLETTER', channel: 'EMAIL' },
    });
    const sent = await notify(network, { purpose: 'NEWSLETTER', patronRef: 'koha:1042' });
    expect(story(sent)).toEqual(['EMAIL SENT']);

    const mail = (await outbox(network)).at(-1);
    const header = Object.entries(mail?.headers ?? {}).find(
      ([name]) => name.toLowerCase() === 'list-unsubscribe',
    )?.[1];
    const url = /<https?:\/\/[^/]+(\/u\/[^>]+)>/u.exec(header ?? '')?.[1] ?? '';
    const link = `${network.baseUrl}${url}`;
    expect((await fetch(link)).status).toBe(200);
    expect((await ask(network, { purpose: 'NEWSLETTER', channel: 'EMAIL' })).allowed).toBe(true);
    for (let times = 0; times < 3; times += 1) {
      const answer = await fetch(link, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });
      expect(answer.status).toBe(200);
    }
    expect((await ask(network, { purpose: 'NEWSLETTER', channel: 'EMAIL' })).codes).toEqual([
      'OPPOSED',
    ]);
    expect((await ask(network, { purpose: 'OVERDUE', channel: 'EMAIL' })).allowed).toBe(true);
    const history = await desk.get('/v1/patrons/koha:1042/consents/history');
    expect(history.body['items']).toMatchObject([
      { purpose: 'NEWSLETTER', decision: 'OPPOSED', act: 'ONE_CLICK' },
      {
        purpose: 'NEWSLETTER',
        decision: 'GIVEN',
        act: 'FORM_TICK',
        notice: { id: 'newsletter', version: 1 },
      },
      { purpose: '*', channel: 'SMS', decision: 'OPPOSED', act: 'STOP_SMS' },
    ]);
    const proof = await desk.get(`${path}/proof`);
    expect(proof.body).toMatchObject({ verified: true });
    expect(String(proof.body['noticeText'])).toContain('J’accepte de recevoir');
  });
});
