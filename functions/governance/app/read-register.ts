import type { Temporal } from 'temporal-polyfill';
import { purposes, type PurposeCode } from '#core/catalogue/purposes.ts';
import { dateIn, type Commune, type Network } from '#core/network.ts';
import { hasEntry, storesOf } from '../domain/register.ts';
import { activation, type NetworkSignoffs } from '../domain/signoff.ts';

/** The register of one controller (Art. 30, GOV-01): an entry a purpose, from the catalogue, the manifests and the network file. */
export function readRegister(args: {
  network: Network;
  commune: Commune;
  signoffs: NetworkSignoffs;
  now: Temporal.Instant;
}) {
  const { network, commune, signoffs, now } = args;
  const today = dateIn(network, commune.id, now);
  return Object.values(purposes)
    .filter(({ code }) => hasEntry(code))
    .map(({ code, title, legalBasis, article, channels, retention, keepAfterEnd }) => ({
      commune: commune.id,
      purpose: code,
      title,
      controllers: controllersOf(network, commune),
      ...(commune.dpo && { dpo: commune.dpo }),
      legalBasis,
      article,
      channels: [...channels],
      categories: storesOf(code).map(({ category, retention: rule, sealedBy }) => ({
        category,
        retention: rule,
        sealedBy,
      })),
      retention: [...retention],
      ...(keepAfterEnd !== undefined && { keepAfterEnd }),
      recipients: recipientsOf(network, channels),
      region: network.region,
      ...approval(signoffs, commune, code),
      ...activation(signoffs, { commune: commune.id, purpose: code, today }),
    }));
}

/** GOV-03: the commune and the network that runs the common file answer together (Art. 26); each can be asked. */
const controllersOf = (network: Network, commune: Commune) => [
  { id: commune.id, name: commune.name, role: 'JOINT' as const },
  { id: network.id, name: network.name, role: 'JOINT' as const },
];

/** Art. 30(1)(d): who keeps the data, and who carries the messages of the channels that the purpose uses. */
const recipientsOf = ({ vendors }: Network, channels: readonly string[]) =>
  vendors.filter(({ service }) => service === 'HOSTING' || channels.includes(service));

function approval(signoffs: NetworkSignoffs, commune: Commune, code: PurposeCode) {
  const { dpiaRef, finalController } = signoffs.get(commune.id)?.[code] ?? {};
  return {
    ...(dpiaRef !== undefined && { dpiaRef }),
    ...(finalController !== undefined && { finalController }),
  };
}
