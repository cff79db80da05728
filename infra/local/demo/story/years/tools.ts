import * as z from 'zod';
import type { Client } from '../../../client.ts';
import { ils, readNow, say, writeInstant, type Story } from '../story.ts';

/** What the story lends, owes and contests. Each ref belongs to one scene. */
export const refs = {
  lost: 'koha:900992',
  kept: 'koha:900993',
  disputed: 'koha:900994',
  late: 'koha:900995',
  hold: 'koha:hold:9001',
  debt: 'koha:debt:9001',
  title: 'koha:title:9001',
  dispute: 'litige-9001',
} as const;

const outcomeShape = z.object({
  status: z.string(),
  visibleUntil: z.string().optional(),
  errors: z.array(z.looseObject({ code: z.string() })).optional(),
});
const outcomesShape = z.object({ outcomes: z.array(outcomeShape) });

/** Sends events of the library system, all of now; says the last outcome, and notes until when it can be seen. */
export async function tell(story: Story, ...events: readonly object[]): Promise<string> {
  const at = writeInstant((await readNow(story.server)).subtract({ minutes: 1 }));
  const { library, patronRef } = story.reader.row;
  const answer = await ils(story).call({
    method: 'POST',
    path: '/v1/ils-events',
    body: {
      events: events.map((event, n) => ({
        id: `${at}-${String(n)}`,
        ...{ at, library, patronRef },
        ...event,
      })),
    },
    answer: outcomesShape,
  });
  return say(answer, ({ outcomes }) => {
    const refused = outcomes.find(({ status }) => status !== 'APPLIED');
    const { status, visibleUntil, errors } = refused ?? outcomes.at(-1) ?? { status: 'rien' };
    if (visibleUntil !== undefined) story.notes.set('visibleUntil', visibleUntil);
    return [status, visibleUntil, errors?.[0]?.code].filter(Boolean).join(', ');
  });
}

export const lent = (loanRef: string, more: object = {}): object => ({
  type: 'loan.created',
  ...{ loanRef, itemRef: loanRef.replace('koha:', 'koha:item:'), dueOn: '2026-12-21' },
  ...more,
});

export const returned = (loanRef: string): object => ({ type: 'loan.returned', loanRef });

/** One call, whose answer is looked at loosely: status and rule when it is refused. */
export async function ask<T>(
  client: Client,
  call: { method?: 'GET' | 'POST' | 'PUT'; path: string; body?: unknown; answer: z.ZodType<T> },
  words: (value: T) => string,
): Promise<string> {
  return say(await client.call({ method: 'GET', ...call }), words);
}

const runs = z.object({
  items: z.array(
    z.object({
      runId: z.string(),
      ...{ rule: z.string(), category: z.string() },
      ...{ found: z.int(), deleted: z.int(), recount: z.int() },
    }),
  ),
});

/** The lines of the sweep for the commune of the story (RET-21). */
export const askRuns = (story: Story, words: (items: z.infer<typeof runs>['items']) => string) =>
  ask(
    story.server.as('DPO'),
    {
      path: `/v1/retention-runs?limit=100&commune=${story.reader.row.commune}`,
      answer: runs,
    },
    ({ items }) => words(items),
  );

/** `found/deleted/left` of the line of a rule. */
export const sayRun = (story: Story, rule: string, category: string): Promise<string> =>
  askRuns(story, (items) => {
    const line = items.find((one) => one.rule === rule && one.category === category);
    return line ? `${line.found}/${line.deleted}/${line.recount}` : 'aucune ligne';
  });
