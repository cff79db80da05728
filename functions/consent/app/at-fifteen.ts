import * as z from 'zod';
import { newEvent, type ChangeEvent } from '#core/events.ts';
import { confirmationDue } from '../domain/coming-of-age.ts';
import { circumstancesOf } from './reach.ts';
import { tellLapsed, type LapseDeps } from './tell-lapsed.ts';

const Fifteen = z.object({ step: z.enum(['TURNED', 'REMINDER', 'ENDED']) });

/**
 * CON-07: who shares a consent with a parent is asked to confirm it on the fifteenth birthday and again before the grace
 * ends; when it has ended, the library system is told. Who shares none hears nothing.
 */
export async function atFifteen(
  deps: LapseDeps,
  { id, subjectRef, data }: ChangeEvent,
): Promise<void> {
  const { step } = Fifteen.parse(data);
  const patron = subjectRef === undefined ? undefined : await deps.people.read(subjectRef);
  if (!patron) return;
  if (step === 'ENDED') {
    await tellLapsed(deps, patron, await deps.notices.meanings());
    return;
  }
  const day = circumstancesOf(deps.runtime, patron, deps.runtime.clock.now());
  const { entries } = await deps.ledger.read(patron.subjectRef);
  const [until] = Object.values(entries).flatMap((entry) => confirmationDue(entry, day) ?? []);
  if (!until) return;
  const event = newEvent(deps.runtime, {
    type: 'consent.confirm-due',
    commune: patron.commune,
    subjectRef: patron.subjectRef,
    actor: 'SYSTEM:birthday',
    data: { until: until.toString() },
  });
  await deps.ledger.announceOnce(event, `CONFIRM#${id}`);
}
