import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { hidesLoans } from '../../../functions/consent/domain/notice.ts';
import { seededNotices } from '../../../functions/consent/notices/index.ts';
import { enrol, said, sitAt, type Desk } from '../../support/messages.ts';
import { startTestNetwork, type TestNetwork } from '../../support/network.ts';

let network: TestNetwork;
let desk: Desk;
let dpo: Desk;

const [first, second, third] = ['koha:3101', 'koha:3102', 'koha:3103'] as const;
const readers = [first, second, third];

beforeAll(async () => {
  network = await startTestNetwork();
  desk = await sitAt(network, { role: 'DESK' });
  dpo = await sitAt(network, { role: 'DPO' });
  for (const ref of readers) await enrol(network, ref, { email: `${ref.slice(5)}@example.org` });
});
afterAll(() => network.stop());

const choice = (ref: string, purpose: string, channel = 'EMAIL') =>
  `/v1/patrons/${ref}/consents/${purpose}/${channel}`;

const Answers = z.array(
  z.object({
    patronRef: z.string(),
    allowed: z.boolean(),
    reasons: z.array(z.object({ code: z.string() })),
  }),
);

async function answersFor(purpose: string) {
  const body = { subjects: readers, purpose, channel: 'EMAIL' };
  return Answers.parse((await desk.post('/v1/decisions', body)).body['items']);
}

/** Who a send would go to. */
const recipients = async (purpose: string) =>
  (await answersFor(purpose)).filter(({ allowed }) => allowed).map(({ patronRef }) => patronRef);

const codes = async (purpose: string) =>
  (await answersFor(purpose)).map(({ reasons }) => reasons.map(({ code }) => code).join(' '));

const invitation = (more: object) => ({
  id: 'invitations-lecture',
  locale: 'fr',
  purposes: ['READING_INVITE'],
  channels: ['EMAIL'],
  title: 'Invitations',
  body: 'J’accepte que mes prêts récents servent à choisir les rencontres que l’on me propose.',
  ...more,
});

const agree = (ref: string, id: string) =>
  desk.put(
    choice(ref, 'READING_INVITE'),
    said('GIVEN', { notice: { id, version: 1, locale: 'fr' }, at: '2026-11-23T09:00:00+01:00' }),
  );

const faults = (body: Record<string, unknown>) =>
  z
    .array(z.object({ code: z.string(), rule: z.string() }))
    .parse(body['errors'])
    .map(({ code, rule }) => `${code} ${rule}`);

describe('[CON-11] being invited by what one reads', () => {
  it('[GOV-08] is open to nobody before its impact assessment is signed', async () => {
    const sign = (more: object) =>
      dpo.post('/v1/purposes/READING_INVITE/signoffs', {
        ...{ commune: 'valserine', dpo: 'H. Benali', decision: 'APPROVED' },
        ...more,
      });
    expect((await agree(third, 'preferences-reading-invite')).status).toBe(200);
    expect(await codes('READING_INVITE')).toEqual([
      'PURPOSE_OFF NO_CONSENT',
      'PURPOSE_OFF NO_CONSENT',
      'PURPOSE_OFF',
    ]);
    expect((await sign({})).status).toBe(422);
    expect(await recipients('READING_INVITE')).toEqual([]);
    expect((await sign({ dpiaRef: 'AIPD-2026-07' })).status).toBe(201);
    expect(await recipients('READING_INVITE')).toEqual([third]);
    await desk.put(
      choice(third, 'READING_INVITE'),
      said('WITHDRAWN', { at: '2026-11-23T09:01:00+01:00' }),
    );
  });

  it('newsletter consent alone: nobody', async () => {
    for (const ref of readers)
      expect((await desk.put(choice(ref, 'NEWSLETTER'), said('GIVEN'))).status).toBe(200);
    expect(await recipients('NEWSLETTER')).toEqual(readers);
    expect(await recipients('READING_INVITE')).toEqual([]);
    expect(await codes('READING_INVITE')).toEqual(['NO_CONSENT', 'NO_CONSENT', 'WITHDRAWN']);
  });

  it('a text shared with another purpose is no consent to it', async () => {
    const shared = invitation({ id: 'tout-en-un', purposes: ['NEWSLETTER', 'READING_INVITE'] });
    expect((await dpo.post('/v1/notices', shared)).status).toBe(201);
    const answer = await agree(first, 'tout-en-un');
    expect([answer.status, faults(answer.body)]).toEqual([
      422,
      ['SEPARATE_NOTICE_REQUIRED CON-11'],
    ]);
  });

  it.each(['newsletter', 'enrolment-adult'])('nor is a general text: %s', async (id) => {
    const answer = await agree(first, id);
    expect(answer.status).toBe(422);
    expect(faults(answer.body)).toContain('NOTICE_OF_ANOTHER_PURPOSE CON-09');
  });

  it.each([
    ['fr', 'J’accepte de recevoir des invitations choisies pour moi.'],
    ['en', 'I agree to receive invitations chosen for me.'],
  ])(
    'a text that does not name the use of recent loans is not published (%s)',
    async (locale, body) => {
      const answer = await dpo.post('/v1/notices', invitation({ id: 'vague', locale, body }));
      expect([answer.status, faults(answer.body)]).toEqual([422, ['LOANS_NOT_NAMED CON-11']]);
      expect((await desk.get(`/v1/notices/vague/versions/1?locale=${locale}`)).status).toBe(404);
    },
  );

  it('a text of its own that names it lets the invitation out, to who agreed, and nothing else', async () => {
    expect((await dpo.post('/v1/notices', invitation({}))).status).toBe(201);
    await desk.put(
      choice(second, 'NEWSLETTER'),
      said('WITHDRAWN', { at: '2026-11-23T09:02:00+01:00' }),
    );
    expect((await agree(second, 'invitations-lecture')).body).toMatchObject({ state: 'GIVEN' });
    expect(await recipients('READING_INVITE')).toEqual([second]);
    expect(await recipients('NEWSLETTER')).not.toContain(second);
  });

  it('the texts of the product are separate and name it, in both languages', () => {
    const own = seededNotices.filter(({ purposes }) => purposes.includes('READING_INVITE'));
    expect(own.map((one) => [one.locale, one.purposes.length, hidesLoans(one)])).toEqual([
      ['fr', 1, false],
      ['en', 1, false],
    ]);
  });
});
