import type { Temporal } from 'temporal-polyfill';
import type { Network } from '#core/network.ts';
import type { Inventory } from '../../inventory/types.ts';
import { senderDomain } from '../sender.ts';
import { recordLines } from './dns-records.ts';
import type { Line } from './line.ts';
import { communeLines } from './offline/communes.ts';
import { alarmLine, backupLines } from './offline/deployment.ts';
import { networkLines } from './offline/network.ts';
import { vendorLines } from './offline/vendors.ts';
import type { DeployedTables } from './online/deployed-tables.ts';
import { identityLine } from './online/identity-lines.ts';
import type { IdentityProvider } from './online/identity-provider.ts';
import type { MailAccount } from './online/mail-account.ts';
import { mailLines } from './online/mail-lines.ts';
import type { MasterKeys } from './online/master-keys.ts';
import type { PublicDns } from './online/public-dns.ts';
import type { SmsAccount } from './online/sms-account.ts';
import { smsLines } from './online/sms-lines.ts';
import { keyLines, tableLines } from './online/store-lines.ts';

export interface Patient {
  readonly network: Network;
  readonly inventory: Pick<Inventory, 'tables' | 'personalData'>;
  /** Civil day in the zone of the network. */
  readonly today: Temporal.PlainDate;
  /** Text of the synthesized observability template, when there is one. */
  readonly template: string | undefined;
}

/** Everything that is asked outside. */
export interface Outside {
  readonly mail: MailAccount;
  readonly sms: SmsAccount;
  readonly tables: DeployedTables;
  readonly keys: MasterKeys;
  readonly dns: PublicDns;
  readonly identity: IdentityProvider;
}

/** What is missing before production: from the files alone, or also from AWS, the DNS and the identity provider. */
export async function examine(patient: Patient, outside?: Outside): Promise<readonly Line[]> {
  const { network, inventory, today, template } = patient;
  const inside = [
    ...networkLines(network, today),
    ...communeLines(network, today),
    ...vendorLines(network, inventory, today),
    ...backupLines(inventory),
    alarmLine(network, template),
  ];
  if (!outside) return [...inside, ...recordLines(senderDomain(network), network.region)];
  const asked = await Promise.all([
    mailLines(network, outside),
    smsLines(network, outside.sms),
    tableLines(network, inventory, outside.tables),
    keyLines(network, outside.keys),
    identityLine(network, outside.identity),
  ]);
  return [...inside, ...asked.flat()];
}
