import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Clock } from '#core/runtime.ts';
import { openNotebook } from './notebook.ts';

/** Where the clock of a fresh demo stands (`api.md`). */
export const demoStart = Temporal.Instant.from('2026-11-23T09:00:00+01:00');

/** A clock that can be set; it then goes on at real speed, unless it is held. */
export interface SettableClock extends Clock {
  set(now: Temporal.Instant): void;
  /** A held clock only moves when it is set. */
  readonly held: boolean;
  close(): void;
}

const Saved = z.object({ nowMs: z.number(), offsetMs: z.number() });

/**
 * @param file keeps the distance to the real clock, so that a restart goes on where the network was
 * @param held stands still between settings: tests that must not depend on the time they take
 */
export function openClock({
  file,
  start = demoStart,
  held = false,
}: {
  readonly file: string;
  readonly start?: Temporal.Instant;
  readonly held?: boolean;
}): SettableClock {
  const realMs = () => Date.now();
  const { saved, save, close } = openNotebook(file, Saved);
  let nowMs = saved?.nowMs ?? start.epochMilliseconds;
  let offsetMs = saved?.offsetMs ?? nowMs - realMs();
  const now = () => Temporal.Instant.fromEpochMilliseconds(held ? nowMs : realMs() + offsetMs);
  const set = (instant: Temporal.Instant) => {
    nowMs = instant.epochMilliseconds;
    offsetMs = nowMs - realMs();
    save({ nowMs, offsetMs });
  };
  if (!saved) set(start);
  return { held, now, set, close };
}
