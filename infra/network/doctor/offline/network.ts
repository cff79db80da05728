import type { Temporal } from 'temporal-polyfill';
import type { Network } from '#core/network.ts';
import { allowedRegions } from '../../json-schema.ts';
import { senderDomain } from '../../sender.ts';
import { cannotTell, found, told, type Line } from '../line.ts';

/** What concerns the network as a whole, as far as its file says. */
export function networkLines(network: Network, today: Temporal.PlainDate): readonly Line[] {
  return [
    regionLine(network),
    identityLine(network),
    publicUrlLine(network),
    senderLine(network),
    found(
      'sms.sender',
      {
        fr: `SMS : expéditeur ${network.sender.smsSenderId}`,
        en: `SMS: sender ${network.sender.smsSenderId}`,
      },
      'NOT-17',
    ),
    stopLine(network),
    spendLine(network),
    electionsLine(network, today),
  ];
}

/** GOV-05. */
function regionLine({ region }: Network): Line {
  return told('region', {
    fault: allowedRegions.includes(region)
      ? undefined
      : { fr: `Région ${region}, hors de la liste`, en: `Region ${region}, outside the list` },
    fine: {
      fr: `Région ${region}, dans l’Union européenne`,
      en: `Region ${region}, inside the European Union`,
    },
    remedy: {
      fr: `Choisissez l’une de : ${allowedRegions.join(', ')}.`,
      en: `Choose one of: ${allowedRegions.join(', ')}.`,
    },
    rule: 'GOV-05',
  });
}

/** GOV-09: staff sign in at the provider of the network; the built-in one of `npm start` gives a token to anybody. */
function identityLine({ identity: { issuer } }: Network): Line {
  return told('identity', {
    fault: isReal(issuer)
      ? undefined
      : {
          fr: `Fournisseur d’identité ${issuer} : ni https ni réel`,
          en: `Identity provider ${issuer}: not https, or not real`,
        },
    fine: { fr: `Fournisseur d’identité ${issuer}`, en: `Identity provider ${issuer}` },
    remedy: {
      fr: 'Mettez dans identity.issuer l’adresse https de ProConnect, Keycloak ou autre, avec double authentification des agents.',
      en: 'Put into identity.issuer the https address of ProConnect, Keycloak or another, with two factors for staff.',
    },
    rule: 'GOV-09',
  });
}

function publicUrlLine({ publicUrl }: Network): Line {
  return told('public-url', {
    fault: isReal(publicUrl)
      ? undefined
      : {
          fr: `Adresse publique ${publicUrl} : ni https ni réelle`,
          en: `Public address ${publicUrl}: not https, or not real`,
        },
    fine: { fr: `Adresse publique ${publicUrl}`, en: `Public address ${publicUrl}` },
    remedy: {
      fr: 'Choisissez un nom du domaine de l’intercommunalité, et faites-le pointer vers la sortie ApiUrl du déploiement.',
      en: 'Choose a name in the domain of the network, and point it to the output ApiUrl of the deployment.',
    },
    rule: 'GOV-15',
  });
}

function senderLine(network: Network): Line {
  const domain = senderDomain(network);
  return told('email.sender', {
    fault: isReserved(domain)
      ? {
          fr: `Courriels : ${domain} est un domaine d’exemple`,
          en: `E-mail: ${domain} is a domain for examples`,
        }
      : undefined,
    fine: { fr: `Courriels : domaine ${domain}`, en: `E-mail: domain ${domain}` },
    remedy: {
      fr: 'Mettez dans sender.emailFrom une adresse d’un domaine du réseau.',
      en: 'Put into sender.emailFrom an address of a domain of the network.',
    },
    rule: 'NOT-07',
  });
}

/** NOT-04. A sender name takes no reply: only a short code does, and AWS rents it on request (`sending-facts.md` §3.5). */
function stopLine({ sender: { smsTwoWay } }: Network): Line {
  if (!smsTwoWay)
    return found(
      'sms.stop',
      { fr: 'SMS : le refus passe par un lien', en: 'SMS: refusal goes through a link' },
      'NOT-04',
    );
  return cannotTell(
    'sms.stop',
    {
      fr: 'SMS : les lecteurs répondent STOP à un numéro court',
      en: 'SMS: readers answer STOP to a short code',
    },
    {
      fr: 'Demandez ce numéro à AWS (dossier de support, plusieurs semaines), reliez-le à la sortie InboundSmsTopicArn ; sans lui, smsTwoWay: false.',
      en: 'Ask AWS for that code (support case, several weeks), link it to the output InboundSmsTopicArn; without it, smsTwoWay: false.',
    },
    'NOT-04',
  );
}

function spendLine({ sender: { smsSpendLimitUsd: limit } }: Network): Line {
  return told('sms.spend', {
    fault:
      limit === undefined
        ? {
            fr: 'SMS : aucun plafond de dépense choisi ; celui d’AWS est de 1 dollar par mois',
            en: 'SMS: no spending limit chosen; that of AWS is 1 dollar a month',
          }
        : undefined,
    fine: {
      fr: `SMS : plafond voulu de ${limit ?? 0} dollars par mois`,
      en: `SMS: intended limit of ${limit ?? 0} dollars a month`,
    },
    remedy: {
      fr: 'Estimez-le (npm run cost), notez-le dans sender.smsSpendLimitUsd, puis demandez-le à AWS (Service Quotas, Amazon SNS, « Account spend threshold for SMS »).',
      en: 'Estimate it (npm run cost), note it in sender.smsSpendLimitUsd, then ask AWS for it (Service Quotas, Amazon SNS, "Account spend threshold for SMS").',
    },
  });
}

/** CAM-11: an unknown election stops nothing. */
function electionsLine({ elections }: Network, today: Temporal.PlainDate): Line {
  const next = elections
    .filter(({ firstRound, lastRound }) => (lastRound ?? firstRound) >= today.toString())
    .toSorted((a, b) => (a.firstRound < b.firstRound ? -1 : 1))[0];
  return told('elections', {
    fault: next
      ? undefined
      : { fr: 'Aucune élection à venir n’est notée', en: 'No election to come is noted' },
    fine: {
      fr: `Prochaine élection notée : ${next?.title ?? ''}, ${next?.firstRound ?? ''}`,
      en: `Next election noted: ${next?.title ?? ''}, ${next?.firstRound ?? ''}`,
    },
    remedy: {
      fr: 'Notez dans elections les prochains scrutins, avec leurs deux tours.',
      en: 'Note the next ballots in elections, with both rounds.',
    },
    rule: 'CAM-11',
  });
}

function isReal(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' && !isReserved(hostname);
}

/** Names that are nobody's (RFC 2606, RFC 6761), and this machine: what the demo and the local runtime use. */
const isReserved = (host: string): boolean =>
  /(?:^|\.)(?:example|test|invalid|localhost|local)$|(?:^|\.)example\.(?:com|net|org)$|^127\.|^0\.0\.0\.0$|^\[/u.test(
    host,
  );
