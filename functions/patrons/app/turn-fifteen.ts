import { Temporal } from 'temporal-polyfill';
import { consentRules } from '#core/catalogue/rules/consent.ts';
import { newEvent } from '#core/events.ts';
import { communeById, dateIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Directory } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly directory: Directory;
}

const { graceAt15 } = consentRules['CON-07'].parameters;

/** What happens around a fifteenth birthday, and on which day (CON-07). D: the reminder, two weeks before the end. */
const steps = {
  TURNED: (birthday: Temporal.PlainDate) => birthday,
  REMINDER: (birthday: Temporal.PlainDate) => birthday.add(graceAt15).subtract({ days: 14 }),
  ENDED: (birthday: Temporal.PlainDate) => birthday.add(graceAt15),
} as const;
type Step = keyof typeof steps;

/** A night that failed is made up for. */
const daysBack = 3;

/**
 * Every night: tells the others who turned fifteen, whose grace ends soon and whose has ended. What that means for their
 * choices is theirs to know; each step is told once.
 * @returns how many steps were told
 */
export async function turnFifteen(deps: Deps): Promise<number> {
  const today = deps.runtime.clock
    .now()
    .toZonedDateTimeISO(deps.runtime.network.zone)
    .toPlainDate();
  let count = 0;
  const due = Object.keys(steps)
    .filter(isStep)
    .flatMap((step) => birthdaysFor(step, today).map((birthday) => ({ step, birthday })));
  const days = due.map(({ birthday }) => birthday.toString());
  for (const { subjectRef, day } of await deps.directory.turningFifteenOn(days))
    for (const one of due.filter(({ birthday }) => birthday.toString() === day))
      if (await tell(deps, { subjectRef, ...one })) count += 1;
  return count;
}

const isStep = (name: string): name is Step => Object.hasOwn(steps, name);

/** The fifteenth birthdays whose step falls on one of the last days; months are not all as long. */
function birthdaysFor(step: Step, today: Temporal.PlainDate): Temporal.PlainDate[] {
  const since = today.subtract({ days: daysBack });
  const length = steps[step](since).since(since, { largestUnit: 'days' }).days;
  const near = Array.from({ length: daysBack + 7 }, (_, n) =>
    today.subtract({ days: length }).subtract({ days: n - 3 }),
  );
  return near.filter((birthday) => {
    const day = steps[step](birthday);
    return (
      Temporal.PlainDate.compare(day, since) >= 0 &&
      Temporal.PlainDate.compare(day, today.add({ days: 1 })) <= 0
    );
  });
}

/** Where it is still yesterday, nothing is told yet: the next nights ask again. */
async function tell(
  { runtime, directory }: Deps,
  { subjectRef, step, birthday }: { subjectRef: string; step: Step; birthday: Temporal.PlainDate },
): Promise<boolean> {
  const patron = await directory.read(subjectRef);
  const commune = patron && communeById(runtime.network, patron.commune);
  if (!commune) return false;
  const today = dateIn(runtime.network, commune.id, runtime.clock.now());
  if (Temporal.PlainDate.compare(today, steps[step](birthday)) < 0) return false;
  const event = newEvent(runtime, {
    type: 'patron.fifteen',
    commune: commune.id,
    subjectRef,
    actor: 'SYSTEM:birthday',
    data: { step },
  });
  return directory.announceOnce(event, `FIFTEEN#${step}`);
}
