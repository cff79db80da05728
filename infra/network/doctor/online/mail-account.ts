import {
  GetIdentityDkimAttributesCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  type SESClient,
} from '@aws-sdk/client-ses';
import { heard, known, type Answer } from './answer.ts';

export interface MailQuota {
  /** Messages in 24 hours; `-1` without limit. */
  readonly perDay: number;
  readonly perSecond: number;
  readonly sentInADay: number;
}

export interface MailIdentity {
  readonly isVerified: boolean;
  readonly isSigned: boolean;
  /** Names of the three DKIM keys. */
  readonly tokens: readonly string[];
}

/** The SES account of the region. */
export interface MailAccount {
  quota(): Promise<Answer<MailQuota>>;
  /** Undefined when SES does not know the domain. */
  identity(domain: string): Promise<Answer<MailIdentity | undefined>>;
}

/** Double: answers what it is given. */
export function makeMailAccount(args: {
  quota: Answer<MailQuota>;
  identities: Readonly<Record<string, MailIdentity>>;
}): MailAccount {
  return {
    quota: async () => args.quota,
    identity: async (domain) => known(args.identities[domain]),
  };
}

/** These calls are limited to one a second (`sending-facts.md` §3.1): they are made one after the other. */
export function createMailAccount(client: SESClient): MailAccount {
  return {
    quota: () =>
      heard(async () => {
        const quota = await client.send(new GetSendQuotaCommand({}));
        return {
          perDay: quota.Max24HourSend ?? 0,
          perSecond: quota.MaxSendRate ?? 0,
          sentInADay: quota.SentLast24Hours ?? 0,
        };
      }),
    identity: (domain) =>
      heard(async () => {
        const Identities = [domain];
        const verified = await client.send(
          new GetIdentityVerificationAttributesCommand({ Identities }),
        );
        const status = verified.VerificationAttributes?.[domain];
        if (!status) return undefined;
        const signed = await client.send(new GetIdentityDkimAttributesCommand({ Identities }));
        const dkim = signed.DkimAttributes?.[domain];
        return {
          isVerified: status.VerificationStatus === 'Success',
          isSigned: dkim?.DkimEnabled === true && dkim.DkimVerificationStatus === 'Success',
          tokens: dkim?.DkimTokens ?? [],
        };
      }),
  };
}
