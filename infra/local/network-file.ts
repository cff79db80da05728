import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { Network } from '#core/network.ts';
import { refusals, StartRefused } from './refusal.ts';

/** @throws StartRefused when the file is absent or is not a network */
export async function readNetworkFile(file: string): Promise<Network> {
  const source = await readFile(file, 'utf8').catch(() => {
    throw new StartRefused(refusals.networkFile(file, 'absent'));
  });
  const parsed = Network.safeParse(readYaml(source));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StartRefused(refusals.networkFile(file, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()));
}

function readYaml(source: string): unknown {
  try {
    return parse(source, { merge: true });
  } catch {
    return undefined;
  }
}

/** The network as it is on this machine: its links, its identity provider and its keys are here. */
export function localNetwork(
  network: Network,
  { url, declareKey }: { readonly url: string; readonly declareKey: (alias: string) => string },
): Network {
  return {
    ...network,
    publicUrl: url,
    identity: { ...network.identity, issuer: url },
    communes: network.communes.map((commune) => ({
      ...commune,
      ...(commune.kmsKeyArn && { kmsKeyArn: declareKey(`alias/discretion-${commune.id}`) }),
    })),
  };
}
