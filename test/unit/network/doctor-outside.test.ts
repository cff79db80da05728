import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { examine, type Outside } from '../../../infra/network/doctor/examine.ts';
import type { Line } from '../../../infra/network/doctor/line.ts';
import { known, unknown } from '../../../infra/network/doctor/online/answer.ts';
import { makeDeployedTables } from '../../../infra/network/doctor/online/deployed-tables.ts';
import { makeIdentityProvider } from '../../../infra/network/doctor/online/identity-provider.ts';
import { makeMailAccount } from '../../../infra/network/doctor/online/mail-account.ts';
import { makeMasterKeys } from '../../../infra/network/doctor/online/master-keys.ts';
import { makePublicDns } from '../../../infra/network/doctor/online/public-dns.ts';
import { makeSmsAccount } from '../../../infra/network/doctor/online/sms-account.ts';
import { changed, networkOf } from './valid.ts';

const domain = 'bibliotheques.valserine.fr';
const issuer = 'https://identite.valserine.fr';
const ownKey = 'arn:aws:kms:eu-west-3:111122223333:key/1234abcd-12ab';
const tokens = ['aaa', 'bbb', 'ccc'];
const network = networkOf(
  changed('smsSenderId: MEDIATHEQUE', 'smsSenderId: MEDIATHEQUE\n  smsSpendLimitUsd: 200').replace(
    '    name: Montfort\n',
    `    name: Montfort\n    kmsKeyArn: ${ownKey}\n`,
  ),
);

const quota = { perDay: 50_000, perSecond: 14, sentInADay: 12 };
const identity = { isVerified: true, isSigned: true, tokens };
const settings = { limitUsd: 200, isReported: true };
const loans = { pitrDays: 7, ttl: 'purgeAt', isProtected: true };
const subjectKeys = { ...loans, ttl: undefined };
const key = { isEnabled: true, isMultiRegion: false, rotates: true, onlyFor: [] };
const physical = {
  Loans: 'discretion-valserine-stateful-Loans0A1B2C3D-1XYZ2ABC3DEF',
  SubjectKeys: 'discretion-valserine-stateful-SubjectKeys9F8E7D6C-AAAABBBBCCCC',
};
const tables = { [physical.Loans]: known(loans), [physical.SubjectKeys]: known(subjectKeys) };
const keys = {
  'alias/discretion/valserine/storage': known(key),
  'alias/discretion/valserine/vault': known({ ...key, onlyFor: ['valserine'] }),
  [ownKey]: known(key),
};
const records = {
  [`TXT ${domain}`]: known(['google-site-verification=x', 'v=spf1 include:amazonses.com -all']),
  [`TXT _dmarc.${domain}`]: known(['v=DMARC1; p=none']),
  ...Object.fromEntries(
    tokens.map((token) => [
      `CNAME ${token}._domainkey.${domain}`,
      known([`${token}.dkim.amazonses.com.`]),
    ]),
  ),
};
const sms = { settings: known(settings), isInSandbox: known(false), alarmListeners: known(2) };
const discovery = { issuer, jwks_uri: `${issuer}/keys` };

const outside: Outside = {
  mail: makeMailAccount({ quota: known(quota), identities: { [domain]: identity } }),
  sms: makeSmsAccount(sms),
  tables: makeDeployedTables(tables),
  keys: makeMasterKeys(keys),
  dns: makePublicDns(records),
  identity: makeIdentityProvider(known(discovery)),
};

const asked =
  /^(?:ses|dns|tables|keys)\.|^tables$|^sms\.(?:sandbox|limit|reports)$|^alarms\.listeners$|^identity\.discovery$/u;

async function linesWith(more: Partial<Outside>): Promise<readonly Line[]> {
  const lines = await examine(
    {
      network,
      inventory: {
        tables: [
          { name: 'Loans', plugin: 'loans', pitrDays: 7, ttl: 'purgeAt' },
          { name: 'SubjectKeys', plugin: 'rights', pitrDays: 7, keyTable: true },
        ],
        personalData: [],
      },
      today: Temporal.PlainDate.from('2026-11-22'),
      template: undefined,
    },
    { ...outside, ...more },
  );
  return lines.filter(({ id }) => asked.test(id));
}

const bad = async (more: Partial<Outside>) =>
  (await linesWith(more))
    .filter(({ state }) => state !== 'ok')
    .map(({ id, state }) => `${id} ${state}`);

const mailWith = (more: { quota?: object; identity?: object }) =>
  makeMailAccount({
    quota: known({ ...quota, ...more.quota }),
    identities: { [domain]: { ...identity, ...more.identity } },
  });
const dnsWith = (more: object) => makePublicDns({ ...records, ...more });
const tablesWith = (more: object) =>
  makeDeployedTables({ ...tables, [physical.Loans]: known({ ...loans, ...more }) });
const keysWith = (id: string, more: object) =>
  makeMasterKeys({ ...keys, [id]: known({ ...key, ...more }) });

describe('the doctor, asking outside', () => {
  it('finds nothing missing where everything is in order', async () => {
    const lines = await linesWith({});
    expect(lines.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(lines.map(({ id }) => id)).toEqual([
      'ses.quota',
      'ses.identity',
      'dns.spf',
      'dns.dmarc',
      'dns.dkim.1',
      'dns.dkim.2',
      'dns.dkim.3',
      'sms.sandbox',
      'sms.limit',
      'sms.reports',
      'alarms.listeners',
      'tables.Loans',
      'tables.SubjectKeys',
      'keys.storage',
      'keys.vault',
      'keys.montfort',
      'identity.discovery',
    ]);
  });

  it.each<[what: string, id: string, more: Partial<Outside>]>([
    [
      'SES in the sandbox',
      'ses.quota',
      { mail: mailWith({ quota: { perDay: 200, perSecond: 1 } }) },
    ],
    [
      'a domain that is not verified',
      'ses.identity',
      { mail: mailWith({ identity: { isVerified: false } }) },
    ],
    [
      'a domain that is not signed',
      'ses.identity',
      { mail: mailWith({ identity: { isSigned: false } }) },
    ],
    ['no SPF', 'dns.spf', { dns: dnsWith({ [`TXT ${domain}`]: known([]) }) }],
    [
      'an SPF without SES',
      'dns.spf',
      { dns: dnsWith({ [`TXT ${domain}`]: known(['v=spf1 mx -all']) }) },
    ],
    [
      'two SPF records',
      'dns.spf',
      {
        dns: dnsWith({
          [`TXT ${domain}`]: known(['v=spf1 include:amazonses.com -all', 'v=spf1 mx -all']),
        }),
      },
    ],
    ['no DMARC', 'dns.dmarc', { dns: dnsWith({ [`TXT _dmarc.${domain}`]: known([]) }) }],
    [
      'a DKIM record that leads elsewhere',
      'dns.dkim.2',
      { dns: dnsWith({ [`CNAME bbb._domainkey.${domain}`]: known(['x.example']) }) },
    ],
    [
      'SMS in the sandbox',
      'sms.sandbox',
      { sms: makeSmsAccount({ ...sms, isInSandbox: known(true) }) },
    ],
    [
      'the spending limit of a new account',
      'sms.limit',
      { sms: makeSmsAccount({ ...sms, settings: known({ ...settings, limitUsd: 1 }) }) },
    ],
    [
      '[NOT-15] no delivery reports',
      'sms.reports',
      { sms: makeSmsAccount({ ...sms, settings: known({ ...settings, isReported: false }) }) },
    ],
    [
      'alarms that nobody hears',
      'alarms.listeners',
      { sms: makeSmsAccount({ ...sms, alarmListeners: known(0) }) },
    ],
    [
      'alarms that are not deployed',
      'alarms.listeners',
      { sms: makeSmsAccount({ ...sms, alarmListeners: known(undefined) }) },
    ],
    [
      '[RET-20] no continuous backup',
      'tables.Loans',
      { tables: tablesWith({ pitrDays: undefined }) },
    ],
    [
      '[RET-20] a backup that is too long',
      'tables.Loans',
      { tables: tablesWith({ pitrDays: 35 }) },
    ],
    ['[RET-04] no TTL', 'tables.Loans', { tables: tablesWith({ ttl: undefined }) }],
    ['[RET-04] another TTL attribute', 'tables.Loans', { tables: tablesWith({ ttl: 'expires' }) }],
    [
      'a table that anybody may delete',
      'tables.Loans',
      { tables: tablesWith({ isProtected: false }) },
    ],
    [
      'a table that is not deployed',
      'tables.absent',
      { tables: makeDeployedTables({ [physical.Loans]: known(loans) }) },
    ],
    [
      '[GOV-15] no vault key',
      'keys.vault',
      { keys: makeMasterKeys({ ...keys, 'alias/discretion/valserine/vault': known(undefined) }) },
    ],
    [
      '[GOV-15] a vault key for any network',
      'keys.vault',
      { keys: keysWith('alias/discretion/valserine/vault', { onlyFor: [] }) },
    ],
    [
      '[GOV-15] a vault key for another network',
      'keys.vault',
      { keys: keysWith('alias/discretion/valserine/vault', { onlyFor: ['other'] }) },
    ],
    [
      '[GOV-15] a key about to be deleted',
      'keys.storage',
      { keys: keysWith('alias/discretion/valserine/storage', { isEnabled: false }) },
    ],
    [
      '[GOV-05] a key copied to other regions',
      'keys.montfort',
      { keys: keysWith(ownKey, { isMultiRegion: true }) },
    ],
    [
      '[GOV-15] a key that never turns',
      'keys.montfort',
      { keys: keysWith(ownKey, { rotates: false }) },
    ],
    [
      'an identity provider that answers a page',
      'identity.discovery',
      { identity: makeIdentityProvider(known(undefined)) },
    ],
    [
      'another issuer',
      'identity.discovery',
      { identity: makeIdentityProvider(known({ ...discovery, issuer: `${issuer}/` })) },
    ],
    [
      'signing keys over http',
      'identity.discovery',
      {
        identity: makeIdentityProvider(
          known({ ...discovery, jwks_uri: 'http://identite.valserine.fr/keys' }),
        ),
      },
    ],
  ])('says that %s is missing (%s)', async (_, id, more) => {
    expect(await bad(more)).toEqual([`${id} missing`]);
    const line = (await linesWith(more)).find((one) => one.id === id);
    expect(line?.remedy?.fr).toBeTruthy();
  });

  it('takes the sandbox for 200 a day, and no limit for none', async () => {
    expect(await bad({ mail: mailWith({ quota: { perDay: 201 } }) })).toEqual([]);
    expect(await bad({ mail: mailWith({ quota: { perDay: -1 } }) })).toEqual([]);
  });

  it('follows the DMARC policy of the organisation', async () => {
    const dns = dnsWith({
      [`TXT _dmarc.${domain}`]: known([]),
      'TXT _dmarc.valserine.fr': known(['v=DMARC1; p=reject']),
    });
    expect(await bad({ dns })).toEqual([]);
  });

  it('cannot name the signatures of a domain that SES does not know yet', async () => {
    const mail = makeMailAccount({ quota: known(quota), identities: {} });
    expect(await bad({ mail })).toEqual([
      'ses.identity missing',
      ...[1, 2, 3].map((n) => `dns.dkim.${n} cannot tell`),
    ]);
  });

  it('writes out the record that is missing, token and all', async () => {
    const dns = dnsWith({ [`CNAME bbb._domainkey.${domain}`]: known([]) });
    const line = (await linesWith({ dns })).find(({ id }) => id === 'dns.dkim.2');
    expect(line?.remedy?.en).toBe(
      `Publish: bbb._domainkey.${domain}. CNAME bbb.dkim.amazonses.com.`,
    );
  });

  it('cannot tell anything when nothing answers, and says why', async () => {
    const why = { fr: 'pas de réponse du réseau', en: 'no answer from the network' };
    const silent = unknown(why);
    const nothing = async () => silent;
    const lines = await linesWith({
      mail: { quota: nothing, identity: nothing },
      sms: { settings: nothing, isInSandbox: nothing, alarmListeners: nothing },
      tables: { names: nothing, describe: nothing },
      keys: { describe: nothing },
      dns: { txt: nothing, cname: nothing },
      identity: { discover: nothing },
    });
    expect(new Set(lines.map(({ state }) => state))).toEqual(new Set(['cannot tell']));
    expect(lines.find(({ id }) => id === 'tables')?.what.fr).toContain(why.fr);
  });

  it('cannot tell one table that may not be described', async () => {
    const denied = unknown({ fr: 'refus', en: 'denied' });
    expect(
      await bad({ tables: makeDeployedTables({ ...tables, [physical.Loans]: denied }) }),
    ).toEqual(['tables.Loans cannot tell']);
  });
});
