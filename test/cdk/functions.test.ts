import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { tableVariable } from '#core/runtime.ts';
import { constructId } from '../../infra/cdk/construct-id.ts';
import { makeStacks, subjects } from './stacks.ts';
import { at, flattener, resourcesOf } from './template.ts';

/** AWS allows 4 KB for all variables of a function; a physical name or address takes about this much. */
const environmentLimit = 4096;
const physicalName = 'x'.repeat(130);

describe.each(subjects)('the functions of %s', (_, inventory) => {
  const { stacks } = makeStacks({ inventory });
  const flatten = flattener(stacks);
  const functions = resourcesOf(stacks, 'AWS::Lambda::Function');
  const queues = resourcesOf(stacks, 'AWS::SQS::Queue');
  const variablesOf = (id: string): Readonly<Record<string, unknown>> => {
    const properties = functions.find(({ name }) => name === constructId(id))?.properties;
    return z
      .record(z.string(), z.unknown())
      .default({})
      .parse(at(properties, 'Environment', 'Variables'));
  };

  it('are those of the inventory, on Node.js 24 and ARM', () => {
    expect(functions.map(({ name }) => name).toSorted()).toEqual(
      inventory.functions.map(({ id }) => constructId(id)).toSorted(),
    );
    for (const { properties } of functions) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
      });
    }
  });

  it('find in their environment exactly what they were granted', () => {
    for (const one of inventory.functions) {
      const expected = [
        ...one.tables.map(tableVariable),
        ...one.variables,
        ...(one.grants.some((grant) => 'key' in grant) ? ['VAULT_KEY_ID'] : []),
        ...(one.grants.some((grant) => 'send' in grant && grant.send === 'EMAIL')
          ? ['CONFIGURATION_SET']
          : []),
      ];
      expect(Object.keys(variablesOf(one.id)).toSorted()).toEqual(expected.toSorted());
    }
  });

  it('have an environment that AWS accepts', () => {
    for (const { properties } of functions) {
      const text = JSON.stringify(properties['Environment'] ?? {}).replaceAll(
        /\{"(?:Ref|Fn::GetAtt|Fn::ImportValue)":[^}]*\}/gu,
        physicalName,
      );
      expect(text.length).toBeLessThan(environmentLimit);
    }
  });

  it('know every subscriber, by queue and event type', () => {
    const relays = inventory.functions.filter(({ variables }) =>
      variables.includes('SUBSCRIPTIONS'),
    );
    const expected = inventory.functions
      .filter(({ consumes }) => consumes.length > 0)
      .map(({ id, consumes }) => ({ queue: constructId(id, 'queue'), types: consumes }));
    for (const { id } of relays) {
      expect(JSON.parse(flatten(variablesOf(id)['SUBSCRIPTIONS']))).toEqual(expected);
    }
  });

  it('[GOV-15] [RET-17] write to encrypted logs that end within twelve months', () => {
    const groups = resourcesOf(stacks, 'AWS::Logs::LogGroup');
    expect(groups).toHaveLength(functions.length + 1);
    for (const { name, properties } of groups) {
      expect(properties['RetentionInDays']).toBe(name === 'AccessLog' ? 365 : 180);
      expect(flatten(properties['KmsKeyId'])).toBe('StorageKey');
    }
  });

  it('have queues with six times their timeout, a dead letter queue and a key', () => {
    for (const { id, timeoutSeconds } of inventory.functions.filter(
      ({ consumes }) => consumes.length > 0,
    )) {
      const queue = queues.find(({ name }) => name === constructId(id, 'queue'));
      expect(queue?.properties).toMatchObject({
        VisibilityTimeout: 6 * timeoutSeconds,
        RedrivePolicy: { maxReceiveCount: 5 },
      });
    }
    const dead = new Set(queues.flatMap(({ properties }) => deadLetters(properties, flatten)));
    expect(
      queues
        .filter(({ name, properties }) => !properties['RedrivePolicy'] && !dead.has(name))
        .map(({ name }) => name),
    ).toEqual(['Failures']);
    for (const { properties } of queues)
      expect(flatten(properties['KmsMasterKeyId'])).toBe('StorageKey');
  });

  it('answer for each message of a batch', () => {
    for (const { properties } of resourcesOf(stacks, 'AWS::Lambda::EventSourceMapping')) {
      expect(properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
    }
  });

  it('keep what fails when nobody waits for the answer: every schedule, every push of a provider', () => {
    const unattended = [
      ...inventory.functions.filter(({ receives }) => receives.length > 0).map(({ id }) => id),
      ...inventory.schedules.map(({ target }) => target),
    ];
    const kept = functions
      .filter(({ properties }) => 'DeadLetterConfig' in properties)
      .map(({ name }) => name);
    expect(kept.toSorted()).toEqual(
      [...new Set(unattended.map((id) => constructId(id)))].toSorted(),
    );
  });
});

function deadLetters(
  properties: Readonly<Record<string, unknown>>,
  flatten: (value: unknown) => string,
): readonly string[] {
  const policy = properties['RedrivePolicy'];
  return policy ? [flatten(at(policy, 'deadLetterTargetArn'))] : [];
}
