import type { Network } from '#core/network.ts';
import { senderDomain } from '../../sender.ts';
import { asZone, dkimOf, dmarcOf, spfOf, unseenLine, type DnsRecord } from '../dns-records.ts';
import { found, missing, told, type Line } from '../line.ts';
import type { Answer } from './answer.ts';
import type { MailAccount, MailIdentity, MailQuota } from './mail-account.ts';
import type { PublicDns } from './public-dns.ts';
import { unheard } from './unheard.ts';

/** What SES and the DNS say of the sender of e-mails. */
export async function mailLines(
  network: Network,
  { mail, dns }: { mail: MailAccount; dns: PublicDns },
): Promise<readonly Line[]> {
  const domain = senderDomain(network);
  const quota = await mail.quota();
  const identity = await mail.identity(domain);
  return [
    quotaLine(quota),
    identityLine(domain, identity),
    await spfLine(domain, dns),
    await dmarcLine(domain, dns),
    ...(await dkimLines({ network, domain, identity, dns })),
  ];
}

/** The sandbox gives 200 messages a day to verified addresses only; version 1 of the API shows it by that number alone. */
const sandboxPerDay = 200;

function quotaLine(quota: Answer<MailQuota>): Line {
  const what = { fr: 'SES : quota', en: 'SES: quota' };
  if (!quota.known) return unheard({ id: 'ses.quota', what, why: quota.why });
  const { perDay, perSecond, sentInADay } = quota.value;
  const isSandbox = perDay >= 0 && perDay <= sandboxPerDay;
  const numbers = perDay < 0 ? '∞' : String(perDay);
  return told('ses.quota', {
    fault: isSandbox
      ? {
          fr: `SES : le compte est dans le bac à sable (${numbers} messages par jour, adresses vérifiées seulement)`,
          en: `SES: the account is in the sandbox (${numbers} messages a day, verified addresses only)`,
        }
      : undefined,
    fine: {
      fr: `SES : ${numbers} messages par jour, ${perSecond} par seconde, ${sentInADay} envoyés depuis 24 heures`,
      en: `SES: ${numbers} messages a day, ${perSecond} a second, ${sentInADay} sent in the last 24 hours`,
    },
    remedy: {
      fr: 'Demandez l’accès à la production dans la console SES, avec le plus gros envoi prévu par jour.',
      en: 'Request production access in the SES console, with the largest send planned in a day.',
    },
  });
}

function identityLine(domain: string, identity: Answer<MailIdentity | undefined>): Line {
  const what = { fr: `SES : domaine ${domain}`, en: `SES: domain ${domain}` };
  if (!identity.known) return unheard({ id: 'ses.identity', what, why: identity.why });
  const isReady = identity.value?.isVerified === true && identity.value.isSigned;
  const absent = identity.value === undefined;
  return told('ses.identity', {
    fault: isReady
      ? undefined
      : {
          fr: `${what.fr} ${absent ? 'inconnu : pas encore déployé' : 'pas encore vérifié et signé (DKIM)'}`,
          en: `${what.en} ${absent ? 'unknown: not deployed yet' : 'not verified and signed (DKIM) yet'}`,
        },
    fine: { fr: `${what.fr} vérifié et signé`, en: `${what.en} verified and signed` },
    remedy: {
      fr: 'Déployez, publiez les trois CNAME ci-dessous ; SES les voit en 72 heures au plus.',
      en: 'Deploy, publish the three CNAMEs below; SES sees them within 72 hours.',
    },
  });
}

/** RFC 7208 §3.2: two records are an error, and then none counts. */
async function spfLine(domain: string, dns: PublicDns): Promise<Line> {
  const record = spfOf(domain);
  const texts = await dns.txt(domain);
  if (!texts.known) return unheardRecord(record, texts.why);
  const policies = texts.value.filter((text) => /^v=spf1(?:\s|$)/iu.test(text));
  if (policies.length > 1) {
    return missing(
      record.id,
      {
        fr: `DNS : ${domain} a ${policies.length} SPF, aucun ne compte`,
        en: `DNS: ${domain} has ${policies.length} SPF records, none counts`,
      },
      {
        fr: `Gardez-en un seul, qui contient include:amazonses.com.`,
        en: `Keep one only, which has include:amazonses.com.`,
      },
    );
  }
  return recordLine(
    record,
    policies.some((text) => /\sinclude:amazonses\.com(?:\s|$)/iu.test(text)),
  );
}

/** RFC 7489 §6.6.3: a subdomain follows the policy of its organisation when it has none. */
async function dmarcLine(domain: string, dns: PublicDns): Promise<Line> {
  const record = dmarcOf(domain);
  const labels = domain.split('.');
  for (let from = 0; from <= labels.length - 2; from += 1) {
    const texts = await dns.txt(`_dmarc.${labels.slice(from).join('.')}`);
    if (!texts.known) return unheardRecord(record, texts.why);
    if (texts.value.some((text) => /^v=DMARC1\s*;/iu.test(text))) return recordLine(record, true);
  }
  return recordLine(record, false);
}

/** The names of the three records are known once SES has made the keys. */
async function dkimLines(args: {
  network: Network;
  domain: string;
  identity: Answer<MailIdentity | undefined>;
  dns: PublicDns;
}): Promise<readonly Line[]> {
  const { domain, identity, dns } = args;
  const { region } = args.network;
  const tokens = identity.known ? (identity.value?.tokens ?? []) : [];
  if (tokens.length === 0) return dkimOf({ domain, region }).map(unseenLine);
  return Promise.all(dkimOf({ domain, region, tokens }).map((record) => dkimLine(record, dns)));
}

async function dkimLine(record: DnsRecord, dns: PublicDns): Promise<Line> {
  const names = await dns.cname(record.name);
  if (!names.known) return unheardRecord(record, names.why);
  const isThere = names.value.some((name) => name.replace(/\.$/u, '') === record.value);
  return recordLine(record, isThere);
}

function recordLine(record: DnsRecord, isThere: boolean): Line {
  const { id, type, name } = record;
  if (isThere)
    return found(id, { fr: `DNS : ${type} ${name} publié`, en: `DNS: ${type} ${name} published` });
  const zone = asZone(record);
  return missing(
    id,
    { fr: `DNS : ${type} ${name} absent ou autre`, en: `DNS: ${type} ${name} absent or different` },
    { fr: `Publiez : ${zone}`, en: `Publish: ${zone}` },
  );
}

function unheardRecord(record: DnsRecord, why: { fr: string; en: string }): Line {
  const zone = asZone(record);
  return unheard({ id: record.id, what: { fr: `DNS : ${zone}`, en: `DNS: ${zone}` }, why });
}
