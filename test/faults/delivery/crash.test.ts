import { describe, expect, it } from '@jest/globals';
import { ask, enrol, follow, local, outbox, sitAt, story } from '../../support/messages.ts';
import { moveTo, settle, startTestNetwork, type TestNetwork } from '../../support/network.ts';

const powerCut = {
  die: () => {
    throw new Error('power cut');
  },
};

async function requestOverdue(network: TestNetwork): Promise<unknown> {
  const ils = await sitAt(network, { role: 'ILS' });
  const request = { purpose: 'OVERDUE', patronRef: 'koha:1042', data: {}, dedupeKey: 'one' };
  const { body } = await ils.post('/v1/notifications', request);
  await settle(network);
  return body['notificationId'];
}

describe('a sender that dies', () => {
  it.each([
    ['delivery.claimed', 0],
    ['delivery.sent', 1],
  ])('at %s never sends twice, and says that it does not know', async (point, arrived) => {
    const network = await startTestNetwork(powerCut);
    await enrol(network, 'koha:1042');
    await local(network, 'crash', { point });
    const id = await requestOverdue(network);
    expect(story(await follow(network, id))).toEqual(['EMAIL CLAIMED']);
    await moveTo(network, '2026-11-23T10:00:00+01:00');
    await settle(network);
    const after = await follow(network, id);
    const sent = await outbox(network);
    await network.stop();
    expect(story(after)).toEqual(['EMAIL UNKNOWN ABANDONED']);
    expect(sent).toHaveLength(arrived);
  });
});

describe('[NOT-04] a STOP on which we die', () => {
  it.each(['consent.stop.suppressed', 'delivery.stop.recorded'])(
    'at %s holds, and is one event',
    async (point) => {
      const network = await startTestNetwork(powerCut);
      await enrol(network, 'koha:1042');
      await local(network, 'crash', { point });
      await local(network, 'inbound-sms', { from: '+33612345678', text: 'STOP' }).catch(
        () => undefined,
      );
      // From the first moment on nothing leaves, whatever died.
      expect((await ask(network, { purpose: 'OVERDUE', channel: 'SMS' })).allowed).toBe(false);
      await moveTo(network, '2026-11-23T09:05:00+01:00');
      await settle(network);
      const desk = await sitAt(network, { role: 'DESK' });
      const { body } = await desk.get('/v1/patrons/koha:1042/consents/history');
      await network.stop();
      expect(body['items']).toMatchObject([{ purpose: '*', channel: 'SMS', decision: 'OPPOSED' }]);
    },
  );
});
