import { cannotTell, type Line } from './line.ts';

export interface DnsRecord {
  readonly id: string;
  readonly type: 'TXT' | 'CNAME';
  readonly name: string;
  readonly value: string;
}

/** Milan signs under a host of its own (AWS General Reference, "Amazon SES endpoints and quotas", DKIM domains). */
const dkimHosts: Readonly<Record<string, string>> = {
  'eu-south-1': 'dkim.eu-south-1.amazonses.com',
};

/** SES signs with three keys in turn and only tells their names once the identity exists. */
const unknownTokens = ['<token-1>', '<token-2>', '<token-3>'];

/** RFC 7208: one SPF record a domain. RFC 7489: DMARC passes by the DKIM signature, which is the one of the domain. */
export function spfOf(domain: string): DnsRecord {
  return { id: 'dns.spf', type: 'TXT', name: domain, value: 'v=spf1 include:amazonses.com ~all' };
}

export function dmarcOf(domain: string): DnsRecord {
  return {
    id: 'dns.dmarc',
    type: 'TXT',
    name: `_dmarc.${domain}`,
    value: 'v=DMARC1; p=quarantine',
  };
}

export function dkimOf(args: {
  domain: string;
  region: string;
  tokens?: readonly string[];
}): readonly DnsRecord[] {
  const host = dkimHosts[args.region] ?? 'dkim.amazonses.com';
  return (args.tokens ?? unknownTokens).map((token, at) => ({
    id: `dns.dkim.${at + 1}`,
    type: 'CNAME',
    name: `${token}._domainkey.${args.domain}`,
    value: `${token}.${host}`,
  }));
}

/** What to publish, when nobody looked whether it is there. */
export function recordLines(domain: string, region: string): readonly Line[] {
  return [spfOf(domain), dmarcOf(domain), ...dkimOf({ domain, region })].map(unseenLine);
}

/** A record that could not be looked up: nobody asked the DNS, or SES has not told its name yet. */
export function unseenLine(record: DnsRecord): Line {
  const zone = asZone(record);
  return cannotTell(
    record.id,
    { fr: `DNS : ${zone}`, en: `DNS: ${zone}` },
    record.type === 'TXT'
      ? {
          fr: 'Publiez cet enregistrement, puis lancez cette commande avec --online.',
          en: 'Publish this record, then run this command with --online.',
        }
      : {
          fr: 'SES donne les trois jetons au déploiement : --online les écrit en entier ; publiez-les alors.',
          en: 'SES gives the three tokens at deployment: --online writes them out; publish them then.',
        },
  );
}

/** As a zone file has it. */
export const asZone = ({ name, type, value }: DnsRecord): string =>
  type === 'TXT' ? `${name}. TXT "${value}"` : `${name}. CNAME ${value}.`;
