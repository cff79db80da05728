import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metricSpecs } from '#core/metrics.ts';
import { enrol, local, notify, outbox, said, sitAt, type Desk } from '../support/messages.ts';
import {
  ana,
  loanCreated,
  loanReturned,
  moveTo,
  raw,
  settle,
  startTestNetwork,
  tokenOf,
  type TestNetwork,
} from '../support/network.ts';
import { countRaw, erase } from '../support/rights.ts';

/** A person whose every word is found nowhere else (privacy-facts §7, T14). */
const person = {
  name: { family: 'Quetzalcanari', given: ['Zéphirine-Oswalda'] },
  email: 'zq.canari.7731@plumage-unique.example',
  mobile: '+33698773104',
  landline: '+33450987731',
  address: { lines: ['7731 impasse du Cacatoès Huppé'], postCode: '01987', city: 'Volièreville' },
};
const traces = [
  person.name.family,
  person.name.given[0],
  person.email,
  'plumage-unique',
  person.mobile,
  '698773104',
  person.landline,
  person.address.lines[0],
  person.address.city,
  'Mémoires d’une perruche',
] as const;

let network: TestNetwork;
let ils: Desk;
let desk: Desk;
/** What the session leaves where nobody is to find a person. */
const left = { logs: '', queued: [] as string[], refusals: [] as string[] };

beforeAll(async () => {
  network = await startTestNetwork();
  recordQueues();
  ils = await sitAt(network, { role: 'ILS' });
  desk = await sitAt(network, { role: 'DESK' });
  await enrol(network, 'koha:1042', person);
  await borrow();
  await sendAndAnswer();
  await choose();
  await blunder();
  await erase(network, 'koha:1042');
  await moveTo(network, '2027-02-03T09:00:00+01:00');
  await settle(network);
  left.logs = await readFile(join(network.local.folder.path, 'logs/functions.jsonl'), 'utf8');
}, 60_000);
afterAll(() => network.stop());

/** Messages are deleted once they are handled: each is written down as it is sent. */
function recordQueues(): void {
  const { queues } = network.local.aws;
  const send = queues.send.bind(queues);
  Object.assign(queues, {
    send: (...given: Parameters<typeof send>) => {
      left.queued.push(JSON.stringify(given));
      return send(...given);
    },
  });
}

async function borrow(): Promise<void> {
  const title = 'Mémoires d’une perruche';
  const events = [loanCreated('1', { title }), loanCreated('2', { title }), loanReturned('1')];
  await ils.post('/v1/ils-events', { events });
  await desk.get('/v1/patrons/koha:1042/loans');
  await desk.get('/v1/patrons/koha:1042/reading-list');
  await ils.post('/v1/ils-events', { events: [loanReturned('2')] });
}

async function sendAndAnswer(): Promise<void> {
  const overdue = (reminder: number) => ({
    purpose: 'OVERDUE',
    patronRef: 'koha:1042',
    data: { reminder },
  });
  await notify(network, overdue(1));
  await notify(network, overdue(3));
  const [mail] = await outbox(network);
  await local(network, 'inbound-sms', { from: person.mobile, text: 'STOP' });
  await local(network, 'feedback', { messageId: mail?.messageId, type: 'BOUNCE_HARD' });
  await notify(network, overdue(4));
  await desk.post('/v1/worklists/letters/next', {});
  await notify(network, { purpose: 'NEWSLETTER', patronRef: 'koha:1042' });
  await local(network, 'provider', { channel: 'EMAIL', fail: 'REJECT' });
  await enrol(network, 'koha:1042', { ...person, email: `autre.${person.email}` });
  await notify(network, overdue(1));
  await local(network, 'provider', { channel: 'EMAIL', fail: null });
}

async function choose(): Promise<void> {
  await desk.put('/v1/patrons/koha:1042/consents/NEWSLETTER/EMAIL', said('GIVEN'));
  await desk.put('/v1/patrons/koha:1042/consents/NEWSLETTER/EMAIL', said('WITHDRAWN'));
  await desk.post('/v1/decisions', {
    patronRef: 'koha:1042',
    purpose: 'NEWSLETTER',
    channel: 'EMAIL',
  });
}

/** What goes wrong at a desk and in an export: the person's words where a code, a ref or a date should stand. */
async function blunder(): Promise<void> {
  const token = await tokenOf(network, { role: 'ILS', communes: ['*'] });
  const [given = ''] = person.name.given;
  const wrong: [method: string, path: string, body?: string | object][] = [
    ['PUT', '/v1/patrons/koha:1042', ana({ ...person, mobile: `${person.mobile} (${given})` })],
    ['PUT', '/v1/patrons/koha:1042', ana({ ...person, email: `${person.email} ou ${given}` })],
    ['PUT', '/v1/patrons/koha:1042', ana({ ...person, library: person.name.family })],
    ['PUT', '/v1/patrons/koha:1042', ana({ ...person, enrolledOn: person.email })],
    ['PUT', '/v1/patrons/koha:1042', ana({ ...person, name: person.name.family })],
    ['PUT', '/v1/patrons/koha:1042', `{"email": "${person.email}", `],
    ['PUT', `/v1/patrons/${encodeURIComponent(person.email)}`, ana(person)],
    ['GET', `/v1/patrons/${encodeURIComponent(person.name.family)}`],
    ['GET', `/v1/patrons/koha:1042/loans?reader=${encodeURIComponent(person.email)}`],
    ['GET', `/v1/nowhere/${encodeURIComponent(person.email)}`],
    ['POST', '/v1/ils-events', { events: person.name.family }],
    ['POST', '/v1/notifications', { purpose: person.name.family, patronRef: person.email }],
    ['POST', '/v1/notifications', { purpose: 'OVERDUE', patronRef: 'koha:1042', data: person }],
    ['POST', '/v1/decisions', { patronRef: person.email, purpose: given, channel: person.mobile }],
    ['PUT', '/v1/patrons/koha:1042/consents/NEWSLETTER/EMAIL', said(person.name.family)],
    ['POST', '/v1/rights-requests', { kind: person.name.family, patronRef: person.email }],
    ['POST', '/v1/rights-requests', { kind: 'ERASURE', patronRef: 'koha:1042', channel: given }],
  ];
  for (const [method, path, body] of wrong) {
    const answer = await raw(`${network.baseUrl}${path}`, {
      method,
      token,
      ...(body !== undefined && { body }),
    });
    left.refusals.push(`${String(answer.status)} ${JSON.stringify(answer.body)}`);
  }
  await ils.post('/v1/ils-events', {
    events: [loanCreated('9', { patronRef: person.email }), loanReturned('9', { at: given })],
  });
  await settle(network);
}

describe('[GOV-15] a person whom no other text resembles, after a whole life in the network', () => {
  it('left lines, measures, queued messages and refusals in which to look', () => {
    const lines = left.logs.trim().split('\n');
    expect(lines.length).toBeGreaterThan(20);
    const measures = Object.keys(metricSpecs).filter((name) =>
      lines.some((line) => line.includes(`"${name}":`)),
    );
    expect(measures).toEqual(Object.keys(metricSpecs));
    expect(left.queued.length).toBeGreaterThan(5);
    expect(left.refusals.filter((answer) => !/^4\d\d /u.test(answer))).toEqual([]);
  });

  it('was really there: the messages that left carry the address and the number', async () => {
    const sent = await outbox(network);
    expect(sent.map(({ to }) => to)).toEqual(expect.arrayContaining([person.email, person.mobile]));
  });

  it.each(traces)('is not in the logs, the measures or the addresses logged: %s', (trace = '') => {
    for (const spelling of [trace, encodeURIComponent(trace), JSON.stringify(trace).slice(1, -1)])
      expect(left.logs.split('\n').filter((line) => line.includes(spelling))).toEqual([]);
  });

  it.each(traces)('is not in a message of a queue: %s', (trace = '') => {
    expect(left.queued.filter((body) => body.includes(trace))).toEqual([]);
  });

  it.each(traces)('is not repeated by a refusal: %s', (trace = '') => {
    expect(left.refusals.filter((answer) => answer.includes(trace))).toEqual([]);
  });

  it.each(traces)('is nowhere, once erased: %s', async (trace = '') => {
    expect(await countRaw(network, trace)).toBe(0);
  });
});
