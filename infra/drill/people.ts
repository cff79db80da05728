import * as z from 'zod';
import type { Ask } from './caller.ts';

/** Four readers to whom something happens after the backup, or nothing; each with a title that is theirs alone. */
export const people = {
  erased: { patronRef: 'koha:9101', family: 'Kerbrat', title: 'Le Hussard sur le toit' },
  expired: { patronRef: 'koha:9102', family: 'Hoareau', title: 'La Chartreuse de Parme' },
  withdrawn: { patronRef: 'koha:9103', family: 'Traoré', title: 'Une si longue lettre' },
  unchanged: { patronRef: 'koha:9104', family: 'Etcheverry', title: 'Obabakoak' },
} as const;
export type Who = keyof typeof people;

const row = (family: string, n: number) => ({
  library: 'vs-centre',
  category: 'ADULT',
  name: { family, given: ['Camille'] },
  birthYear: 1980,
  address: { lines: [`${String(n)} rue du Lavoir`], postCode: '01200', city: 'Valserine' },
  email: `drill-${String(n)}@example.org`,
  language: 'fr',
  enrolledOn: '2025-09-01',
  informed: ['OVERDUE', 'ACCOUNT', 'SERVICE_INFO'].map((purpose) => ({
    purpose,
    notice: 'enrolment-adult',
    version: 1,
    by: 'PAPER_FORM',
    on: '2025-09-01',
  })),
  source: 'ILS',
});

/** Enrols the four and a crowd, lends to all of them, and lets the four say yes to the newsletter. */
export async function fill(ask: Ask, crowd: number): Promise<Record<Who, string>> {
  const refs: [string, string][] = [];
  for (const [n, [who, { patronRef, family }]] of Object.entries(people).entries()) {
    const put = await must(ask('ILS', `PUT /v1/patrons/${patronRef}`, row(family, n)));
    refs.push([who, z.object({ subjectRef: z.string() }).parse(put.body).subjectRef]);
    await must(ask('DESK', newsletterOf(patronRef), consent('GIVEN')));
  }
  for (let n = 0; n < crowd; n += 1)
    await must(ask('ILS', `PUT /v1/patrons/koha:${String(9200 + n)}`, row('Martin', 100 + n)));
  const readers = Array.from({ length: crowd }, (_, n) => `koha:${String(9200 + n)}`);
  await lend(ask, [
    ...Object.values(people).map(({ patronRef, title }) => ({ patronRef, title })),
    ...readers.map((patronRef) => ({ patronRef, title: 'Germinal' })),
  ]);
  return z
    .record(z.enum(['erased', 'expired', 'withdrawn', 'unchanged']), z.string())
    .parse(Object.fromEntries(refs));
}

/** Each lends once in July, which is forgotten on 1 December, and once in November. */
async function lend(ask: Ask, loans: readonly { patronRef: string; title: string }[]) {
  const events = loans.flatMap(({ patronRef, title }) =>
    ['07', '11'].flatMap((month) => {
      const loanRef = `${patronRef}:${month}`;
      const loan = { patronRef, loanRef, itemRef: `${loanRef}:item`, library: 'vs-centre' };
      const on = (day: string) => `2026-${month}-${day}T10:00:00+01:00`;
      const id = `${loanRef}-`.replaceAll(':', '-');
      return [
        {
          ...loan,
          id: `${id}out`,
          type: 'loan.created',
          at: on('02'),
          dueOn: '2026-12-20',
          title: `${title} ${month}`,
        },
        { ...loan, id: `${id}in`, type: 'loan.returned', at: on('20') },
      ];
    }),
  );
  for (let at = 0; at < events.length; at += 500) {
    const posted = await must(
      ask('ILS', 'POST /v1/ils-events', { events: events.slice(at, at + 500) }),
    );
    const { outcomes } = Outcomes.parse(posted.body);
    const refused = outcomes.find(({ status }) => status !== 'APPLIED');
    if (refused) throw new Error(`an event was not applied: ${JSON.stringify(refused)}`);
  }
}

const Outcomes = z.object({ outcomes: z.array(z.looseObject({ status: z.string() })) });

export const newsletterOf = (patronRef: string) =>
  `PUT /v1/patrons/${patronRef}/consents/NEWSLETTER/EMAIL`;

export const consent = (decision: 'GIVEN' | 'WITHDRAWN') => ({
  decision,
  act: 'FORM_TICK',
  at: '2026-11-20T09:00:00+01:00',
  collectedBy: { type: 'STAFF', ref: 'desk-1' },
  ...(decision === 'GIVEN' && { notice: { id: 'newsletter', version: 1, locale: 'fr' } }),
});

/** The answer, when it is a success. */
export async function must<A extends { status: number; body: unknown }>(
  asked: Promise<A>,
): Promise<A> {
  const answer = await asked;
  if (answer.status >= 300)
    throw new Error(`${String(answer.status)} ${JSON.stringify(answer.body)}`);
  return answer;
}
