import { describe, expect, it } from '@jest/globals';
import { createPolicy, needsOf } from '../../../infra/local/grants.ts';

describe('what a command needs', () => {
  it.each([
    ['PutItemCommand', { TableName: 'a' }, ['dynamodb:PutItem a']],
    ['QueryCommand', { TableName: 'a', IndexName: 'outbox' }, ['dynamodb:Query a']],
    [
      'BatchGetItemCommand',
      { RequestItems: { a: {}, b: {} } },
      ['dynamodb:BatchGetItem a', 'dynamodb:BatchGetItem b'],
    ],
    [
      'TransactWriteItemsCommand',
      {
        TransactItems: [
          { Put: { TableName: 'a' } },
          { ConditionCheck: { TableName: 'b' }, Put: undefined },
          { Delete: { TableName: 'a' } },
          { Update: { TableName: 'c' } },
        ],
      },
      [
        'dynamodb:PutItem a',
        'dynamodb:ConditionCheckItem b',
        'dynamodb:DeleteItem a',
        'dynamodb:UpdateItem c',
      ],
    ],
    [
      'TransactGetItemsCommand',
      { TransactItems: [{ Get: { TableName: 'a' } }] },
      ['dynamodb:GetItem a'],
    ],
  ])('%s', (command, input, expected) => {
    expect(
      needsOf('DynamoDBClient', command, input).map(({ action, table }) => `${action} ${table}`),
    ).toEqual(expected);
  });

  it.each([
    ['KMSClient', 'DecryptCommand', 'kms:Decrypt'],
    ['SQSClient', 'SendMessageCommand', 'sqs:SendMessage'],
    ['SQSClient', 'SendMessageBatchCommand', 'sqs:SendMessage'],
    ['SESClient', 'SendRawEmailCommand', 'ses:SendRawEmail'],
    ['SNSClient', 'PublishCommand', 'sns:Publish'],
    ['S3Client', 'GetObjectCommand', 'S3Client:GetObject'],
  ])('%s %s', (client, command, action) => {
    expect(needsOf(client, command, {})).toEqual([{ action }]);
  });
});

describe('the policy of a role', () => {
  const allows = createPolicy(
    [
      { table: 'Loans', actions: ['dynamodb:GetItem'] },
      { send: 'SMS', actions: ['sns:Publish'] },
    ],
    (table) => `x-${table}`,
  );

  it.each([
    [{ action: 'dynamodb:GetItem', table: 'x-Loans' }, true],
    [{ action: 'dynamodb:GetItem', table: 'Loans' }, false],
    [{ action: 'dynamodb:GetItem', table: 'x-Cases' }, false],
    [{ action: 'dynamodb:PutItem', table: 'x-Loans' }, false],
    [{ action: 'sns:Publish' }, true],
    [{ action: 'ses:SendRawEmail' }, false],
  ])('%j → %s', (need, expected) => {
    expect(allows(need)).toBe(expected);
  });
});
