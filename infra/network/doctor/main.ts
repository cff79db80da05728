import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';
import { Temporal } from 'temporal-polyfill';
import type { Network } from '#core/network.ts';
import { describeFaults } from '../../inventory/check-tree.ts';
import { loadInventory } from '../../inventory/load.ts';
import { describeNetworkFaults } from '../fault.ts';
import { readNetworkFile } from '../read.ts';
import { examine, type Outside } from './examine.ts';
import { describeLines } from './line.ts';
import { createDeployedTables } from './online/deployed-tables.ts';
import { createIdentityProvider } from './online/identity-provider.ts';
import { createMailAccount } from './online/mail-account.ts';
import { createMasterKeys } from './online/master-keys.ts';
import { createPublicDns } from './online/public-dns.ts';
import { createSmsAccount } from './online/sms-account.ts';

/**
 * `npm run doctor -- --network <file> [--online] [--json] [--en]`: what is missing before production, each with its
 * remedy. Leaves with 1 when something is, 2 when the network or a manifest cannot be read.
 */
const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    online: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    en: { type: 'boolean', default: false },
  },
});
const root = resolve(import.meta.dirname, '../../..');
const locale = values.en ? 'en' : 'fr';
process.exitCode = await main(values.network);

async function main(file: string | undefined): Promise<number> {
  if (file === undefined) return refuse('npm run doctor -- --network infra/networks/<id>.yaml\n');
  const read = await readNetworkFile(file);
  if (!read.ok) return refuse(describeNetworkFaults(read.problem, locale));
  const inventory = await loadInventory({ root });
  if (!inventory.ok) return refuse(describeFaults(inventory.problem));
  const { network } = read.value;
  const template = join(root, `cdk.out/discretion-${network.id}-observability.template.json`);
  const patient = {
    network,
    inventory: inventory.value,
    today: Temporal.Now.plainDateISO(network.zone),
    template: await readFile(template, 'utf8').catch(() => undefined),
  };
  const lines = await examine(patient, values.online ? reach(network) : undefined);
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ network: network.id, lines }, null, 2)}\n`
      : describeLines(lines, locale),
  );
  return lines.some(({ state }) => state === 'missing') ? 1 : 0;
}

/** Seconds and few tries: a doctor that waits is a doctor that is not called. */
function reach({ region }: Network): Outside {
  const config = {
    region,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 3000, requestTimeout: 8000 },
  };
  return {
    mail: createMailAccount(new SESClient(config)),
    sms: createSmsAccount(new SNSClient(config)),
    tables: createDeployedTables(new DynamoDBClient(config)),
    keys: createMasterKeys(new KMSClient(config)),
    dns: createPublicDns(new Resolver({ timeout: 3000, tries: 2 })),
    identity: createIdentityProvider(fetch, 5000),
  };
}

function refuse(why: string): number {
  process.stderr.write(why);
  return 2;
}
