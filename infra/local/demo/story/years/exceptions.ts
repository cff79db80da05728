import * as z from 'zod';
import {
  desk,
  goTo,
  noted,
  pathOf,
  readNow,
  self,
  writeInstant,
  type Step,
  type Story,
} from '../story.ts';
import { ask, lent, refs, returned, sayRun, tell } from './tools.ts';

const state = z.object({ state: z.string() });
const borrowed = z.object({ borrowed: z.boolean() });
const hold = z.object({ state: z.string(), reviewOn: z.string() });
const holds = z.object({ items: z.array(z.object({ holdId: z.string() })) });
const heldLoan = z.object({ loan: z.object({ title: z.string() }) });
const holdPath = `/v1/litigation-holds/${refs.dispute}`;
const work = { title: 'Nana' };

export async function choose(
  story: Story,
  {
    purpose,
    channel,
    ...said
  }: { purpose: string; channel: string; decision: string; notice?: object },
): Promise<string> {
  const body = {
    ...{ act: 'FORM_TICK', at: writeInstant(await readNow(story.server)), ...said },
    collectedBy: { type: 'STAFF', ref: 'desk-1' },
  };
  const path = pathOf(story, `/consents/${purpose}/${channel}`);
  return ask(desk(story), { method: 'PUT', path, body, answer: state }, (value) => value.state);
}

const chooseHistory = (story: Story, decision: string) =>
  choose(story, {
    ...{ purpose: 'HISTORY_KEEP', channel: 'PORTAL', decision },
    ...(decision === 'GIVEN' && { notice: { id: 'history-keep', version: 1, locale: 'fr' } }),
  });

const haveIRead = (story: Story): Promise<string> =>
  ask(
    self(story),
    { method: 'POST', path: pathOf(story, '/has-borrowed'), body: work, answer: borrowed },
    (answer) => (answer.borrowed ? 'oui' : 'non'),
  );

const manager = ({ server }: Story) => server.as('MANAGER');

async function putHold(story: Story, reviewOn: string): Promise<string> {
  const subject = { patronRef: story.reader.row.patronRef, loanRef: refs.disputed };
  const body = { subject, reviewOn, reason: 'Pages mouillées, contesté', author: 'La directrice' };
  const call = { method: 'PUT', path: holdPath, body, answer: hold } as const;
  return ask(manager(story), call, (one) => `${one.state}, réexamen ${one.reviewOn}`);
}

async function readHeld(story: Story): Promise<string> {
  const read = (role: string) =>
    ask(story.server.as(role), { path: holdPath, answer: heldLoan }, ({ loan }) => loan.title);
  return `MANAGER : ${await read('MANAGER')} ; DESK : ${await read('DESK')}`;
}

/** What outlives four months because the reader, or a dispute, says so: it begins in December. */
export const wishes: readonly Step[] = [
  {
    title: { fr: 'Elle veut garder ses lectures', en: 'She wants her reading kept' },
    rules: ['RET-12', 'CON-01'],
    expect: 'GIVEN',
    act: (story) => chooseHistory(story, 'GIVEN'),
  },
  {
    title: { fr: 'Elle emprunte Nana et le rend', en: 'She borrows Nana and brings it back' },
    rules: ['RET-12'],
    expect: 'APPLIED, 2027-04-30T23:59:59+02:00',
    act: (story) => tell(story, lent(refs.kept, work), returned(refs.kept)),
    keeps: () => ({
      what: { fr: 'prêt d’une lectrice qui le demande', en: 'loan of a reader who asks for it' },
      until: '2029-12-15, ou elle change d’avis / or she changes her mind',
    }),
  },
  {
    title: { fr: 'Un autre livre revient mouillé', en: 'Another book comes back wet' },
    rules: ['RET-06', 'RET-22'],
    expect: 'OPEN, réexamen 2027-06-10',
    act: async (story) => {
      await tell(story, lent(refs.disputed, { title: 'La Débâcle' }), returned(refs.disputed));
      return putHold(story, '2027-06-10');
    },
    keeps: () => ({
      what: { fr: 'prêt contesté', en: 'disputed loan' },
      until: 'la clôture du litige / the close of the dispute',
    }),
  },
];

/** The windows of December are over. */
export const ends: readonly Step[] = [
  {
    title: {
      fr: 'Cinq mois après, « l’ai-je lu ? »',
      en: 'Five months later, “have I read it?”',
    },
    rules: ['RET-12'],
    expect: 'oui',
    act: async (story) => {
      await goTo(story, '2027-05-15');
      return haveIRead(story);
    },
  },
  {
    title: {
      fr: 'Le litige se lit, sauf à l’accueil',
      en: 'The dispute can be read, not at the desk',
    },
    rules: ['RET-06', 'RET-22'],
    expect: 'MANAGER : La Débâcle ; DESK : 403 RET-22',
    act: readHeld,
  },
];

export const changes: readonly Step[] = [
  {
    title: { fr: 'Le réexamen est en retard, puis fait', en: 'The review is overdue, then made' },
    rules: ['RET-06'],
    expect: 'en retard litige-9001, OPEN, réexamen 2027-12-01',
    act: async (story) => {
      await goTo(story, '2027-06-15');
      const path = '/v1/litigation-holds?overdue=true';
      const late = await ask(manager(story), { path, answer: holds }, ({ items }) =>
        items.map(({ holdId }) => holdId).join(),
      );
      return `en retard ${late}, ${await putHold(story, '2027-12-01')}`;
    },
  },
  {
    title: {
      fr: 'Elle ne veut plus : oublié aussitôt',
      en: 'She changes her mind: forgotten at once',
    },
    rules: ['RET-13'],
    expect: 'WITHDRAWN, non',
    act: async (story) => `${await chooseHistory(story, 'WITHDRAWN')}, ${await haveIRead(story)}`,
  },
  {
    title: { fr: 'Un jour après, les octets aussi', en: 'A day later the bytes as well' },
    rules: ['RET-13', 'RET-21'],
    // Both loans of December: the contested one was hers to keep as well.
    expect: '2/2/0',
    act: async (story) => {
      await goTo(story, '2027-06-16');
      return sayRun(story, 'RET-13', 'KEPT_LOAN');
    },
  },
  {
    title: { fr: 'Le litige est clos ; un jour après', en: 'The dispute is closed; a day later' },
    rules: ['RET-06', 'RET-21'],
    expect: 'CLOSED, 404 NOT_FOUND, 1/1/0',
    act: async (story) => {
      await goTo(story, '2027-09-01');
      const path = `${holdPath}/close`;
      const call = { method: 'POST', path, body: { on: '2027-09-01' }, answer: hold } as const;
      const closed = await ask(manager(story), call, (one) => one.state);
      await goTo(story, '2027-09-02');
      const read = { path: holdPath, answer: heldLoan };
      const after = await ask(manager(story), read, ({ loan }) => loan.title);
      return `${closed}, ${after}, ${await sayRun(story, 'RET-06', 'DISPUTED_LOAN')}`;
    },
  },
];

const title = z.object({ amountCents: z.int(), keptUntil: z.string() });

export async function readTitle(story: Story): Promise<string> {
  const read = (role: string) =>
    ask(
      story.server.as(role),
      { path: `/v1/titles/${refs.title}`, answer: title },
      ({ amountCents, keptUntil }) => {
        story.notes.set('titleUntil', keptUntil);
        return `${(amountCents / 100).toFixed(2)} €`;
      },
    );
  return `REGISSEUR : ${await read('REGISSEUR')} ; DESK : ${await read('DESK')}`;
}

/** What she owes, and what she does not want to hear. */
export const money: readonly Step[] = [
  {
    title: { fr: 'Une dette devient un titre de recettes', en: 'A debt becomes a title' },
    rules: ['RET-14', 'RET-22'],
    expect: 'APPLIED, REGISSEUR : 12.50 € ; DESK : 403 GOV-10',
    act: async (story) => {
      const { debt: debtRef, title: titleRef } = refs;
      const told = await tell(
        story,
        { type: 'debt.opened', debtRef, amountCents: 1250, at: '2027-09-01T09:00:00+02:00' },
        { type: 'debt.titled', debtRef, titleRef, on: '2027-09-02' },
      );
      return `${told.slice(0, 'APPLIED'.length)}, ${await readTitle(story)}`;
    },
    keeps: (story) => ({
      what: { fr: 'titre de recettes', en: 'debt title' },
      until: noted(story, 'titleUntil'),
    }),
  },
];
