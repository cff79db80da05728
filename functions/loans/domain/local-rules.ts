import { communeById, modeOf, zoneOf, type Network } from '#core/network.ts';
import type { LocalRules } from './record.ts';

/** Zone and retention mode of a commune; those of the network when it has left it. */
export function localRulesOf(network: Network, communeId: string): LocalRules {
  const commune = communeById(network, communeId);
  return commune
    ? { zone: zoneOf(network, commune), mode: modeOf(network, commune) }
    : { zone: network.zone, mode: network.mode };
}
