import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, enrol, local, notify, said, sitAt } from '../../support/messages.ts';
import { startTestNetwork, type TestNetwork } from '../../support/network.ts';
import { countRaw, erase } from '../../support/rights.ts';

let network: TestNetwork;
beforeAll(async () => {
  network = await startTestNetwork();
  await enrol(network, 'koha:1042');
});
afterAll(() => network.stop());

describe('erasing a reader who said yes, then no', () => {
  it('[RGT-06] leaves no choice, no request, no log of a message', async () => {
    const desk = await sitAt(network, { role: 'DESK' });
    await desk.put(
      '/v1/patrons/koha:1042/consents/NEWSLETTER/EMAIL',
      said('GIVEN', { evidence: { kind: 'FORM', ref: 'classeur-zwieback' } }),
    );
    await notify(network, { purpose: 'OVERDUE', patronRef: 'koha:1042' });
    await desk.put('/v1/patrons/koha:1042/consents/NEWSLETTER/EMAIL', said('WITHDRAWN'));
    await local(network, 'inbound-sms', { from: '+33612345678', text: 'STOP' });

    const done = await erase(network, 'koha:1042');
    expect(done.state).toBe('COMPLETED');
    const counts = ['CONSENTS', 'MESSAGES', 'NOTIFICATIONS'].map((name) =>
      done.categories.find((one) => one.name === name),
    );
    expect(counts.map((one) => [one?.state, (one?.found ?? 0) > 0, one?.recount])).toEqual([
      ['ERASED', true, 0],
      ['ERASED', true, 0],
      ['ERASED', true, 0],
    ]);
    expect((await desk.get('/v1/patrons/koha:1042/consents')).status).toBe(410);
    expect((await desk.get('/v1/patrons/koha:1042/consents/NEWSLETTER/EMAIL/proof')).status).toBe(
      410,
    );
    await fetch(`${network.baseUrl}/_local/outbox`, { method: 'DELETE' });
    expect(await countRaw(network, 'classeur-zwieback')).toBe(0);
  });

  it('[RET-18] keeps the no: the same number and address, registered again, stay silent for what was refused', async () => {
    await enrol(network, 'koha:77', {});
    const sms = await ask(network, { patronRef: 'koha:77', purpose: 'OVERDUE', channel: 'SMS' });
    expect(sms.codes).toEqual(['SUPPRESSED']);
    expect(
      (await ask(network, { patronRef: 'koha:77', purpose: 'OVERDUE', channel: 'EMAIL' })).allowed,
    ).toBe(true);
    expect(
      (await ask(network, { patronRef: 'koha:77', purpose: 'NEWSLETTER', channel: 'EMAIL' })).codes,
    ).toEqual(['NO_CONSENT', 'SUPPRESSED']);
    const desk = await sitAt(network, { role: 'DESK' });
    await local(network, 'clock', { advance: 'PT10M' });
    const yes = said('GIVEN', { at: '2026-11-23T09:09:00+01:00' });
    await desk.put('/v1/patrons/koha:77/consents/NEWSLETTER/EMAIL', yes);
    expect(
      (await ask(network, { patronRef: 'koha:77', purpose: 'NEWSLETTER', channel: 'EMAIL' }))
        .allowed,
    ).toBe(true);
  });
});
