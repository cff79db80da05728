import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import {
  desk,
  ils,
  moveClock,
  noted,
  pathOf,
  readNow,
  say,
  self,
  writeInstant,
  type Step,
  type Story,
} from './story.ts';

const putAnswer = z.object({ quarantined: z.boolean() });
const eventAnswer = z.object({
  outcomes: z.array(z.object({ status: z.string(), purgeAt: z.string().optional() })),
});
const loansAnswer = z.object({
  items: z.array(z.object({ loanRef: z.string(), state: z.string() })),
});
const borrowersAnswer = z.object({ items: z.array(z.object({ patronRef: z.string() })) });

/** Body of the reader's `PUT`, without its ref, which is in the path. */
export function bodyOf({ reader }: Story): object {
  const { patronRef: _ref, ...body } = reader.row;
  return body;
}

async function putReader(story: Story, extra: object = {}): Promise<string> {
  const call = {
    method: 'PUT',
    path: pathOf(story),
    body: { ...bodyOf(story), ...extra },
    answer: putAnswer,
  } as const;
  return say(await ils(story).call(call), ({ quarantined }) =>
    quarantined ? 'en quarantaine' : 'connu',
  );
}

async function sendEvent(story: Story, event: object): Promise<string> {
  const answer = await ils(story).call({
    method: 'POST',
    path: '/v1/ils-events',
    body: { events: [event] },
    answer: eventAnswer,
  });
  return say(answer, ({ outcomes: [outcome] }) => {
    if (outcome?.purgeAt) story.notes.set('purgeAt', outcome.purgeAt);
    return outcome?.status ?? 'sans réponse';
  });
}

async function lend(story: Story): Promise<string> {
  const { reader } = story;
  if (reader.isImported) return readLoan(story);
  const now = await readNow(story.server);
  const status = await sendEvent(story, {
    id: `${reader.loanRef}-out`,
    type: 'loan.created',
    at: writeInstant(now.subtract({ minutes: 2 })),
    dueOn: now.toPlainDate().add({ days: 28 }).toString(),
    patronRef: reader.row.patronRef,
    loanRef: reader.loanRef,
    itemRef: reader.itemRef,
    library: reader.row.library,
    title: reader.title,
    author: reader.author,
    subjects: ['843.7'],
  });
  return status === 'APPLIED' ? readLoan(story) : status;
}

/** §1.9 of the rules, counted here on its own: the midnight after the last day of the fourth month. */
function expectPurge(returned: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return returned.toPlainDate().with({ day: 1 }).add({ months: 5 }).toZonedDateTime('Europe/Paris');
}

/** Matched by loan alone: a library system may have made its row anonymous already. */
async function bringBack(story: Story): Promise<string> {
  const { reader } = story;
  const returned = (await readNow(story.server)).subtract({ minutes: 1 });
  const purge = expectPurge(returned);
  story.notes.set('expectedPurge', purge.toInstant().toString());
  const back = (loanRef: string) =>
    sendEvent(story, {
      id: `${loanRef}-ret`,
      type: 'loan.returned',
      at: writeInstant(returned),
      loanRef,
      library: reader.row.library,
    });
  for (const loanRef of reader.otherLoanRefs) await back(loanRef);
  const status = await back(reader.loanRef);
  const purgeAt = story.notes.get('purgeAt');
  return purgeAt === undefined ? status : `${status}, ${Temporal.Instant.from(purgeAt).toString()}`;
}

export async function readLoan(story: Story): Promise<string> {
  const answer = await self(story).call({
    method: 'GET',
    path: pathOf(story, '/loans'),
    answer: loansAnswer,
  });
  return say(
    answer,
    ({ items }) => items.find(({ loanRef }) => loanRef === story.reader.loanRef)?.state ?? 'absent',
  );
}

async function readBorrower(story: Story): Promise<string> {
  const path = `/v1/items/${encodeURIComponent(story.reader.itemRef)}/borrowers`;
  const answer = await desk(story).call({ method: 'GET', path, answer: borrowersAnswer });
  return say(answer, ({ items }) =>
    items.some(({ patronRef }) => patronRef === story.reader.row.patronRef)
      ? 'emprunteur connu'
      : 'emprunteur absent',
  );
}

/**
 * Reads on the reader's side and on the item's side. The clock of the demo runs: it is set a minute before first,
 * so that the schedules on the way have run when the second itself comes.
 */
export async function readAt(story: Story, secondsFromPurge: number): Promise<string> {
  const purge = Temporal.Instant.from(noted(story, 'expectedPurge')).toZonedDateTimeISO(
    'Europe/Paris',
  );
  if (secondsFromPurge < 0) await moveClock(story, purge.subtract({ minutes: 1 }));
  await moveClock(story, purge.add({ seconds: secondsFromPurge }));
  const [loan, borrower] = await Promise.all([readLoan(story), readBorrower(story)]);
  return `${loan}, ${borrower}`;
}

/** A reader arrives, borrows, brings back, and the library forgets. */
export const forgetting: readonly Step[] = [
  {
    title: {
      fr: 'Le SIGB envoie une donnée hors liste',
      en: 'The library system sends a field outside the list',
    },
    rules: ['DAT-01'],
    expect: '422 DAT-01',
    act: (story) => putReader(story, { nationality: 'FR' }),
  },
  {
    title: { fr: 'La lectrice arrive du SIGB', en: 'The reader arrives from the library system' },
    rules: ['DAT-01', 'DAT-07'],
    expect: 'connu',
    act: (story) => putReader(story),
  },
  {
    title: { fr: 'Elle emprunte', en: 'She borrows' },
    rules: ['RET-06'],
    expect: 'OPEN',
    act: lend,
  },
  {
    title: {
      fr: 'Elle rend : la date d’oubli est fixée',
      en: 'She brings back: the day of forgetting is set',
    },
    rules: ['RET-01', 'RET-02'],
    expect: (story) => `APPLIED, ${noted(story, 'expectedPurge')}`,
    act: bringBack,
  },
  {
    title: {
      fr: 'À la dernière seconde du 4e mois, le prêt se lit',
      en: 'In the last second of the 4th month the loan can be read',
    },
    rules: ['RET-01', 'RET-05'],
    expect: 'RETURNED, emprunteur connu',
    act: (story) => readAt(story, -1),
  },
  {
    title: {
      fr: 'À la seconde suivante, plus personne ne sait',
      en: 'A second later nobody knows',
    },
    rules: ['RET-04', 'RET-05'],
    expect: 'absent, emprunteur absent',
    act: (story) => readAt(story, 0),
  },
];
