import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { InventoryTable } from '../../../infra/inventory/types.ts';
import { examine } from '../../../infra/network/doctor/examine.ts';
import { describeLines, type Line } from '../../../infra/network/doctor/line.ts';
import { networkOf } from './valid.ts';

const complete = `id: valserine
name: Réseau de Valserine
region: eu-west-3
publicUrl: https://bibliotheques.valserine.fr
identity: { issuer: https://identite.valserine.fr, audience: discretion }
sender:
  emailFrom: Bibliothèques <ne-pas-repondre@bibliotheques.valserine.fr>
  smsSenderId: MEDIATHEQUE
  smsSpendLimitUsd: 200
communes:
  - id: valserine
    name: Valserine
    dpo: { name: Claire Morel, email: dpo@valserine.fr }
    archivesVisaRef: AD01-2025-118
    hostDecisionRef: DEC-2026-07
    libraries:
      - { id: vs-centre, name: Centre, ilsCodes: ['koha:VSC'] }
    signoffs:
      - { purpose: OVERDUE, validUntil: 2027-11-22 }
      - { purpose: HISTORY_KEEP, validUntil: 2027-10-01, dpiaRef: AIPD-3 }
      - { purpose: ACCOUNT, validUntil: 2027-11-21 }
    electedNames: [Jean Perrin]
elections:
  - { title: Municipales, firstRound: 2032-03-14, lastRound: 2032-03-21 }
vendors:
  - { id: ses, name: AWS, service: EMAIL, contractRef: M-1, location: France, endsOn: 2027-06-30 }
  - { id: sms, name: AWS, service: SMS, contractRef: M-2, location: France, endsOn: 2027-06-30 }
  - { id: aws, name: AWS, service: HOSTING, contractRef: M-3, location: France, endsOn: 2027-06-30 }
`;

const table = (name: string, more: Partial<InventoryTable> = {}): InventoryTable => ({
  name,
  plugin: 'loans',
  pitrDays: 7,
  ...more,
});

const alarm = (...actions: string[]) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: { AlarmActions: actions },
});
const template = (resources: object) => JSON.stringify({ Resources: resources });

interface Case {
  readonly from?: string;
  readonly to?: string;
  readonly tables?: readonly InventoryTable[];
  readonly template?: string | undefined;
}

async function linesOf(args: Case = {}): Promise<readonly Line[]> {
  const {
    from = '',
    to = '',
    tables = [table('Loans'), table('SubjectKeys', { keyTable: true })],
  } = args;
  if (!complete.includes(from)) throw new Error(`the complete network has no "${from}"`);
  return examine({
    network: networkOf(complete.replace(from, to)),
    inventory: { tables, personalData: [] },
    today: Temporal.PlainDate.from('2026-11-22'),
    template: 'template' in args ? args.template : template({ A: alarm('topic') }),
  });
}

const notOk = (lines: readonly Line[]) =>
  lines.filter(({ state, id }) => state !== 'ok' && !id.startsWith('dns.'));

describe('the doctor, from the files alone', () => {
  it('finds nothing missing in a network that has everything', async () => {
    expect(notOk(await linesOf())).toEqual([]);
  });

  it.each<[id: string, rule: string | undefined, Case]>([
    [
      'vendors.SMS',
      'GOV-04',
      { from: 'service: SMS, contractRef: M-2', to: 'service: EMAIL, contractRef: M-2' },
    ],
    [
      'vendors.EMAIL',
      'GOV-04',
      {
        from: 'contractRef: M-1, location: France, endsOn: 2027-06-30',
        to: 'contractRef: M-1, location: France, endsOn: 2026-11-21',
      },
    ],
    [
      'vendors.HOSTING',
      'GOV-04',
      {
        from: 'contractRef: M-3, location: France, endsOn: 2027-06-30',
        to: 'contractRef: M-3, location: France, endsOn: 2027-02-22',
      },
    ],
    [
      'dpo.valserine',
      'GOV-02',
      { from: '    dpo: { name: Claire Morel, email: dpo@valserine.fr }\n' },
    ],
    [
      'signoffs.valserine',
      'CAM-02',
      {
        from: complete.slice(
          complete.indexOf('      - { purpose: OVERDUE'),
          complete.indexOf('    electedNames'),
        ),
        to: '      []\n',
      },
    ],
    ['signoffs.valserine.OVERDUE', 'CAM-02', { from: '2027-11-22', to: '2026-11-21' }],
    ['signoffs.valserine.OVERDUE', 'CAM-02', { from: '2027-11-22', to: '2027-11-23' }],
    ['signoffs.valserine.ACCOUNT', 'RET-09', { from: '2027-11-21', to: '2027-01-21' }],
    [
      'signoffs.valserine.ACCOUNT',
      'RET-09',
      { from: '      - { purpose: ACCOUNT, validUntil: 2027-11-21 }\n' },
    ],
    ['dpia.valserine.HISTORY_KEEP', 'GOV-08', { from: ', dpiaRef: AIPD-3' }],
    ['archives.valserine', 'RET-21', { from: '    archivesVisaRef: AD01-2025-118\n' }],
    ['host.valserine', 'GOV-06', { from: '    hostDecisionRef: DEC-2026-07\n' }],
    ['libraries.valserine', undefined, { from: ", ilsCodes: ['koha:VSC']" }],
    ['elected.valserine', 'NOT-07', { from: '    electedNames: [Jean Perrin]\n' }],
    [
      'identity',
      'GOV-09',
      { from: 'https://identite.valserine.fr', to: 'http://identite.valserine.fr' },
    ],
    ['identity', 'GOV-09', { from: 'https://identite.valserine.fr', to: 'http://127.0.0.1:3000' }],
    ['identity', 'GOV-09', { from: 'https://identite.valserine.fr', to: 'https://localhost:3000' }],
    [
      'identity',
      'GOV-09',
      { from: 'https://identite.valserine.fr', to: 'https://identite.example' },
    ],
    [
      'public-url',
      'GOV-15',
      { from: 'https://bibliotheques.valserine.fr', to: 'http://bibliotheques.valserine.fr' },
    ],
    [
      'email.sender',
      'NOT-07',
      { from: '@bibliotheques.valserine.fr>', to: '@bibliotheques.example>' },
    ],
    ['sms.spend', undefined, { from: '  smsSpendLimitUsd: 200\n' }],
    [
      'elections',
      'CAM-11',
      { from: '2032-03-14, lastRound: 2032-03-21', to: '2026-03-15, lastRound: 2026-03-22' },
    ],
    ['backups.keys', 'RET-20', { tables: [table('Keys', { keyTable: true, pitrDays: 8 })] }],
    ['backups.tables', 'RET-20', { tables: [table('Loans', { pitrDays: 36 })] }],
    ['alarms', undefined, { template: template({ A: alarm('topic'), B: alarm() }) }],
    ['alarms', undefined, { template: template({ Topic: { Type: 'AWS::SNS::Topic' } }) }],
  ])('says that %s is missing (%s)', async (id, rule, args) => {
    const missing = notOk(await linesOf(args));
    expect(missing.map((line) => [line.id, line.state, line.rule])).toEqual([
      [id, 'missing', rule],
    ]);
    expect(missing[0]?.remedy?.fr).toBeTruthy();
    expect(missing[0]?.remedy?.en).toBeTruthy();
  });

  it.each<[id: string, Case]>([
    ['alarms', { template: undefined }],
    ['alarms', { template: 'not JSON' }],
    [
      'sms.stop',
      { from: '  smsSpendLimitUsd: 200\n', to: '  smsSpendLimitUsd: 200\n  smsTwoWay: true\n' },
    ],
  ])('cannot tell %s', async (id, args) => {
    const unsure = notOk(await linesOf(args));
    expect(unsure.map((line) => [line.id, line.state])).toEqual([[id, 'cannot tell']]);
    expect(unsure[0]?.remedy?.fr).toBeTruthy();
  });

  it('[GOV-05] knows a region that the reader would have refused', async () => {
    const lines = await examine({
      network: { ...networkOf(complete), region: 'us-east-1' },
      inventory: { tables: [], personalData: [] },
      today: Temporal.PlainDate.from('2026-11-22'),
      template: template({ A: alarm('topic') }),
    });
    expect(notOk(lines)).toMatchObject([{ id: 'region', state: 'missing', rule: 'GOV-05' }]);
  });

  it('[CAM-02] tells the end date of the sign-offs and the purposes that stay off', async () => {
    const line = (await linesOf()).find(({ id }) => id === 'signoffs.valserine');
    expect(line?.what.fr).toContain('à renouveler avant le 2027-10-01');
    expect(line?.what.fr).toContain('NEWSLETTER');
    expect(line?.what.fr).not.toMatch(/éteints : .*OVERDUE/u);
  });

  it('prints the exact records to publish for the domain of the sender', async () => {
    const dns = (await linesOf()).filter(({ id }) => id.startsWith('dns.'));
    expect(dns.map(({ what, state }) => [state, what.en])).toEqual([
      ['cannot tell', 'DNS: bibliotheques.valserine.fr. TXT "v=spf1 include:amazonses.com ~all"'],
      ['cannot tell', 'DNS: _dmarc.bibliotheques.valserine.fr. TXT "v=DMARC1; p=quarantine"'],
      ...[1, 2, 3].map((n) => [
        'cannot tell',
        `DNS: <token-${n}>._domainkey.bibliotheques.valserine.fr. CNAME <token-${n}>.dkim.amazonses.com.`,
      ]),
    ]);
  });

  it('knows that Milan signs under a host of its own', async () => {
    const lines = await linesOf({ from: 'eu-west-3', to: 'eu-south-1' });
    expect(lines.find(({ id }) => id === 'dns.dkim.1')?.what.en).toMatch(
      /dkim\.eu-south-1\.amazonses\.com\.$/u,
    );
  });

  it('[GOV-15] writes no name and no address of a person', async () => {
    expect(JSON.stringify(await linesOf())).not.toMatch(/Morel|dpo@|Perrin/u);
  });

  it('shows a line a thing, the remedy under it, and the counts', async () => {
    const lines = await linesOf({ from: '  smsSpendLimitUsd: 200\n' });
    const shown = describeLines(lines, 'fr');
    expect(shown).toContain('✓ en ordre    Région eu-west-3, dans l’Union européenne [GOV-05]\n');
    expect(shown).toMatch(/✗ manque {6}SMS : aucun plafond.*\n {16}→ Estimez-le/u);
    expect(shown).toMatch(/\n1 à compléter avant la production, 5 à vérifier, \d+ en ordre\.\n$/u);
  });
});
