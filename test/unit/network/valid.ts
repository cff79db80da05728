import type { Network } from '#core/network.ts';
import type { NetworkFault } from '../../../infra/network/fault.ts';
import { readNetwork } from '../../../infra/network/read.ts';

export const file = 'infra/networks/valserine.yaml';

/** A network without fault. Tests change one line of it and know which. */
export const valid = `id: valserine
name: Réseau de Valserine
region: eu-west-3
zone: Europe/Paris
mode: MONTH_END
publicUrl: https://bibliotheques.valserine.fr
identity:
  issuer: https://identite.valserine.fr
  audience: discretion
sender:
  emailFrom: Bibliothèques <ne-pas-repondre@bibliotheques.valserine.fr>
  smsSenderId: MEDIATHEQUE
smsWindow: { from: 08:00, to: 20:00 }
communes:
  - id: valserine
    name: Valserine
    dpo: { name: Claire Morel, email: dpo@valserine.fr }
    libraries:
      - { id: vs-centre, name: Centre, ilsCodes: ['koha:VSC'] }
      - { id: vs-gare, name: Gare, ilsCodes: ['koha:VSG'] }
    signoffs:
      - { purpose: OVERDUE, validUntil: 2027-11-22 }
      - { purpose: HOLD, validUntil: 2027-11-22 }
  - id: montfort
    name: Montfort
    dpo: { name: Claire Morel, email: dpo@montfort.fr }
    libraries:
      - { id: mf-centre, name: Montfort, ilsCodes: ['koha:MFC'] }
elections:
  - { title: Municipales 2032, firstRound: 2032-03-14, lastRound: 2032-03-21 }
`;

/** `valid` with one piece of text replaced. */
export function changed(from: string, to: string): string {
  if (!valid.includes(from)) throw new Error(`the valid network has no "${from}"`);
  return valid.replace(from, to);
}

export function faultsOf(text: string): readonly NetworkFault[] {
  const read = readNetwork(text, file);
  return read.ok ? [] : read.problem;
}

export function networkOf(text: string): Network {
  const read = readNetwork(text, file);
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return read.value.network;
}
