import { renameSync, writeFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '#core/runtime.ts';

/** The clock that the Lambda processes of the emulator read (`shifted-clock.ts`). */
export interface StoryClock extends Clock {
  readonly file: string;
  set(now: Temporal.Instant): void;
}

/** Ten times slower than real: "the last second of the month" lasts long enough for an emulated cold start. */
const pace = 0.1;

export function openStoryClock(file: string, start: Temporal.Instant): StoryClock {
  const realNow = () => Temporal.Now.instant().epochMilliseconds;
  let [story, real] = [0, 0];
  const set = (now: Temporal.Instant) => {
    [story, real] = [now.epochMilliseconds, realNow()];
    writeFileSync(`${file}.new`, JSON.stringify([story, real, pace]));
    renameSync(`${file}.new`, file);
  };
  set(start);
  return {
    file,
    set,
    now: () =>
      Temporal.Instant.fromEpochMilliseconds(Math.floor(story + (realNow() - real) * pace)),
  };
}
