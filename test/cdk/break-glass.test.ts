import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { permissionsOf } from './permissions.ts';
import { makeStacks, network, subjects } from './stacks.ts';
import { at, flattener, resourcesOf } from './template.ts';

const first = (list: unknown): unknown => z.array(z.unknown()).parse(list)[0];

describe.each(subjects)('[GOV-10] the break-glass role of %s', (_, inventory) => {
  const { stacks } = makeStacks({ inventory });
  const role = resourcesOf(stacks, 'AWS::IAM::Role').find(({ name }) => name === 'BreakGlass');
  const flatten = flattener(stacks);

  it('is taken with a second factor, a reason, in this region, for an hour at most', () => {
    expect(role?.properties['MaxSessionDuration']).toBe(3600);
    const trust = at(role?.properties, 'AssumeRolePolicyDocument', 'Statement');
    const condition = {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' },
      StringEquals: { 'aws:RequestedRegion': 'eu-west-3' },
      StringLike: { 'aws:RequestTag/reason': '??????????*' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['reason'] },
    };
    expect(trust).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: condition,
      }),
    ]);
  });

  it('reads readers and opens their seals; it changes, lists and sends nothing', () => {
    const held = permissionsOf(stacks).filter(({ role: name }) => name === 'BreakGlass');
    const stores = [
      ...inventory.personalData.map(({ table }) => table),
      ...inventory.tables.filter(({ keyTable }) => keyTable).map(({ name }) => name),
    ];
    const expected = new Set([
      ...stores.flatMap((table) => [`dynamodb:GetItem ${table}`, `dynamodb:Query ${table}`]),
      'kms:Decrypt VaultKey',
    ]);
    expect(held.map(({ action, resource }) => `${action} ${resource}`).toSorted()).toEqual(
      [...expected].toSorted(),
    );
  });

  it('rings when it is taken or tried: at every DPO and at the alarms', () => {
    const [rule] = resourcesOf(stacks, 'AWS::Events::Rule').filter(
      ({ name }) => name === 'BreakGlassTaken',
    );
    expect(rule?.properties['State']).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    const detail = at(rule?.properties, 'EventPattern', 'detail');
    expect(at(detail, 'eventName')).toEqual(['AssumeRole']);
    expect(flatten(first(at(detail, 'requestParameters', 'roleArn')))).toBe('BreakGlass');
    expect(flatten(at(first(rule?.properties['Targets']), 'Arn'))).toBe('BreakGlassBell');
    const told = resourcesOf(stacks, 'AWS::SNS::Subscription')
      .filter(({ properties }) => flatten(properties['TopicArn']) === 'BreakGlassBell')
      .map(({ properties }) => [properties['Protocol'], properties['Endpoint']]);
    const dpos = new Set(network.communes.map(({ dpo }) => dpo?.email));
    expect(told.toSorted()).toEqual([...dpos].map((email) => ['email', email]).toSorted());
  });

  it('has a bell that the rule may ring and read the key for', () => {
    const policies = resourcesOf(stacks, 'AWS::SNS::TopicPolicy').map(({ properties }) =>
      JSON.stringify(properties),
    );
    expect(policies.some((text) => text.includes('TheRuleRingsTheBell'))).toBe(true);
    const key = resourcesOf(stacks, 'AWS::KMS::Key').find(({ name }) => name === 'StorageKey');
    expect(at(key?.properties, 'KeyPolicy', 'Statement')).toContainEqual(
      expect.objectContaining({
        Sid: 'RulesToOurTopics',
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      }),
    );
  });
});
