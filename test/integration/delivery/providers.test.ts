import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ask,
  enrol,
  follow,
  local,
  notify,
  outbox,
  said,
  sitAt,
  story,
} from '../../support/messages.ts';
import { moveTo, settle, startTestNetwork, type TestNetwork } from '../../support/network.ts';
import { countRaw } from '../../support/rights.ts';

let network: TestNetwork;
const overdue = (reminder = 1, patronRef = 'koha:1042') => ({
  purpose: 'OVERDUE',
  patronRef,
  data: { reminder },
});

beforeEach(async () => {
  network = await startTestNetwork();
  await enrol(network, 'koha:1042');
});
afterEach(() => network.stop());

describe('when the provider', () => {
  it('has no room, the message waits and leaves later, once', async () => {
    await local(network, 'provider', { fail: 'THROTTLE' });
    const held = await notify(network, overdue());
    expect(story(held)).toEqual(['EMAIL DEFERRED THROTTLED']);
    await local(network, 'provider', { fail: null });
    await moveTo(network, '2026-11-23T09:05:00+01:00');
    await settle(network);
    expect(story(await follow(network, held.id))).toEqual(['EMAIL SENT']);
    expect(await outbox(network)).toHaveLength(1);
  });

  it.each(['5XX', 'TIMEOUT'])(
    'answers %s, nobody knows whether it left: it is not sent again',
    async (fail) => {
      await local(network, 'provider', { fail });
      const lost = await notify(network, overdue(3));
      expect(story(lost)).toEqual(['SMS UNKNOWN NO_ANSWER']);
      await local(network, 'provider', { fail: null });
      await moveTo(network, '2026-11-23T12:00:00+01:00');
      await settle(network);
      expect(story(await follow(network, lost.id))).toEqual(['SMS UNKNOWN NO_ANSWER']);
      expect(await outbox(network)).toEqual([]);
    },
    30_000,
  );

  it('takes the message and loses its answer, the event “delivered” settles it', async () => {
    await local(network, 'provider', { dropAfterAccept: true });
    const lost = await notify(network, overdue());
    expect(story(lost)).toEqual(['EMAIL UNKNOWN NO_ANSWER']);
    const [mail] = await outbox(network);
    await local(network, 'feedback', { messageId: mail?.messageId, type: 'DELIVERY' });
    expect((await follow(network, lost.id)).state).toBe('DONE');
    expect(await outbox(network)).toHaveLength(1);
  });

  it('[NOT-03] refuses the address, the next channel is tried', async () => {
    await local(network, 'provider', { channel: 'EMAIL', fail: 'REJECT' });
    expect(story(await notify(network, overdue()))).toEqual(['EMAIL FAILED REJECTED', 'SMS SENT']);
  });
});

describe('what comes back', () => {
  it('[NOT-15] a hard bounce sets the address aside and goes on by SMS', async () => {
    const sent = await notify(network, overdue());
    const [mail] = await outbox(network);
    await local(network, 'feedback', { messageId: mail?.messageId, type: 'BOUNCE_HARD' });
    await local(network, 'feedback', { messageId: mail?.messageId, type: 'BOUNCE_HARD' });
    expect(story(await follow(network, sent.id))).toEqual(['EMAIL FAILED BOUNCED', 'SMS SENT']);
    expect((await ask(network, { purpose: 'OVERDUE', channel: 'EMAIL' })).codes).toEqual([
      'CHANNEL_INVALID',
    ]);
    expect(await outbox(network)).toHaveLength(2);
    await enrol(network, 'koha:1042', { email: 'new@example.org' });
    expect((await ask(network, { purpose: 'OVERDUE', channel: 'EMAIL' })).allowed).toBe(true);
  });

  it('[NOT-15] a phone that opted out is set aside and gets a letter', async () => {
    const sent = await notify(network, overdue(3));
    const [sms] = await outbox(network);
    await local(network, 'feedback', { messageId: sms?.messageId, type: 'OPTED_OUT' });
    expect(story(await follow(network, sent.id))).toEqual([
      'SMS FAILED OPTED_OUT',
      'POST QUEUED_LETTER',
    ]);
    expect((await ask(network, { purpose: 'OVERDUE', channel: 'SMS' })).codes).toEqual([
      'CHANNEL_INVALID',
    ]);
  });

  it('a complaint is an objection to that purpose on that channel', async () => {
    await notify(network, overdue());
    const [mail] = await outbox(network);
    await local(network, 'feedback', { messageId: mail?.messageId, type: 'COMPLAINT' });
    expect((await ask(network, { purpose: 'OVERDUE', channel: 'EMAIL' })).codes).toEqual([
      'OPPOSED',
    ]);
    expect((await ask(network, { purpose: 'HOLD', channel: 'EMAIL' })).allowed).toBe(true);
  });
});

describe('[NOT-04] a STOP', () => {
  it('stops a whole family that shares the number, and the children whose parent has it', async () => {
    await enrol(network, 'koha:2', { email: 'bo@example.org' });
    await enrol(network, 'koha:3', {
      category: 'CHILD',
      birthYear: 2017,
      email: undefined,
      mobile: undefined,
      guardian: { name: { family: 'Nguyên', given: ['Ana'] }, mobile: '+33612345678' },
    });
    expect(story(await notify(network, overdue(3, 'koha:3')))).toEqual(['SMS SENT']);
    await local(network, 'inbound-sms', { from: '+33612345678', text: 'STOP' });
    const answers = await Promise.all(
      ['koha:1042', 'koha:2', 'koha:3'].map((patronRef) =>
        ask(network, { patronRef, purpose: 'OVERDUE', channel: 'SMS' }),
      ),
    );
    expect(answers.map(({ codes }) => codes)).toEqual([
      ['OPPOSED', 'SUPPRESSED'],
      ['OPPOSED', 'SUPPRESSED'],
      ['SUPPRESSED'],
    ]);
    expect(answers.map(({ allowed }) => allowed)).toEqual([false, false, false]);
  });

  it('twice is one event; lifting at the desk counts until the next STOP; other words change nothing', async () => {
    const desk = await sitAt(network, { role: 'DESK' });
    const sms = (text: string) => local(network, 'inbound-sms', { from: '+33612345678', text });
    const history = async () =>
      (await desk.get('/v1/patrons/koha:1042/consents/history')).body['items'] as unknown[];
    await sms('Merci !');
    expect(await history()).toHaveLength(0);
    await sms('STOP');
    await sms('stop svp');
    expect(await history()).toHaveLength(1);
    await moveTo(network, '2026-11-23T09:10:00+01:00');
    const lifted = await desk.put(
      '/v1/patrons/koha:1042/consents/OVERDUE/SMS',
      said('OPPOSITION_LIFTED', { at: '2026-11-23T09:08:00+01:00' }),
    );
    expect(lifted.body).toMatchObject({ state: 'UNKNOWN' });
    expect((await ask(network, { purpose: 'OVERDUE', channel: 'SMS' })).allowed).toBe(true);
    expect((await ask(network, { purpose: 'HOLD', channel: 'SMS' })).allowed).toBe(false);
    await sms('STOP');
    expect((await ask(network, { purpose: 'OVERDUE', channel: 'SMS' })).allowed).toBe(false);
  });
});

describe('the hour', () => {
  it('[NOT-12] an SMS of the evening leaves the next morning at eight', async () => {
    await moveTo(network, '2026-11-23T20:30:00+01:00');
    const late = await notify(network, overdue(3));
    expect(story(late)).toEqual(['SMS DEFERRED OUTSIDE_HOURS']);
    await moveTo(network, '2026-11-24T07:59:00+01:00');
    await settle(network);
    expect(await outbox(network)).toEqual([]);
    await moveTo(network, '2026-11-24T08:01:00+01:00');
    await settle(network);
    expect(story(await follow(network, late.id))).toEqual(['SMS SENT']);
  }, 30_000);

  it('[CON-04] what is withdrawn while a message waits stops it', async () => {
    await moveTo(network, '2026-11-23T20:30:00+01:00');
    const late = await notify(network, overdue(3));
    const desk = await sitAt(network, { role: 'DESK' });
    await desk.put(
      '/v1/patrons/koha:1042/consents/OVERDUE/SMS',
      said('OPPOSED', { at: '2026-11-23T20:31:00+01:00' }),
    );
    await moveTo(network, '2026-11-24T08:01:00+01:00');
    await settle(network);
    expect(story(await follow(network, late.id))).toEqual([
      'SMS SKIPPED OPPOSED',
      'POST QUEUED_LETTER',
    ]);
    expect(await outbox(network)).toEqual([]);
  }, 30_000);

  it('a message asked for later (`notBefore`) waits', async () => {
    const waiting = await notify(network, { ...overdue(), notBefore: '2026-11-23T10:00:00+01:00' });
    expect(waiting).toMatchObject({ state: 'DEFERRED', steps: [] });
    await moveTo(network, '2026-11-23T10:01:00+01:00');
    await settle(network);
    expect(story(await follow(network, waiting.id))).toEqual(['EMAIL SENT']);
  });
});

describe('a request', () => {
  it('with the dedupe key of another is that other', async () => {
    const first = await notify(network, { ...overdue(), dedupeKey: 'same' });
    const second = await notify(network, { ...overdue(2), dedupeKey: 'same' });
    expect(second.id).toBe(first.id);
    expect(await outbox(network)).toHaveLength(1);
  });

  it.each([
    [
      '[NOT-10] [#23] that names a title',
      { ...overdue(), data: { title: 'Justine' } },
      422,
      'NOT-10',
    ],
    [
      '[NOT-07] that names an elected person',
      {
        purpose: 'SERVICE_INFO',
        patronRef: 'koha:1042',
        data: { text: 'Votre maire, Jean-Marc Perrin' },
      },
      422,
      'NOT-07',
    ],
    ['[CAM-10] for politics', { ...overdue(), purpose: 'POLITICAL' }, 403, 'CAM-10'],
    ['[CAM-01] for nothing that exists', { ...overdue(), purpose: 'VOEUX_MAIRE' }, 403, 'CAM-01'],
  ])('%s is refused', async (_title, request, status, rule) => {
    const ils = await sitAt(network, { role: 'ILS' });
    const answer = await ils.post('/v1/notifications', { dedupeKey: 'x', ...request });
    expect(answer).toMatchObject({ status, body: { rule } });
    expect(await outbox(network)).toEqual([]);
  });

  it('for an unknown reader, or another commune’s, is 404', async () => {
    const ils = await sitAt(network, { role: 'ILS' });
    const other = await sitAt(network, { role: 'DESK', communes: ['montfort'] });
    expect(
      (await ils.post('/v1/notifications', { dedupeKey: 'x', ...overdue(1, 'koha:9') })).status,
    ).toBe(404);
    expect((await other.post('/v1/notifications', { dedupeKey: 'x', ...overdue() })).status).toBe(
      404,
    );
  });

  it('[RET-16] leaves neither its text nor an address behind', async () => {
    await notify(network, {
      purpose: 'SERVICE_INFO',
      patronRef: 'koha:1042',
      data: { text: 'Fermeture exceptionnelle zwiebelkuchen' },
    });
    expect((await outbox(network))[0]?.text).toContain('zwiebelkuchen');
    await fetch(`${network.baseUrl}/_local/outbox`, { method: 'DELETE' });
    expect(
      await Promise.all(
        ['zwiebelkuchen', 'ana@example.org', '+33612345678'].map((trace) =>
          countRaw(network, trace),
        ),
      ),
    ).toEqual([0, 0, 0]);
  });
});
