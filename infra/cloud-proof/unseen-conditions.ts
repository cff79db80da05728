import { GetKeyPolicyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import * as z from 'zod';
import type { Cloud } from './cloud.ts';
import { callForm } from './form-call.ts';

/**
 * Condition keys that the emulator does not give to its policy evaluator: `StringEquals` on them never holds and
 * `StringNotEquals` always does. Nor does it know of which identity `SendRawEmail` asks, and a batch is to it an
 * action of its own, which IAM does not have: on AWS the right to its parts is the right to it. All are mended by API
 * after a deployment, and asserted on the templates (`test/cdk/permissions.test.ts`, `test/cdk/stores.test.ts`).
 */
const unseen = /^(?:kms:EncryptionContext:|ses:FromAddress$)/u;

const Statement = z.looseObject({
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  Effect: z.string(),
});
const Document = z.looseObject({ Statement: z.array(Statement) });
type Document = z.infer<typeof Document>;

type Statement = z.infer<typeof Statement>;

const isUnseen = ({ Condition = {} }: Statement) =>
  Object.values(Condition).some((tests) => Object.keys(tests).some((key) => unseen.test(key)));

/** What the emulator must read to mean what AWS does; the statement alone when it already does. */
function mended(statement: Statement): Statement[] {
  const { Condition: _lifted, ...rest } = statement;
  if (isUnseen(statement))
    return [rest['Action'] === 'ses:SendRawEmail' ? { ...rest, Resource: '*' } : rest];
  const actions = [rest['Action']].flat().map(String);
  const unknown = batches.filter(({ needs }) => actions.some((action) => needs.test(action)));
  return [statement, ...unknown.map(({ adds }) => ({ ...rest, ...adds }))];
}

/** By the right that AWS asks for, the one that the emulator asks for. It does not see which tables are in a statement. */
const batches = [
  { needs: /^sqs:SendMessage$/u, adds: { Action: 'sqs:SendMessageBatch' } },
  {
    needs: /^dynamodb:PartiQL/u,
    adds: { Action: 'dynamodb:BatchExecuteStatement', Resource: '*' },
  },
];

/** @returns how many statements were changed */
export async function liftUnseenConditions(cloud: Cloud): Promise<number> {
  const functions = await cloud.functions();
  const inRoles = await Promise.all(
    functions.map(({ Role }) =>
      liftInRole(cloud, { RoleName: roleName(Role), PolicyName: 'grants' }),
    ),
  );
  const key = functions.map((one) => one.Environment?.Variables['VAULT_KEY_ID']).find(Boolean);
  const inKey = key === undefined ? 0 : await liftInKey(cloud, key);
  return inRoles.reduce((sum, count) => sum + count, inKey);
}

export const roleName = (arn: string): string => arn.replace(/^.*\//u, '');

/** IAM encodes the policies that it gives out. */
export const plain = (written: string): string =>
  written.startsWith('%') ? decodeURIComponent(written) : written.replaceAll('&quot;', '"');

function unlessAbsent(error: unknown): string {
  if (error instanceof Error && error.message.includes('NoSuchEntity')) return '';
  throw error;
}

/** @param policy an inline policy; a function without grants has none */
export async function liftInRole(
  { request }: Cloud,
  policy: { readonly RoleName: string; readonly PolicyName: string },
): Promise<number> {
  const get = { service: 'iam', action: 'GetRolePolicy', parameters: policy } as const;
  const answer = await callForm(request, get).catch(unlessAbsent);
  const written = /<PolicyDocument>(?<text>[^<]+)</u.exec(answer)?.groups?.['text'];
  if (written === undefined) return 0;
  const document = Document.parse(JSON.parse(plain(written)));
  const Statement = document.Statement.flatMap(mended);
  const changed = Statement.filter((one) => !document.Statement.includes(one)).length;
  if (changed === 0) return 0;
  const PolicyDocument = JSON.stringify({ ...document, Statement });
  await callForm(request, {
    service: 'iam',
    action: 'PutRolePolicy',
    parameters: { ...policy, PolicyDocument },
  });
  return changed;
}

/** A denial that holds for everyone is dropped whole. */
async function liftInKey({ kms }: Cloud, KeyId: string): Promise<number> {
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
  const document: Document = Document.parse(JSON.parse(Policy ?? '{}'));
  const kept = document.Statement.filter((one) => !isUnseen(one));
  const changed = document.Statement.length - kept.length;
  if (changed > 0) {
    const lifted = JSON.stringify({ ...document, Statement: kept });
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: lifted }));
  }
  return changed;
}
