import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { demand, readTemplates } from './checks.ts';
import type { Proved } from './proof.ts';

/** A deployed table whose items expire. */
interface Expiring {
  readonly TableName: string;
  readonly attribute: string;
}

/** The emulator looks for what has expired once a minute. */
const patienceSeconds = 90;
const hour = 3600;
const keyOf = (which: 'expired' | 'living') => ({ pk: { S: 'PROOF' }, sk: { S: which } });

/**
 * Time to live of each table, which the emulator drops from templates, set by API as the inventory has it: what has
 * expired goes, what has not stays. Switched off again, because it counts by the real clock and the story by its own.
 */
export async function tryExpiry({ use: { cloud, expiring } }: Proved): Promise<string> {
  const { dynamo } = cloud;
  const now = Math.floor(Temporal.Now.instant().epochMilliseconds / 1000);
  const put = ({ TableName, attribute }: Expiring, which: 'expired' | 'living', at: number) =>
    dynamo.send(
      new PutItemCommand({ TableName, Item: { ...keyOf(which), [attribute]: { N: String(at) } } }),
    );
  const holds = async (TableName: string, which: 'expired' | 'living') =>
    (await dynamo.send(new GetItemCommand({ TableName, Key: keyOf(which) }))).Item !== undefined;
  const set = ({ TableName, attribute }: Expiring, Enabled: boolean) =>
    dynamo.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: attribute, Enabled },
      }),
    );
  for (const table of expiring) {
    await put(table, 'expired', now - hour);
    await put(table, 'living', now + hour);
    await set(table, true);
  }
  const left = async () => {
    const held = await Promise.all(expiring.map(({ TableName }) => holds(TableName, 'expired')));
    return held.filter(Boolean).length;
  };
  for (let seconds = 0; (await left()) > 0; seconds += 2) {
    demand(seconds < patienceSeconds, `${await left()} tables keep what has expired`);
    await sleep(2000);
  }
  for (const table of expiring) {
    const { TableName } = table;
    demand(await holds(TableName, 'living'), `${TableName} lost what has not expired`);
    await set(table, false);
    await dynamo.send(new DeleteItemCommand({ TableName, Key: keyOf('living') }));
  }
  return `${expiring.length} tables: the expired item is gone, the other stays`;
}

const Locked = z.object({
  Type: z.literal('AWS::S3::Bucket'),
  Properties: z.object({
    ObjectLockConfiguration: z.object({
      Rule: z.object({ DefaultRetention: z.object({ Mode: z.string(), Days: z.int() }) }),
    }),
  }),
});
const Template = z.object({ Resources: z.record(z.string(), z.unknown()) });

/** RET-17. The lock of the checkpoints, set by API as the template has it: not even the administrator deletes one. */
export async function tryLock({ site, use: { cloud, deployed } }: Proved): Promise<string> {
  const [lock] = (await readTemplates(site)).flatMap((template) =>
    Object.values(Template.parse(template).Resources).flatMap((one) => {
      const { data } = Locked.safeParse(one);
      return data ? [data.Properties.ObjectLockConfiguration.Rule.DefaultRetention] : [];
    }),
  );
  demand(lock !== undefined, 'no bucket of the templates has a lock');
  const bucket = `/${deployed.checkpointBucketName}`;
  const send = (method: 'PUT' | 'DELETE', path: string, query: Record<string, string>, body = '') =>
    cloud.request({ service: 's3', method, path, query, ...(body && { body }) });
  const retention = `<Rule><DefaultRetention><Mode>${lock.Mode}</Mode><Days>${lock.Days}</Days></DefaultRetention></Rule>`;
  const configured = await send(
    'PUT',
    bucket,
    { 'object-lock': '' },
    `<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>${retention}</ObjectLockConfiguration>`,
  );
  demand(configured.ok, `the lock: ${configured.status} ${await configured.text()}`);
  const written = await send('PUT', `${bucket}/proof.json`, {}, '{"root":"proof"}');
  const versionId = written.headers.get('x-amz-version-id') ?? '';
  demand(written.ok && versionId !== '', `a checkpoint: ${written.status}`);
  const refused = await send('DELETE', `${bucket}/proof.json`, { versionId });
  demand(refused.status === 403, `deleting a checkpoint: ${refused.status} instead of 403`);
  return `${lock.Mode}, ${lock.Days} days: the administrator may not delete a checkpoint`;
}
