import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#core/runtime.ts';
import { readIfThere, writeWhole } from './folder.ts';
import type { ProviderChannel } from './provider.ts';

const day = 24 * 60 * 60 * 1000;

/** The instants of what was accepted in the last 24 hours: instants only, nothing of anyone. */
export interface Usage {
  count(channel: ProviderChannel): number;
  record(channel: ProviderChannel): void;
}

export function openUsage(dataFolder: string, clock: Clock): Usage {
  const windows = {
    EMAIL: openWindow(join(dataFolder, 'usage-email.log')),
    SMS: openWindow(join(dataFolder, 'usage-sms.log')),
  };
  return {
    count: (channel) => windows[channel].count(clock.now().epochMilliseconds),
    record: (channel) => windows[channel].record(clock.now().epochMilliseconds),
  };
}

function openWindow(file: string) {
  let instants = (readIfThere(file)?.toString('utf8') ?? '')
    .split('\n')
    .filter(Boolean)
    .map(Number);
  let first = 0;
  writeWhole(file, instants.map((at) => `${at}\n`).join(''));
  return {
    count(now: number): number {
      while ((instants.at(-1) ?? 0) > now) instants.pop(); // the clock was set back: that has not happened
      first = Math.min(first, instants.length);
      while ((instants[first] ?? Infinity) <= now - day) first += 1;
      if (first > 10_000) {
        instants = instants.slice(first);
        first = 0;
        writeWhole(file, instants.map((at) => `${at}\n`).join(''));
      }
      return instants.length - first;
    },
    record(now: number) {
      instants.push(now);
      appendFileSync(file, `${now}\n`);
    },
  };
}
