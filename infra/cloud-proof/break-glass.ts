import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { tableVariable } from '#core/runtime.ts';
import { openJson } from '#core/vault/vault.ts';
import { senderAddress } from '../cdk/naming.ts';
import { demand } from './checks.ts';
import type { Clients, Cloud } from './cloud.ts';
import { callForm, tagOf } from './form-call.ts';
import { outcomeOf, sendings, variablesOf } from './forbidden.ts';
import { liftInRole, plain, roleName } from './unseen-conditions.ts';
import type { Proved } from './proof.ts';

const reason = 'Requisition 2026-118';
const anotherRegion = 'eu-central-1';

/** The role is refused to whoever lacks a condition of it, and with it one reader is read, and nothing else done. */
export async function tryBreakGlass({ use }: Proved): Promise<string> {
  const { cloud, deployed } = use;
  const arn = deployed.breakGlassRoleArn;
  const take = (tags: Record<string, string>, region?: string) =>
    cloud.assumeRole(arn, { tags, ...(region && { region }) });
  await refused('without a second factor', take({ reason }));
  await liftSecondFactor(cloud, arn);
  await refused('without a reason', take({}));
  await refused('with a reason of nine characters', take({ reason: 'Req. 2026' }));
  await refused('with another tag beside', take({ reason, network: use.network.id }));
  await refused('at the endpoint of another region', take({ reason }, anotherRegion));
  await liftInRole(cloud, { RoleName: roleName(arn), PolicyName: 'breakGlass' });
  const role = await take({ reason });
  const family = await readOne(role, use);
  const denied = await trespass(role, use);
  return `refused in 5 ways; one reader read (${family.length} letters); ${denied} other calls denied`;
}

async function refused(how: string, taking: Promise<unknown>): Promise<void> {
  const outcome = await outcomeOf(taking);
  demand(outcome === 'denied', `taken ${how}: ${outcome}`);
}

const Trust = z.looseObject({
  Statement: z.array(
    z.looseObject({ Condition: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  ),
});

/** The emulator knows no second factor, so that the condition holds for nobody. Asserted on the template. */
async function liftSecondFactor({ request }: Cloud, arn: string): Promise<void> {
  const RoleName = roleName(arn);
  const get = { service: 'iam', action: 'GetRole', parameters: { RoleName } } as const;
  const written = tagOf(await callForm(request, get), 'AssumeRolePolicyDocument');
  const trust = Trust.parse(JSON.parse(plain(written)));
  const lifted = trust.Statement.map((statement) => {
    const { Bool: _present, NumericLessThan: _age, ...Condition } = statement.Condition;
    return { ...statement, Condition };
  });
  const PolicyDocument = JSON.stringify({ ...trust, Statement: lifted });
  await callForm(request, {
    service: 'iam',
    action: 'UpdateAssumeRolePolicy',
    parameters: { RoleName, PolicyDocument },
  });
}

const Profile = z.object({
  pk: z.object({ S: z.string() }),
  sk: z.object({ S: z.literal('PROFILE') }),
  subjectRef: z.object({ S: z.string() }),
  sealed: z.object({ B: z.instanceof(Uint8Array) }),
});
const WrappedKey = z.object({
  wrapped: z.object({ B: z.instanceof(Uint8Array) }),
  commune: z.object({ S: z.string() }),
});
const Person = z.looseObject({ name: z.looseObject({ family: z.string() }) });

/** Item, key, name: all that the role holds is enough to read a person, and all of it is needed. */
async function readOne(role: Clients, { cloud, network }: Proved['use']): Promise<string> {
  const variable = await variablesOf(cloud);
  const [Directory, SubjectKeys] = ['Directory', 'SubjectKeys'].map((name) =>
    variable(tableVariable(name)),
  );
  const known = await cloud.dynamo.send(new ScanCommand({ TableName: Directory }));
  const [one] = (known.Items ?? []).flatMap((item) => Profile.safeParse(item).data ?? []);
  demand(one !== undefined, 'no reader is stored');
  const { pk, sk } = one;
  const read = await role.dynamo.send(
    new GetItemCommand({ TableName: Directory, Key: { pk, sk } }),
  );
  const { subjectRef, sealed } = Profile.parse(read.Item);
  const Key = { pk: { S: subjectRef.S }, sk: { S: 'KEY#contact' } };
  const kept = await role.dynamo.send(new GetItemCommand({ TableName: SubjectKeys, Key }));
  const { wrapped, commune } = WrappedKey.parse(kept.Item);
  const { Plaintext } = await role.kms.send(
    new DecryptCommand({
      CiphertextBlob: wrapped.B,
      EncryptionContext: { network: network.id, commune: commune.S },
    }),
  );
  const person = openJson({
    key: Plaintext ?? new Uint8Array(),
    identity: ['contact', 'Directory', pk.S, sk.S],
    sealed: sealed.B,
    schema: Person,
  });
  demand(person !== undefined, 'the seal does not open');
  return person.name.family;
}

/** @returns how many calls were denied; all of them must be */
async function trespass(role: Clients, { cloud, network }: Proved['use']): Promise<number> {
  const variable = await variablesOf(cloud);
  const TableName = variable(tableVariable('Directory'));
  const Item = { pk: { S: 'x' }, sk: { S: 'x' } };
  const calls: readonly (readonly [string, Promise<unknown>])[] = [
    ['list readers', role.dynamo.send(new ScanCommand({ TableName }))],
    ['change a reader', role.dynamo.send(new PutItemCommand({ TableName, Item }))],
    ...sendings(senderAddress(network)).map(({ what, act }) => [what, act(role)] as const),
  ];
  const outcomes = await Promise.all(
    calls.map(async ([what, call]) => [what, await outcomeOf(call)] as const),
  );
  for (const [what, outcome] of outcomes) demand(outcome === 'denied', `${what}: ${outcome}`);
  return outcomes.length;
}
