import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { heard } from '../../../infra/network/doctor/online/answer.ts';
import { createDeployedTables } from '../../../infra/network/doctor/online/deployed-tables.ts';
import { createIdentityProvider } from '../../../infra/network/doctor/online/identity-provider.ts';
import { createMailAccount } from '../../../infra/network/doctor/online/mail-account.ts';
import { createMasterKeys } from '../../../infra/network/doctor/online/master-keys.ts';
import { createPublicDns } from '../../../infra/network/doctor/online/public-dns.ts';
import { createSmsAccount } from '../../../infra/network/doctor/online/sms-account.ts';

/** What AWS answers, by action: XML of the Query protocol, or JSON. The SDK is the real one. */
const answers = new Map<string, string | { status: number; body: string }>();
let server: Server;
let endpoint = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = request.headers['x-amz-target'];
      const action =
        typeof target === 'string'
          ? (target.split('.').at(-1) ?? '')
          : (new URLSearchParams(Buffer.concat(chunks).toString()).get('Action') ??
            request.url ??
            '');
      const answer = answers.get(action) ?? { status: 404, body: '' };
      const { status, body } = typeof answer === 'string' ? { status: 200, body: answer } : answer;
      response.writeHead(status, {
        'content-type': target ? 'application/x-amz-json-1.0' : 'text/xml',
      });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address === 'object' && address) endpoint = `http://127.0.0.1:${address.port}`;
});
afterAll(() => void server.close());

const config = (url = endpoint) => ({
  region: 'eu-west-3',
  endpoint: url,
  maxAttempts: 1,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

const xml = (action: string, result: string) =>
  `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
const answer = (action: string, result: string) => answers.set(action, xml(action, result));

describe('SES', () => {
  const mail = () => createMailAccount(new SESClient(config()));

  it('tells its quota', async () => {
    answer(
      'GetSendQuota',
      '<Max24HourSend>200.0</Max24HourSend><MaxSendRate>1.0</MaxSendRate><SentLast24Hours>3.0</SentLast24Hours>',
    );
    expect(await mail().quota()).toEqual({
      known: true,
      value: { perDay: 200, perSecond: 1, sentInADay: 3 },
    });
  });

  it('tells an identity with its DKIM tokens', async () => {
    const entry = (value: string) => `<entry><key>v.fr</key><value>${value}</value></entry>`;
    answer(
      'GetIdentityVerificationAttributes',
      `<VerificationAttributes>${entry('<VerificationStatus>Success</VerificationStatus>')}</VerificationAttributes>`,
    );
    answer(
      'GetIdentityDkimAttributes',
      `<DkimAttributes>${entry('<DkimEnabled>true</DkimEnabled><DkimVerificationStatus>Pending</DkimVerificationStatus><DkimTokens><member>aaa</member><member>bbb</member></DkimTokens>')}</DkimAttributes>`,
    );
    expect(await mail().identity('v.fr')).toEqual({
      known: true,
      value: { isVerified: true, isSigned: false, tokens: ['aaa', 'bbb'] },
    });
    expect(await mail().identity('other.fr')).toEqual({ known: true, value: undefined });
  });
});

describe('SNS', () => {
  const sms = () => createSmsAccount(new SNSClient(config()));
  const attribute = (key: string, value: string) =>
    `<entry><key>${key}</key><value>${value}</value></entry>`;

  it('tells the spending limit and whether deliveries are reported', async () => {
    answer(
      'GetSMSAttributes',
      `<attributes>${attribute('MonthlySpendLimit', '50')}${attribute('DeliveryStatusIAMRole', 'arn:aws:iam::1:role/x')}</attributes>`,
    );
    expect(await sms().settings()).toEqual({
      known: true,
      value: { limitUsd: 50, isReported: true },
    });
  });

  it('counts one dollar and no report on a new account', async () => {
    answer('GetSMSAttributes', '<attributes></attributes>');
    expect(await sms().settings()).toEqual({
      known: true,
      value: { limitUsd: 1, isReported: false },
    });
  });

  it('tells the sandbox', async () => {
    answer('GetSMSSandboxAccountStatus', '<IsInSandbox>true</IsInSandbox>');
    expect(await sms().isInSandbox()).toEqual({ known: true, value: true });
  });

  it('counts who confirmed to hear the alarms of this network', async () => {
    const topic = (name: string) =>
      `<member><TopicArn>arn:aws:sns:eu-west-3:1:${name}</TopicArn></member>`;
    answer(
      'ListTopics',
      `<Topics>${topic('other')}${topic('discretion-valserine-observability-Alarms1A2B-XYZ')}</Topics>`,
    );
    const subscription = (arn: string) =>
      `<member><SubscriptionArn>${arn}</SubscriptionArn></member>`;
    answer(
      'ListSubscriptionsByTopic',
      `<Subscriptions>${subscription('PendingConfirmation')}${subscription('arn:aws:sns:eu-west-3:1:t:u')}</Subscriptions>`,
    );
    expect(await sms().alarmListeners('valserine')).toEqual({ known: true, value: 1 });
    expect(await sms().alarmListeners('vals')).toEqual({ known: true, value: undefined });
  });
});

describe('DynamoDB', () => {
  const tables = () => createDeployedTables(new DynamoDBClient(config()));

  it('lists and describes tables', async () => {
    answers.set('ListTables', JSON.stringify({ TableNames: ['a', 'b'] }));
    answers.set('DescribeTable', JSON.stringify({ Table: { DeletionProtectionEnabled: true } }));
    answers.set(
      'DescribeTimeToLive',
      JSON.stringify({
        TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'purgeAt' },
      }),
    );
    answers.set(
      'DescribeContinuousBackups',
      JSON.stringify({
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: 7,
          },
        },
      }),
    );
    expect(await tables().names()).toEqual({ known: true, value: ['a', 'b'] });
    expect(await tables().describe('a')).toEqual({
      known: true,
      value: { pitrDays: 7, ttl: 'purgeAt', isProtected: true },
    });
  });

  it('tells what is off', async () => {
    answers.set('DescribeTable', JSON.stringify({ Table: {} }));
    answers.set(
      'DescribeTimeToLive',
      JSON.stringify({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } }),
    );
    answers.set(
      'DescribeContinuousBackups',
      JSON.stringify({
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
        },
      }),
    );
    expect(await tables().describe('a')).toEqual({
      known: true,
      value: { pitrDays: undefined, ttl: undefined, isProtected: false },
    });
  });
});

describe('KMS', () => {
  const keys = () => createMasterKeys(new KMSClient(config()));

  it('describes a key with the networks that its policy keeps it for', async () => {
    answers.set(
      'DescribeKey',
      JSON.stringify({
        KeyMetadata: {
          KeyId: 'k',
          Arn: 'arn:aws:kms:eu-west-3:1:key/k',
          KeyState: 'Enabled',
          MultiRegion: false,
        },
      }),
    );
    answers.set('GetKeyRotationStatus', JSON.stringify({ KeyRotationEnabled: true }));
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Condition: { StringNotEquals: { 'kms:EncryptionContext:network': 'valserine' } },
    };
    answers.set(
      'GetKeyPolicy',
      JSON.stringify({ Policy: JSON.stringify({ Statement: [{ Effect: 'Allow' }, deny] }) }),
    );
    expect(await keys().describe('alias/x')).toEqual({
      known: true,
      value: { isEnabled: true, isMultiRegion: false, rotates: true, onlyFor: ['valserine'] },
    });
  });

  it('tells a key that is not there from one that cannot be read', async () => {
    answers.set('DescribeKey', {
      status: 400,
      body: JSON.stringify({ __type: 'NotFoundException', message: 'x' }),
    });
    expect(await keys().describe('alias/x')).toEqual({ known: true, value: undefined });
    answers.set('DescribeKey', {
      status: 400,
      body: JSON.stringify({ __type: 'AccessDeniedException', message: 'x' }),
    });
    expect(await keys().describe('alias/x')).toMatchObject({
      known: false,
      why: { en: 'this account may not read it' },
    });
  });
});

describe('whatever goes wrong', () => {
  const failure = (code: string) => ({
    status: 400,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>arn:aws:iam::1:user/claire</Message></Error></ErrorResponse>`,
  });

  it.each([
    ['InvalidClientTokenId', 'no valid AWS credentials'],
    ['ExpiredToken', 'no valid AWS credentials'],
    ['AccessDenied', 'this account may not read it'],
    ['Throttling', 'answer Throttling'],
  ])('%s of AWS is a reason, and nothing of its message is told', async (code, why) => {
    answers.set('GetSendQuota', failure(code));
    const told = await createMailAccount(new SESClient(config())).quota();
    expect(told).toMatchObject({ known: false, why: { en: expect.stringContaining(why) } });
    expect(JSON.stringify(told)).not.toContain('claire');
  });

  // The SDK itself is met by `heard` here: its sockets belong to another realm than Jest's.
  it.each([
    [
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
      'no answer from the network',
    ],
    [Object.assign(new Error('slow'), { name: 'TimeoutError' }), 'no answer from the network'],
  ])('a line that is cut is a reason: %s', async (error: Error, en) => {
    expect(await heard(() => Promise.reject(error))).toMatchObject({ known: false, why: { en } });
  });

  it('no credentials is a reason', async () => {
    const client = new SESClient({
      ...config(),
      credentials: () =>
        Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' })),
    });
    expect(await createMailAccount(client).quota()).toMatchObject({
      known: false,
      why: { en: expect.stringContaining('credentials') },
    });
  });
});

describe('the DNS', () => {
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error('x'), { code }));
  const dns = (more: object) =>
    createPublicDns({
      resolveTxt: () => Promise.resolve([['v=spf1 ', '-all'], ['other']]),
      resolveCname: () => Promise.resolve(['aaa.dkim.amazonses.com']),
      ...more,
    });

  it('joins the strings of a text', async () => {
    expect(await dns({}).txt('v.fr')).toEqual({ known: true, value: ['v=spf1 -all', 'other'] });
    expect(await dns({}).cname('a.v.fr')).toEqual({
      known: true,
      value: ['aaa.dkim.amazonses.com'],
    });
  });

  it.each(['ENOTFOUND', 'ENODATA'])('%s is an empty answer', async (code) => {
    expect(await dns({ resolveTxt: failing(code) }).txt('v.fr')).toEqual({
      known: true,
      value: [],
    });
    expect(await dns({ resolveCname: failing(code) }).cname('v.fr')).toEqual({
      known: true,
      value: [],
    });
  });

  it.each(['ETIMEOUT', 'ESERVFAIL', 'ECONNREFUSED', 'EAI_AGAIN'])('%s is none', async (code) => {
    expect(await dns({ resolveTxt: failing(code) }).txt('v.fr')).toMatchObject({ known: false });
  });
});

describe('the identity provider', () => {
  const discover = (path: string) =>
    createIdentityProvider(fetch, 2000).discover(`${endpoint}${path}`);

  it('tells its issuer and where its keys are', async () => {
    const body = { issuer: 'https://id.v.fr', jwks_uri: 'https://id.v.fr/keys', more: 1 };
    answers.set('/good/.well-known/openid-configuration', JSON.stringify(body));
    expect(await discover('/good')).toEqual({
      known: true,
      value: { issuer: body.issuer, jwks_uri: body.jwks_uri },
    });
    expect(await discover('/good/')).toMatchObject({ known: true, value: { issuer: body.issuer } });
  });

  it.each([
    ['a page', '<html></html>'],
    ['other JSON', '{}'],
    ['an error', { status: 500, body: '{}' }],
  ])('that answers %s is no identity provider', async (_, answer) => {
    answers.set('/bad/.well-known/openid-configuration', answer);
    expect(await discover('/bad')).toEqual({ known: true, value: undefined });
  });

  it('that does not answer is unknown', async () => {
    const silent = createIdentityProvider(fetch, 2000).discover('http://127.0.0.1:1');
    expect(await silent).toMatchObject({ known: false, why: { en: 'no answer from the network' } });
  });
});
