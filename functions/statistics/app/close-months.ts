import { Temporal } from 'temporal-polyfill';
import { communeById, zoneOf, type Commune } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import { closesAt, type Place } from '../domain/act.ts';
import { hear, type Heard } from '../domain/figure.ts';
import { closeMonth } from '../domain/month.ts';
import type { Months, StoredMonth } from './ports.ts';

interface Deps {
  readonly runtime: Pick<Runtime, 'network' | 'clock' | 'reached'>;
  readonly months: Months;
}

/** A batch that began before the instant of closing has ended by then. */
const margin = Temporal.Duration.from('PT1H');

/**
 * Counts the months whose time is over (STA-02), while every loan of theirs is still there, and keeps only what may be
 * shown (STA-01). Each step may be killed and is taken up by the next night: shut, counted, tidied.
 */
export async function closeMonths({ runtime, months }: Deps): Promise<number> {
  const now = runtime.clock.now();
  let closed = 0;
  for (const month of await months.all()) {
    const commune = communeById(runtime.network, month.commune);
    if (!commune || month.state === 'CLOSED') continue;
    const over = closesAt(month.month, zoneOf(runtime.network, commune)).add(margin);
    if (Temporal.Instant.compare(over, now) > 0) continue;
    await close({ runtime, months }, commune, month);
    closed += 1;
  }
  return closed;
}

async function close(
  { runtime, months }: Deps,
  commune: Commune,
  month: StoredMonth,
): Promise<void> {
  if (month.state === 'OPEN') await months.move(month, 'SHUT');
  runtime.reached('statistics.close.shut');
  if (month.state !== 'COUNTED') {
    const libraries = commune.libraries.map(({ id }) => id);
    await months.move(month, 'COUNTED', closeMonth(await hearAll(months, month), libraries));
  }
  runtime.reached('statistics.close.counted');
  for await (const page of months.pages(month)) {
    await months.remove(
      month,
      page.map(({ id }) => id),
    );
  }
  runtime.reached('statistics.close.tidied');
  await months.move(month, 'CLOSED');
}

async function hearAll(months: Months, place: Place): Promise<Heard> {
  const heard: Heard = new Map();
  for await (const page of months.pages(place)) {
    for (const { said } of page) hear(heard, said);
  }
  return heard;
}
