import { describe, expect, it } from '@jest/globals';
import { fold, type LedgerEvent } from '../../../functions/consent/domain/ledger.ts';
import { openDesk } from '../../support/desk.ts';
import { said } from '../../support/messages.ts';

const { desk, newReader } = await openDesk();

const yes = (minute: number) =>
  said(minute % 2 === 0 ? 'GIVEN' : 'WITHDRAWN', {
    at: `2026-11-23T08:${String(minute).padStart(2, '0')}:00+01:00`,
  });

async function ledgerOf(ref: string) {
  const [history, choices] = await Promise.all([
    desk.get(`/v1/patrons/${ref}/consents/history?limit=200`),
    desk.get(`/v1/patrons/${ref}/consents`),
  ]);
  const items = (history.body['items'] as (LedgerEvent & { at: string })[]).toReversed();
  const events = items.map((one) => ({
    ...one,
    evidence: { occurredAt: one.at, joint: false },
  }));
  const shown = (
    choices.body['items'] as { purpose: string; channel: string; state: string }[]
  ).find(({ purpose, channel }) => purpose === 'NEWSLETTER' && channel === 'EMAIL');
  return { events, shown };
}

describe('many writers on one reader (T22)', () => {
  it('[CON-03] who read the same version: one is written, the others hear 412', async () => {
    const ref = await newReader();
    const path = `/v1/patrons/${ref}/consents/NEWSLETTER/EMAIL`;
    const winners: unknown[] = [];
    for (let seq = 0; seq < 4; seq += 1) {
      const answers = await Promise.all(
        Array.from({ length: 6 }, () =>
          desk.put(path, yes(seq + 10), { 'if-match': `"${String(seq)}"` }),
        ),
      );
      const written = answers.filter(({ status }) => status === 200);
      expect(written).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 412)).toHaveLength(5);
      winners.push(written[0]?.body['eventId']);
    }
    const { events } = await ledgerOf(ref);
    expect(events.map(({ eventId }) => eventId)).toEqual(winners);
  });

  it('[CON-03] [CON-04] who named no version: one serial history, and the state is its fold', async () => {
    const ref = await newReader();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        desk.put(`/v1/patrons/${ref}/consents/NEWSLETTER/EMAIL`, yes(n + 20)),
      ),
    );
    expect(answers.every(({ status }) => [200, 409].includes(status))).toBe(true);
    const { events, shown } = await ledgerOf(ref);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => n + 1));
    const heard = new Set(
      answers.flatMap(({ status, body }) => (status === 200 ? [body['eventId']] : [])),
    );
    // Every 200 names an entry of the ledger: its own, or the one that had already said the same.
    expect([...heard].every((id) => events.some(({ eventId }) => eventId === id))).toBe(true);
    expect(shown?.state).toBe(fold(events).entries['NEWSLETTER|EMAIL']?.state);
    // No later refusal was undone by an older yes: times of a yes only grow along the history.
    events.forEach((one, n) => {
      const before = events[n - 1];
      if (one.decision !== 'GIVEN' || !before) return;
      expect(Date.parse(one.at)).toBeGreaterThan(Date.parse(before.at));
    });
  });
});
