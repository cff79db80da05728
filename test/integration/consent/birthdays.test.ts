import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { openDesk } from '../../support/desk.ts';
import { outbox, said, sitAt } from '../../support/messages.ts';
import { ana, moveTo, put, settle } from '../../support/network.ts';

const opened = await openDesk();
const { network } = opened;
let { desk } = opened;

/** The demo begins on 23 November 2026: their birthdays are near it, so that few nights pass. */
const shared = { ref: 'koha:9901', email: 'fifteen@example.org' };
const silent = { ref: 'koha:9902', email: 'silent@example.org' };
const grown = { ref: 'koha:9903', email: 'grown@example.org' };

async function enrol({ ref, email }: { ref: string; email: string }, birthDate: string) {
  await put(network.as('ILS'), ref, {
    ...ana({ category: 'TEEN', email, mobile: undefined }),
    birthYear: undefined,
    birthDate,
    guardian: { name: { family: 'Roux', given: ['Lou'] }, email: 'lou@example.org' },
  });
}

const go = async (instant: string) => {
  await moveTo(network, instant);
  await settle(network);
  desk = await sitAt(network, { role: 'DESK' });
};

const subjectsTo = async (to: string) =>
  (await outbox(network)).filter((one) => one.to === to).map(({ subject }) => subject);

const News = z.array(
  z.looseObject({ patronRef: z.string(), data: z.looseObject({ state: z.string() }) }),
);

async function newsOf(ref: string) {
  const ils = await sitAt(network, { role: 'ILS' });
  const { body } = await ils.get('/v1/outbox?limit=200');
  return News.parse(body['items'])
    .filter(({ patronRef }) => patronRef === ref)
    .map(({ data }) => data.state);
}

describe('[CON-07] birthdays', () => {
  it('on the fifteenth, who shares a consent with a parent is asked to confirm it, alone', async () => {
    await enrol(shared, '2011-11-25');
    await enrol(silent, '2011-11-25');
    await enrol(grown, '2008-11-25');
    const guardian = { act: 'FORM_TICK', at: '2026-11-23T08:30:00+01:00', ref: 'lou' };
    const yes = said('GIVEN', { guardian });
    const answer = await desk.put(`/v1/patrons/${shared.ref}/consents/NEWSLETTER/EMAIL`, yes);
    expect(answer.body).toMatchObject({ state: 'GIVEN' });
    await go('2026-11-25T12:00:00+01:00');
    expect(await subjectsTo(shared.email)).toEqual(['Vous avez quinze ans : à vous de décider']);
    const mail = (await outbox(network)).find(({ to }) => to === shared.email);
    expect(mail?.text).toContain('s’arrête le 25/02/2027');
    expect(await subjectsTo(silent.email)).toEqual([]);
    expect(await subjectsTo('lou@example.org')).toEqual([]);
  });

  it('on the eighteenth, the reader is told that the parents are out', async () => {
    expect(await subjectsTo(grown.email)).toEqual([
      'Vous êtes majeur : votre fiche est à vous seul',
    ]);
  });

  it('[NOT-05] is reminded once before the grace ends; then the library system hears of the end', async () => {
    await go('2027-02-20T12:00:00+01:00');
    expect(await subjectsTo(shared.email)).toHaveLength(2);
    expect(await newsOf(shared.ref)).toEqual(['GIVEN']);
    // What nobody fetched for ninety days is no news any more.
    await go('2027-02-25T12:00:00+01:00');
    expect(await newsOf(shared.ref)).toEqual(['EXPIRED']);
    await go('2027-02-27T12:00:00+01:00');
    expect(await newsOf(shared.ref)).toEqual(['EXPIRED']);
    expect(await subjectsTo(shared.email)).toHaveLength(2);
  });
});
