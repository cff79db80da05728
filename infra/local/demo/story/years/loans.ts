import * as z from 'zod';
import { bodyOf, readAt, readLoan } from '../forgetting.ts';
import {
  desk,
  goTo,
  ils,
  noted,
  pathOf,
  readNow,
  say,
  writeInstant,
  type Step,
  type Story,
} from '../story.ts';
import { ask, lent, refs, returned, sayRun, tell } from './tools.ts';

const others = 30;
const eraseDay = z.object({ eraseOn: z.string() });
const counts = z.object({ missing: z.int(), closed: z.int() });
const months = z.object({
  items: z.array(z.object({ total: z.object({ loans: z.int().nullable() }).optional() })),
});

export const readEraseDay = (story: Story): Promise<string> =>
  ask(desk(story), { path: pathOf(story), answer: eraseDay }, ({ eraseOn }) => {
    story.notes.set('eraseOn', eraseOn);
    return eraseOn;
  });

async function enrol(story: Story): Promise<string> {
  const { enrolledOn: on } = story.reader.row;
  const informed = ['OVERDUE', 'HOLD', 'SERVICE_INFO', 'ACCOUNT'].map((purpose) => ({
    ...{ purpose, notice: 'enrolment-adult', version: 1, by: 'PAPER_FORM', on },
  }));
  const body = { ...bodyOf(story), informed };
  const put = { method: 'PUT', path: pathOf(story), body, answer: z.unknown() } as const;
  const answer = await ils(story).call(put);
  return answer.ok ? readEraseDay(story) : say(answer, () => '');
}

/** So many that a month of the library may be published (STA-01). */
async function bringOthers(story: Story): Promise<string> {
  const { reader } = story;
  const numbers = Array.from({ length: others }, (_, n) => String(n + 10));
  const rows = numbers.map((n) => ({
    ...bodyOf(story),
    ...{ patronRef: `koha:90020${n}`, name: { family: `Figurant ${n}`, given: ['Camille'] } },
    ...{ email: `figurant.${n}@example.org`, mobile: undefined },
  }));
  const body = { source: 'ILS', commune: reader.row.commune, rows };
  const path = '/v1/imports';
  await ils(story).call({ method: 'POST', path, body, answer: z.unknown() });
  const loans = numbers.map((n) =>
    lent(`koha:90990${n}`, { patronRef: `koha:90020${n}`, at: '2026-11-20T10:00:00+01:00' }),
  );
  const returns = numbers.map((n) => ({
    ...returned(`koha:90990${n}`),
    patronRef: `koha:90020${n}`,
  }));
  return tell(story, ...loans, ...returns);
}

async function lend(story: Story): Promise<string> {
  const { loanRef, itemRef, title, author } = story.reader;
  await tell(story, lent(loanRef, { itemRef, title, author }));
  return readLoan(story);
}

async function loseReturn(story: Story): Promise<string> {
  await tell(story, lent(refs.lost, { library: 'vs-gare' }));
  await goTo(story, '2026-12-05');
  const at = writeInstant((await readNow(story.server)).subtract({ minutes: 1 }));
  const body = { library: 'vs-gare', at, openLoanRefs: [], last: true };
  return ask(
    ils(story),
    { method: 'POST', path: '/v1/reconciliations', body, answer: counts },
    ({ missing, closed }) => `manquant ${missing}, réglé ${closed}`,
  );
}

export const readNovember = (story: Story): Promise<string> =>
  ask(
    story.server.as('STATS'),
    {
      path: `/v1/statistics/loans?commune=${story.reader.row.commune}&from=2026-11&to=2026-11`,
      answer: months,
    },
    ({ items: [month] }) => `${month?.total?.loans ?? 'caché'} prêts`,
  );

async function readAtPurge(story: Story, seconds: number): Promise<string> {
  const seen = await readAt(story, seconds);
  const path = `/_local/raw?contains=${encodeURIComponent(story.reader.itemRef)}`;
  const raw = await ask(
    story.server.open,
    { path, answer: z.object({ count: z.int() }) },
    ({ count }) => `${count} trace`,
  );
  return `${seen}, ${raw}`;
}

/** What RET-01, RET-06, RET-07 and the statistics do with a few loans. */
export const loans: readonly Step[] = [
  {
    title: { fr: 'Elle s’inscrit', en: 'She enrols' },
    rules: ['RET-10'],
    expect: '2027-11-24',
    act: enrol,
    keeps: (story) => ({
      what: { fr: 'identité et contacts', en: 'identity and contacts' },
      until: noted(story, 'eraseOn'),
    }),
  },
  {
    title: {
      fr: 'Trente autres rendent leur livre le même jour',
      en: 'Thirty others bring their book back the same day',
    },
    rules: ['RET-01'],
    expect: 'APPLIED, 2027-03-31T23:59:59+02:00',
    act: bringOthers,
  },
  {
    title: { fr: 'Elle emprunte', en: 'She borrows' },
    rules: ['RET-06'],
    expect: 'OPEN',
    act: lend,
    keeps: () => ({
      what: { fr: 'prêt en cours', en: 'open loan' },
      until: 'son retour / its return',
    }),
  },
  {
    title: { fr: 'Elle rend', en: 'She brings back' },
    rules: ['RET-01', 'RET-02'],
    expect: 'APPLIED, 2027-03-31T23:59:59+02:00',
    act: (story) => tell(story, returned(story.reader.loanRef)),
    keeps: (story) => ({
      what: { fr: 'prêt rendu', en: 'returned loan' },
      until: noted(story, 'visibleUntil'),
    }),
  },
  {
    title: { fr: 'Elle annule une réservation', en: 'She cancels a hold' },
    rules: ['RET-07'],
    // Nothing to see any more: what is cancelled is deleted at once.
    expect: 'APPLIED',
    act: (story) =>
      tell(
        story,
        { type: 'hold.placed', holdRef: refs.hold, at: '2026-11-22T10:00:00+01:00' },
        { type: 'hold.cancelled', holdRef: refs.hold },
      ),
    keeps: () => ({
      what: { fr: 'réservation annulée : rien', en: 'cancelled hold: nothing' },
      until: 'aussitôt / at once',
    }),
  },
  {
    title: { fr: 'Elle consulte une archive', en: 'She consults an archive' },
    rules: ['RET-08'],
    expect: 'APPLIED, 2036-11-23T23:59:59+01:00',
    act: (story) =>
      tell(story, { type: 'archive.consulted', site: 'vs-centre', documentRef: 'archives:3E1204' }),
    keeps: (story) => ({
      what: { fr: 'consultation d’archives', en: 'archive consultation' },
      until: `${noted(story, 'visibleUntil')}, ou le récolement / or the inventory`,
    }),
  },
  {
    title: {
      fr: 'Un retour n’arrive jamais : la liste du SIGB le règle',
      en: 'A return never arrives: the list of the library system settles it',
    },
    rules: ['RET-06', 'RET-01'],
    expect: 'manquant 1, réglé 1',
    act: loseReturn,
  },
  {
    title: { fr: 'Novembre est compté', en: 'November is counted' },
    rules: ['STA-02', 'STA-01'],
    expect: '32 prêts',
    act: async (story) => {
      await goTo(story, '2026-12-15');
      return readNovember(story);
    },
    keeps: () => ({
      what: { fr: 'le nombre de prêts de novembre', en: 'the number of loans of November' },
      until: 'toujours, sans personne / always, without anybody',
    }),
  },
];

/** A quarter later: the loan of November, the same figure, and the archives at their inventory. */
export const oblivion: readonly Step[] = [
  {
    title: { fr: 'À la dernière seconde, le prêt se lit', en: 'In the last second it can be read' },
    rules: ['RET-01'],
    expect: 'RETURNED, emprunteur connu, 0 trace',
    act: (story) => {
      story.notes.set('expectedPurge', '2027-03-31T22:00:00Z');
      return readAtPurge(story, -1);
    },
  },
  {
    title: { fr: 'À la suivante, plus personne ne sait', en: 'In the next nobody knows' },
    rules: ['RET-04', 'RET-05'],
    expect: 'absent, emprunteur absent, 0 trace',
    act: (story) => readAtPurge(story, 0),
  },
  {
    title: { fr: 'Novembre compte toujours autant', en: 'November still counts as many' },
    rules: ['STA-02'],
    expect: '32 prêts',
    act: readNovember,
  },
  {
    title: {
      fr: 'Le récolement des archives : la consultation part la nuit',
      en: 'The inventory of the archives: the consultation leaves at night',
    },
    rules: ['RET-08', 'RET-21'],
    expect: '1/1/0',
    act: async (story) => {
      await goTo(story, '2027-06-01');
      await tell(story, { type: 'inventory.done', site: 'vs-centre', patronRef: undefined });
      await goTo(story, '2027-06-02');
      return sayRun(story, 'RET-08', 'ARCHIVE_CONSULTATION');
    },
  },
];
