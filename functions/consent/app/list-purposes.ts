import type { Temporal } from 'temporal-polyfill';
import { purposes } from '#core/catalogue/purposes.ts';
import { zoneOf, type Commune, type Network } from '#core/network.ts';

export interface Activation {
  readonly state: 'ACTIVE' | 'OFF' | 'EXPIRED';
  readonly signedBy?: string;
  readonly until?: string;
}

/** The signed catalogue, with what each commune's DPO has signed (CAM-01, CAM-02). */
export function listPurposes(network: Network, now: Temporal.Instant) {
  return Object.values(purposes).map(({ code, title, legalBasis, consent, channels }) => ({
    code,
    title,
    legalBasis,
    consent,
    channels: [...channels],
    active: Object.fromEntries(
      network.communes.map((one) => [one.id, activation({ network, commune: one, code, now })]),
    ),
  }));
}

function activation(args: {
  network: Network;
  commune: Commune;
  code: string;
  now: Temporal.Instant;
}): Activation {
  const { commune, code } = args;
  const signoff = commune.signoffs.find(({ purpose }) => purpose === code);
  if (!signoff) return { state: 'OFF' };
  const today = args.now.toZonedDateTimeISO(zoneOf(args.network, commune)).toPlainDate().toString();
  return {
    state: today <= signoff.validUntil ? 'ACTIVE' : 'EXPIRED',
    until: signoff.validUntil,
    ...(commune.dpo && { signedBy: commune.dpo.name }),
  };
}
