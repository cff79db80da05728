import { Temporal } from 'temporal-polyfill';
import type { Channel } from '#core/catalogue/purposes.ts';
import { campaignRules } from '#core/catalogue/rules/campaigns.ts';
import type { Network } from '#core/network.ts';

/** CAM-11: from the first day of the sixth month before an election to its last round, where this commune votes. */
export function reservesOf(
  { elections }: Pick<Network, 'elections'>,
  commune: string,
): { from: string; to: string }[] {
  const { reserveMonths } = campaignRules['CAM-11'].parameters;
  return elections
    .filter(({ communes }) => communes === undefined || communes.includes(commune))
    .map(({ firstRound, lastRound = firstRound }) => ({
      from: Temporal.PlainDate.from(firstRound)
        .subtract({ months: reserveMonths })
        .with({ day: 1 })
        .toString(),
      to: lastRound,
    }));
}

/** GOV-04: last day on which some provider of this channel is under contract; nothing when none is listed for it. */
export function contractEnd(
  { vendors }: Pick<Network, 'vendors'>,
  channel: Channel,
): string | undefined {
  return vendors
    .filter(({ service }) => service === channel)
    .map(({ endsOn }) => endsOn)
    .toSorted()
    .at(-1);
}
