import { join } from 'node:path';
import * as z from 'zod';
import type { Clock } from '#core/runtime.ts';
import { readIfThere, writeWhole } from './folder.ts';
import { openUsage } from './usage.ts';

export const channels = ['EMAIL', 'SMS'] as const;
export type ProviderChannel = (typeof channels)[number];

const Failure = z.enum(['THROTTLE', '5XX', 'TIMEOUT', 'REJECT', 'PAUSED']);

/** How the provider behaves on one channel. `null` means no limit, no failure. */
const ProviderSettings = z.object({
  /** Recipients (e-mail) or message parts (SMS) a second; a burst of one second is let through. */
  rate: z.number().positive().nullable(),
  /** Messages in any 24 hours of the settable clock. */
  dailyQuota: z.int().nonnegative().nullable(),
  /** THROTTLE, 5XX, REJECT, PAUSED: AWS's own errors. TIMEOUT: no answer at all. */
  fail: Failure.nullable(),
  /** The message is taken, then the connection dies before the answer. */
  dropAfterAccept: z.boolean(),
});
export type ProviderSettings = z.infer<typeof ProviderSettings>;

/** Body of `POST /_local/provider`; what is absent stays, an absent channel means both. */
export const ProviderChange = ProviderSettings.partial().extend({
  channel: z.enum(channels).optional(),
});
export type ProviderChange = z.infer<typeof ProviderChange>;

/** Why a message is not taken. Each service puts it in its own words. */
export type Refusal = z.infer<typeof Failure> | 'QUOTA';

export interface Provider {
  change(change: ProviderChange): void;
  settings(channel: ProviderChannel): ProviderSettings;
  sentLast24Hours(channel: ProviderChannel): number;
  /**
   * May this message go now? When it may, it has been counted.
   * @param cost `rate`: recipients or parts; `quota`: 0 for the SES simulator, which the daily quota ignores
   */
  admit(channel: ProviderChannel, cost: { rate: number; quota: number }): Refusal | null;
}

const noLimit: ProviderSettings = {
  rate: null,
  dailyQuota: null,
  fail: null,
  dropAfterAccept: false,
};

/**
 * @param args.monotonicMs a clock that never jumps: a rate is a matter of real seconds, even while days are simulated
 */
export function openProvider(args: {
  dataFolder: string;
  clock: Clock;
  monotonicMs: () => number;
}): Provider {
  const file = join(args.dataFolder, 'provider.json');
  const stored = readIfThere(file);
  const settings = stored
    ? z.record(z.enum(channels), ProviderSettings).parse(JSON.parse(stored.toString('utf8')))
    : { EMAIL: noLimit, SMS: noLimit };
  const usage = openUsage(args.dataFolder, args.clock);
  const buckets = { EMAIL: createBucket(args.monotonicMs), SMS: createBucket(args.monotonicMs) };
  return {
    change({ channel, ...change }) {
      const given = Object.fromEntries(
        Object.entries(change).filter(([, value]) => value !== undefined),
      );
      for (const one of channel ? [channel] : channels) {
        settings[one] = ProviderSettings.parse({ ...settings[one], ...given });
        if (change.rate !== undefined) buckets[one].refill();
      }
      writeWhole(file, JSON.stringify(settings));
    },
    settings: (channel) => settings[channel],
    sentLast24Hours: (channel) => usage.count(channel),
    admit(channel, cost) {
      const { fail, dailyQuota, rate } = settings[channel];
      if (fail) return fail;
      if (dailyQuota !== null && usage.count(channel) + cost.quota > dailyQuota) return 'QUOTA';
      if (rate !== null && !buckets[channel].take(cost.rate, rate)) return 'THROTTLE';
      if (cost.quota > 0) usage.record(channel);
      return null;
    },
  };
}

/** A token bucket that holds one second of tokens (and never less than what one message costs). */
function createBucket(monotonicMs: () => number) {
  let tokens = Infinity;
  let filledAt = monotonicMs();
  return {
    refill() {
      tokens = Infinity;
    },
    take(cost: number, rate: number): boolean {
      const now = monotonicMs();
      tokens = Math.min(Math.max(rate, cost), tokens + ((now - filledAt) / 1000) * rate);
      filledAt = now;
      if (tokens < cost) return false;
      tokens -= cost;
      return true;
    },
  };
}
