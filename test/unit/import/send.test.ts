import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ok } from '#core/result.ts';
import type { Client } from '../../../infra/local/client.ts';
import { isDefined, isRepeat, sayRun } from '../../../infra/local/import/report.ts';
import type { ImportRun } from '../../../infra/local/import/run-import.ts';
import { sendEvents, sendPatrons } from '../../../infra/local/send.ts';
import type { IlsEvent, PatronRow } from '../../../infra/local/wire.ts';

const Batch = z.object({ events: z.array(z.object({ id: z.string(), patronRef: z.string() })) });
const Rows = z.object({
  commune: z.string(),
  source: z.string(),
  rows: z.array(z.object({ patronRef: z.string() })),
});

/** A client that answers with `reply` and remembers the bodies that it was sent. */
function clientWith(reply: (body: unknown) => unknown): { client: Client; bodies: unknown[] } {
  const bodies: unknown[] = [];
  const client: Client = {
    async call({ body, answer }) {
      bodies.push(body);
      await Promise.resolve();
      return ok(answer.parse(reply(body)));
    },
  };
  return { client, bodies };
}

const event = (number: number): IlsEvent => ({
  id: `e${number}`,
  type: 'loan.returned',
  at: '2026-10-01T10:00:00+02:00',
  patronRef: `koha:${number % 37}`,
  library: 'l',
  loanRef: `koha:l${number}`,
  itemRef: 'koha:i',
});
const patron = (number: number): PatronRow => ({
  patronRef: `koha:${number}`,
  library: 'l',
  commune: number % 2 ? 'a' : 'b',
  category: 'ADULT',
  name: { family: 'X', given: [] },
  enrolledOn: '2026-01-01',
});
const events = Array.from({ length: 4100 }, (_, index) => event(index));
const applyAll = (body: unknown) => ({
  outcomes: Batch.parse(body).events.map(({ id }) => ({ id, status: 'APPLIED' })),
});

describe('sending events', () => {
  it('keeps the order of each reader, in batches of at most 500', async () => {
    const { client, bodies } = clientWith(applyAll);
    let progress = 0;
    await sendEvents({ client, items: events, onProgress: (by) => (progress += by) });
    const batches = bodies.map((body) => Batch.parse(body).events);
    expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(500);
    expect(progress).toBe(4100);
    for (const ref of new Set(events.map(({ patronRef }) => patronRef))) {
      const sent = batches.flat().filter(({ patronRef }) => patronRef === ref);
      expect(sent.map(({ id }) => id)).toEqual(
        events.filter(({ patronRef }) => patronRef === ref).map(({ id }) => id),
      );
    }
  });

  it('gives every event an outcome, also one that the server forgot or a batch that failed', async () => {
    const forgetful = clientWith(() => ({
      outcomes: [
        { id: 'e1', status: 'REJECTED', errors: [{ code: 'UNKNOWN', field: 'events.0.loanRef' }] },
      ],
    }));
    const outcomes = await sendEvents({
      client: forgetful.client,
      items: [event(1), event(38)],
      onProgress: () => undefined,
    });
    expect(outcomes).toEqual([
      { ref: 'e1', status: 'REJECTED', reasons: ['UNKNOWN · loanRef'] },
      { ref: 'e38', status: 'UNANSWERED', reasons: [] },
    ]);
    const failing: Client = {
      call: () => Promise.resolve({ ok: false, problem: { status: 413, code: 'TOO_LARGE' } }),
    };
    const failed = await sendEvents({
      client: failing,
      items: [event(1)],
      onProgress: () => undefined,
    });
    expect(failed).toEqual([{ ref: 'e1', status: 'FAILED', reasons: ['TOO_LARGE · HTTP 413'] }]);
  });
});

describe('sending readers', () => {
  it('groups them by commune in their order and finds outcomes by row', async () => {
    const { client, bodies } = clientWith((body) => ({
      outcomes: Rows.parse(body).rows.map((_, row) => ({
        row,
        status: row === 1 ? 'QUARANTINED' : 'ACCEPTED',
        errors: row === 1 ? [{ code: 'ODD', field: 'email', rule: 'DAT-07' }] : [],
      })),
    }));
    const outcomes = await sendPatrons({
      client,
      items: [1, 2, 3].map(patron),
      source: 'ILS',
      onProgress: () => undefined,
    });
    expect(bodies.map((body) => Rows.parse(body))).toMatchObject([
      { commune: 'a', source: 'ILS', rows: [{ patronRef: 'koha:1' }, { patronRef: 'koha:3' }] },
      { commune: 'b', rows: [{ patronRef: 'koha:2' }] },
    ]);
    expect(outcomes.find(({ ref }) => ref === 'koha:3')).toEqual({
      ref: 'koha:3',
      status: 'QUARANTINED',
      reasons: ['ODD · email · DAT-07'],
    });
  });
});

describe('the account of an import', () => {
  const run = (status: string): ImportRun => ({
    patrons: {
      items: [patron(1)],
      warnings: [{ ref: 'koha:1', code: 'NO_EMAIL' }],
      skipped: [{ ref: 'koha:2', code: 'DELETED' }],
    },
    events: { items: [event(1)], warnings: [], skipped: [] },
    patronOutcomes: [
      { ref: 'koha:1', status: 'QUARANTINED', reasons: ['IMPOSSIBLE_AGE · birthYear · DAT-07'] },
    ],
    eventOutcomes: [{ ref: 'e1', status, reasons: [], purgeAt: '2026-11-01T00:00:00+01:00' }],
  });
  const now = Date.parse('2026-11-23T09:00:00+01:00');

  it('counts by status and by reason, and names nobody', () => {
    const text = sayRun(run('APPLIED'), { now }).join('\n');
    for (const part of [
      '1  QUARANTINED',
      '1  IMPOSSIBLE_AGE · birthYear · DAT-07',
      '1  DELETED',
      '1  NO_EMAIL',
      '1  APPLIED',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('koha:1');
  });

  it('[RET-01] says which returns were past already', () => {
    expect(sayRun(run('APPLIED'), { now }).join('\n')).toContain('1 retours déjà hors délai');
  });

  it('says when a second run changed nothing, and fails only without a defined outcome', () => {
    expect([
      isRepeat(run('DUPLICATE')),
      isRepeat(run('APPLIED')),
      isRepeat(run('REJECTED')),
    ]).toEqual([true, false, false]);
    expect([
      isDefined(run('REJECTED')),
      isDefined(run('FAILED')),
      isDefined(run('UNANSWERED')),
    ]).toEqual([true, false, false]);
  });
});
