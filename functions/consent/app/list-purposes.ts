import type { Temporal } from 'temporal-polyfill';
import { purposes } from '#core/catalogue/purposes.ts';
import { dateIn, type Network } from '#core/network.ts';
import type { Signed } from '../../governance/provides.ts';

/** The signed catalogue, with what each commune's DPO has signed (CAM-01, CAM-02). */
export function listPurposes(network: Network, signoffs: Signed, now: Temporal.Instant) {
  return Object.values(purposes).map(({ code, title, legalBasis, consent, channels }) => ({
    code,
    title,
    legalBasis,
    consent,
    channels: [...channels],
    active: Object.fromEntries(
      network.communes.map((commune) => {
        const today = dateIn(network, commune.id, now);
        const asked = { commune: commune.id, purpose: code, today };
        return [commune.id, signoffs.activation(asked)];
      }),
    ),
  }));
}
