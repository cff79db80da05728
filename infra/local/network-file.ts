import type { Network } from '#core/network.ts';
import { describeNetworkFaults } from '../network/fault.ts';
import { readNetworkFile as read } from '../network/read.ts';
import { refusals, StartRefused } from './refusal.ts';

/** @throws StartRefused when the file is absent or is not a network */
export async function readNetworkFile(file: string): Promise<Network> {
  const result = await read(file);
  if (result.ok) return result.value.network;
  const fr = describeNetworkFaults(result.problem, 'fr');
  throw new StartRefused(
    refusals.networkFile({ fr, en: describeNetworkFaults(result.problem, 'en') }),
  );
}

/** The network as it is on this machine: its links, its identity provider and its keys are here. */
export function localNetwork(
  network: Network,
  {
    url,
    declareKey,
    hasProvider,
  }: {
    readonly url: string;
    readonly declareKey: (alias: string) => string;
    /** The tokens are those of the network's own provider, with its names of claims. */
    readonly hasProvider: boolean;
  },
): Network {
  const { audience } = network.identity;
  return {
    ...network,
    publicUrl: url,
    identity: hasProvider ? network.identity : { issuer: url, audience },
    communes: network.communes.map((commune) => ({
      ...commune,
      ...(commune.kmsKeyArn && { kmsKeyArn: declareKey(`alias/discretion-${commune.id}`) }),
    })),
  };
}
