import { Temporal } from 'temporal-polyfill';
import type { Network } from '#core/network.ts';
import type { Text } from '#core/text.ts';
import type { Inventory } from '../../../inventory/types.ts';
import { told, type Line } from '../line.ts';

type Vendor = Network['vendors'][number];

const services: Readonly<Record<Vendor['service'], Text>> = {
  EMAIL: { fr: 'courriels', en: 'e-mail' },
  SMS: { fr: 'SMS', en: 'SMS' },
  HOSTING: { fr: 'hébergement', en: 'hosting' },
};

/** Time in which a public contract is renewed. */
const notice = { months: 3 };

/** Who processes readers' data, under which contract (Art. 28), and what the register can say of them (Art. 30). */
export function vendorLines(
  network: Network,
  { personalData }: Pick<Inventory, 'personalData'>,
  today: Temporal.PlainDate,
): readonly Line[] {
  return [
    ...(['EMAIL', 'SMS', 'HOSTING'] as const).map((service) =>
      contractLine(service, network.vendors, today),
    ),
    registerLine(network, personalData.length),
  ];
}

/** GOV-04. */
function contractLine(
  service: Vendor['service'],
  vendors: readonly Vendor[],
  today: Temporal.PlainDate,
): Line {
  const what = services[service];
  const last = vendors
    .filter((vendor) => vendor.service === service)
    .toSorted((a, b) => (a.endsOn < b.endsOn ? 1 : -1))[0];
  return told(`vendors.${service}`, {
    fault: faultOf(what, last, today),
    fine: {
      fr: `Contrat, ${what.fr} : ${last?.name ?? ''}, ${last?.contractRef ?? ''}, jusqu’au ${last?.endsOn ?? ''}`,
      en: `Contract, ${what.en}: ${last?.name ?? ''}, ${last?.contractRef ?? ''}, until ${last?.endsOn ?? ''}`,
    },
    remedy: {
      fr: `Signez ou renouvelez le contrat (RGPD art. 28), puis ajoutez à vendors: { id: …, name: …, service: ${service}, contractRef: …, location: …, endsOn: … }.`,
      en: `Sign or renew the contract (GDPR art. 28), then add to vendors: { id: …, name: …, service: ${service}, contractRef: …, location: …, endsOn: … }.`,
    },
    rule: 'GOV-04',
  });
}

function faultOf(
  what: Text,
  last: Vendor | undefined,
  today: Temporal.PlainDate,
): Text | undefined {
  if (!last) {
    return {
      fr: `Contrat, ${what.fr} : aucun prestataire dans le fichier`,
      en: `Contract, ${what.en}: no provider in the file`,
    };
  }
  const end = Temporal.PlainDate.from(last.endsOn);
  if (Temporal.PlainDate.compare(end, today) < 0) {
    return {
      fr: `Contrat, ${what.fr} : ${last.contractRef} a pris fin le ${last.endsOn}, ce moyen est fermé`,
      en: `Contract, ${what.en}: ${last.contractRef} ended on ${last.endsOn}, this channel is closed`,
    };
  }
  if (Temporal.PlainDate.compare(end, today.add(notice)) > 0) return undefined;
  return {
    fr: `Contrat, ${what.fr} : ${last.contractRef} prend fin le ${last.endsOn}, dans moins de trois mois`,
    en: `Contract, ${what.en}: ${last.contractRef} ends on ${last.endsOn}, in less than three months`,
  };
}

/** GOV-01: manifests and catalogue give every other field; the recipients (Art. 30(1)(d)) come from the file. */
function registerLine({ communes, vendors }: Network, stores: number): Line {
  const purposes = new Set(communes.flatMap(({ signoffs }) => signoffs.map((one) => one.purpose)));
  return told('register', {
    fault:
      vendors.length === 0
        ? {
            fr: 'Registre : ses fiches ne nomment aucun destinataire',
            en: 'Register: its entries name no recipient',
          }
        : undefined,
    fine: {
      fr: `Registre : usages signés ${purposes.size}, magasins ${stores}, destinataires ${vendors.length} ; chaque DPO le lit à /v1/register`,
      en: `Register: ${purposes.size} signed purposes, ${stores} stores, ${vendors.length} recipients; each DPO reads it at /v1/register`,
    },
    remedy: {
      fr: 'Complétez vendors, puis donnez /v1/register?commune=… à chaque DPO.',
      en: 'Complete vendors, then give /v1/register?commune=… to each DPO.',
    },
    rule: 'GOV-01',
  });
}
