import { join } from 'node:path';
import * as z from 'zod';
import type { Clock } from '#core/runtime.ts';
import { readIfThere, writeWhole } from './folder.ts';

const Numbers = z.record(
  z.string(),
  z.object({ out: z.boolean(), optedInAt: z.number().optional() }),
);

/** The numbers that the provider itself refuses to reach. */
export interface OptOuts {
  has(number: string): boolean;
  list(): readonly string[];
  add(number: string): void;
  /** @returns false within 30 days of the number's last opt-in: AWS allows one in that time */
  optIn(number: string): boolean;
}

const thirtyDays = 30 * 24 * 60 * 60 * 1000;

export function openOptOuts(dataFolder: string, clock: Clock): OptOuts {
  const file = join(dataFolder, 'opt-outs.json');
  const numbers = Numbers.parse(JSON.parse(readIfThere(file)?.toString('utf8') ?? '{}'));
  const save = () => writeWhole(file, JSON.stringify(numbers));
  return {
    has: (number) => numbers[number]?.out === true,
    list: () => Object.keys(numbers).filter((number) => numbers[number]?.out),
    add(number) {
      numbers[number] = { ...numbers[number], out: true };
      save();
    },
    optIn(number) {
      const now = clock.now().epochMilliseconds;
      const known = numbers[number];
      if (!known?.out) return true;
      if (known.optedInAt !== undefined && now - known.optedInAt < thirtyDays) return false;
      numbers[number] = { out: false, optedInAt: now };
      save();
      return true;
    },
  };
}
