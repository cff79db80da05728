import { describe, expect, it } from '@jest/globals';
import { describeNetworkFaults } from '../../../infra/network/fault.ts';
import { readNetwork, readNetworkFile } from '../../../infra/network/read.ts';
import { changed, faultsOf, file, networkOf, valid } from './valid.ts';

/** `12:5 GOV-05 sender.x` of each fault: where, which rule, which key. */
const told = (text: string) =>
  faultsOf(text).map(({ line, column, rule, path }) =>
    [`${line}:${column}`, rule, path].filter(Boolean).join(' '),
  );

const lineOf = (text: string): number =>
  valid.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('a network file', () => {
  it('without fault is a network with its defaults', () => {
    const network = networkOf(valid);
    expect(network.communes.map(({ id }) => id)).toEqual(['valserine', 'montfort']);
    expect(network.smsAfter).toBe(2);
    expect(network.communes[1]?.signoffs).toEqual([]);
  });

  it.each(['concerto', 'pays-de-valserine'])('%s of this repository has none', async (id) => {
    const read = await readNetworkFile(`infra/networks/${id}.yaml`);
    expect(read).toMatchObject({ ok: true, value: { warnings: [], network: { id } } });
  });

  it('that is absent is a fault with a remedy, not a crash', async () => {
    const read = await readNetworkFile('infra/networks/nowhere.yaml');
    expect(read).toMatchObject({
      ok: false,
      problem: [{ file: 'infra/networks/nowhere.yaml', line: 1 }],
    });
  });

  it('tells all its faults at once, in the order of the file', () => {
    const text = valid
      .replace('eu-west-3', 'us-east-1')
      .replace('Europe/Paris', 'Europe/Lyon')
      .replace('id: mf-centre', 'id: vs-gare');
    expect(told(text)).toEqual([
      '3:9 GOV-05 region',
      '4:7 RET-02 zone',
      `${lineOf('mf-centre')}:15 communes.1.libraries.0.id`,
    ]);
  });
});

describe('the place and the rule of', () => {
  it.each<[what: string, text: string, faults: string[]]>([
    ['an unknown key', changed('smsWindow:', 'smsWindows:'), ['13:1 smsWindows']],
    [
      'an unknown key inside a list',
      changed('name: Gare,', 'name: Gare, colour: red,'),
      ['20:36 communes.0.libraries.1.colour'],
    ],
    ['a missing key', changed('region: eu-west-3\n', ''), ['1:1 region']],
    [
      'a missing key inside a block',
      changed('  audience: discretion\n', ''),
      ['8:3 identity.audience'],
    ],
    [
      'a commune without library',
      changed(
        "libraries:\n      - { id: mf-centre, name: Montfort, ilsCodes: ['koha:MFC'] }",
        'libraries: []',
      ),
      ['27:16 communes.1.libraries'],
    ],
    ['[GOV-02] a commune twice', changed('id: montfort', 'id: valserine'), ['24:9 communes.1.id']],
    [
      '[#127] a library in two communes',
      changed('id: mf-centre', 'id: vs-centre'),
      ['28:15 communes.1.libraries.0.id'],
    ],
    [
      'a library-system code in two libraries',
      changed('koha:MFC', 'koha:VSG'),
      ['28:53 communes.1.libraries.0.ilsCodes.0'],
    ],
    [
      'a library-system code without its source',
      changed("'koha:MFC'", 'MFC'),
      ['28:53 communes.1.libraries.0.ilsCodes.0'],
    ],
    [
      '[NOT-17] a sender id of 12 characters',
      changed('MEDIATHEQUE', 'MEDIATHEQUES'),
      ['12:16 NOT-17 sender.smsSenderId'],
    ],
    [
      '[NOT-17] a sender id of digits',
      changed('MEDIATHEQUE', '36111'),
      ['12:16 NOT-17 sender.smsSenderId'],
    ],
    [
      '[NOT-17] a sender id in quoted digits',
      changed('MEDIATHEQUE', "'36111'"),
      ['12:16 NOT-17 sender.smsSenderId'],
    ],
    [
      '[NOT-17] a 06 number',
      changed('MEDIATHEQUE', "'0612345678'"),
      ['12:16 NOT-17 sender.smsSenderId'],
    ],
    [
      '[NOT-17] a +337 number',
      changed('MEDIATHEQUE', '+33712345678'),
      ['12:16 NOT-17 sender.smsSenderId'],
    ],
    [
      '[NOT-17] a sender id with a space',
      changed('MEDIATHEQUE', 'BIB VALS'),
      ['12:16 NOT-17 sender.smsSenderId'],
    ],
    [
      '[NOT-17] a generic sender id',
      changed('MEDIATHEQUE', 'Alerte'),
      ['12:16 NOT-17 sender.smsSenderId'],
    ],
    [
      '[NOT-17] a sender id of two letters',
      changed('MEDIATHEQUE', 'BM'),
      ['12:16 NOT-17 sender.smsSenderId'],
    ],
    [
      '[NOT-07] a sender that is no address',
      changed('<ne-pas-repondre@bibliotheques.valserine.fr>', ''),
      ['11:14 NOT-07 sender.emailFrom'],
    ],
    [
      '[NOT-07] an accent in the address',
      changed('ne-pas-repondre@', 'médiathèque@'),
      ['11:14 NOT-07 sender.emailFrom'],
    ],
    ['[GOV-05] London', changed('eu-west-3', 'eu-west-2'), ['3:9 GOV-05 region']],
    [
      '[GOV-05] a region that does not exist',
      changed('eu-west-3', 'eu-west-33'),
      ['3:9 GOV-05 region'],
    ],
    ['a region that is a number', changed('eu-west-3', '3'), ['3:9 region']],
    [
      '[GOV-05] a key of a commune in another region',
      changed(
        '    name: Montfort\n',
        '    name: Montfort\n    kmsKeyArn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab\n',
      ),
      ['26:16 GOV-05 communes.1.kmsKeyArn'],
    ],
    [
      '[GOV-15] an alias instead of a key',
      changed('    name: Montfort\n', '    name: Montfort\n    kmsKeyArn: alias/montfort\n'),
      ['26:16 GOV-15 communes.1.kmsKeyArn'],
    ],
    [
      '[CAM-01] an unknown purpose',
      changed('OVERDUE', 'VOEUX_MAIRE'),
      ['22:20 CAM-01 communes.0.signoffs.0.purpose'],
    ],
    [
      '[CAM-10] a forbidden purpose',
      changed('OVERDUE', 'POLITICAL'),
      ['22:20 CAM-10 communes.0.signoffs.0.purpose'],
    ],
    [
      'a list of names, whoever asks',
      changed('OVERDUE', 'NOMINATIVE_LIST'),
      ['22:20 DIS-01 communes.0.signoffs.0.purpose'],
    ],
    ['a purpose signed twice', changed('HOLD', 'OVERDUE'), ['23:20 communes.0.signoffs.1.purpose']],
    [
      '[CAM-02] an impossible day',
      changed('HOLD, validUntil: 2027-11-22', 'HOLD, validUntil: 2027-02-29'),
      ['23:38 communes.0.signoffs.1.validUntil'],
    ],
    ['[RET-02] an unknown zone', changed('Europe/Paris', 'Europe/Lyon'), ['4:7 RET-02 zone']],
    ['[RET-02] a fixed offset', changed('Europe/Paris', "'+01:00'"), ['4:7 RET-02 zone']],
    [
      '[RET-03] a mode longer than MONTH_END',
      changed('MONTH_END', 'DAYS_365'),
      ['5:7 RET-03 mode'],
    ],
    [
      '[RET-03] a mode of a commune',
      changed('    name: Montfort\n', '    name: Montfort\n    mode: YEAR\n'),
      ['26:11 RET-03 communes.1.mode'],
    ],
    ['[NOT-12] SMS at night', changed('to: 20:00', 'to: 22:00'), ['13:12 NOT-12 smsWindow']],
    [
      '[NOT-12] a window that closes before it opens',
      changed('from: 08:00, to: 20:00', 'from: 18:00, to: 09:00'),
      ['13:12 NOT-12 smsWindow'],
    ],
    ['an hour that is none', changed('to: 20:00', 'to: 8pm'), ['13:31 smsWindow.to']],
    [
      '[CAM-11] an election that ends before it starts',
      changed('lastRound: 2032-03-21', 'lastRound: 2032-03-07'),
      ['30:5 CAM-11 elections.0'],
    ],
    [
      '[CAM-11] an election of an unknown commune',
      changed('2032-03-21', '2032-03-21, communes: [lyon]'),
      ['30:90 CAM-11 elections.0.communes.0'],
    ],
    [
      '[GOV-10] a name of an unknown commune at the identity provider',
      changed(
        'audience: discretion\n',
        "audience: discretion\n  communeNames: [{ name: '21010033300019', commune: lyon }]\n",
      ),
      ['10:53 GOV-10 identity.communeNames.0.commune'],
    ],
    [
      'an address that is none',
      changed('https://identite.valserine.fr', 'identite'),
      ['8:11 identity.issuer'],
    ],
    [
      'a public address that ends with a slash',
      changed('bibliotheques.valserine.fr\n', 'bibliotheques.valserine.fr/\n'),
      ['6:12 publicUrl'],
    ],
    [
      'an e-mail that is none',
      changed('dpo@montfort.fr', 'montfort.fr'),
      ['26:39 communes.1.dpo.email'],
    ],
    ['a short name with capitals', changed('id: montfort', 'id: Montfort'), ['24:9 communes.1.id']],
    [
      'a text where a list is due',
      changed("ilsCodes: ['koha:MFC']", 'ilsCodes: koha:MFC'),
      ['28:52 communes.1.libraries.0.ilsCodes'],
    ],
    ['a number that is too small', `${valid}smsAfter: -1\n`, ['31:11 smsAfter']],
    ['an empty file', '', ['1:1']],
  ])('%s', (_, text, faults) => {
    expect(told(text)).toEqual(faults);
  });
});

describe('text that is not a document', () => {
  it.each<[what: string, text: string, line: number]>([
    ['a key written twice', changed('mode: MONTH_END', 'region: eu-west-1'), 5],
    ['a bracket left open', changed("['koha:VSG']", "['koha:VSG'"), 20],
    ['a tabulation', changed('  audience', '\taudience'), 9],
    ['two documents', `${valid}---\nid: other\n`, 31],
    ['an alias of nothing', changed('Europe/Paris', '*nowhere'), 4],
  ])('%s is told by its line', (_, text, line) => {
    expect(faultsOf(text).map((fault) => fault.line)).toContain(line);
    expect(faultsOf(text).every(({ remedy }) => remedy.fr.length > 10)).toBe(true);
  });

  it('that explodes when its aliases are followed is refused', () => {
    const layers = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, at) => {
      const before = String.fromCharCode('b'.charCodeAt(0) + at - 1);
      return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
    });
    expect(told(`a: &a [x]\n${layers.join('\n')}\n`)).toEqual(['1:1']);
  });
});

describe('aliases and merges', () => {
  const shared = changed(
    '    libraries:\n      - { id: mf-centre',
    '    signoffs: *all\n    libraries:\n      - { id: mf-centre',
  ).replace('    signoffs:\n', '    signoffs: &all\n');

  it('are followed', () => {
    expect(networkOf(shared).communes[1]?.signoffs).toHaveLength(2);
  });

  it('tell a fault once, where it is written', () => {
    expect(told(shared.replace('OVERDUE', 'FETE'))).toEqual([
      '22:20 CAM-01 communes.0.signoffs.0.purpose',
    ]);
  });

  it('tell a library shared by two communes where the second takes it', () => {
    const text = valid
      .replace(
        '    libraries:\n      - { id: vs-centre',
        '    libraries: &all\n      - { id: vs-centre',
      )
      .replace(
        "libraries:\n      - { id: mf-centre, name: Montfort, ilsCodes: ['koha:MFC'] }",
        'libraries: *all',
      );
    expect(new Set(faultsOf(text).map(({ line }) => line))).toEqual(new Set([27]));
    expect(faultsOf(text)[0]?.message.fr).toMatch(/vs-centre.*ligne 19/u);
  });

  it('find what is merged where it is written', () => {
    const text = changed(
      '    dpo: { name: Claire Morel, email: dpo@montfort.fr }',
      '    <<: { mode: YEAR, dpo: { name: Claire Morel, email: dpo@montfort.fr } }',
    );
    expect(told(text)).toEqual(['26:17 RET-03 communes.1.mode']);
  });
});

describe('the sentences', () => {
  it('of an unknown key list the keys that are possible there', () => {
    const [fault] = faultsOf(changed('name: Gare,', 'name: Gare, colour: red,'));
    expect(fault?.message).toEqual({
      fr: '« colour » n’est pas une clé du fichier de réseau.',
      en: '"colour" is not a key of the network file.',
    });
    expect(fault?.remedy.fr).toContain('id, name, ilsCodes');
  });

  it('of a missing key say what it is for, with an example', () => {
    const [fault] = faultsOf(changed('region: eu-west-3\n', ''));
    expect(fault?.remedy.fr).toMatch(/^Ajoutez « region: eu-west-3 »\. Région AWS/u);
  });

  it('of a sender id count its characters', () => {
    const [fault] = faultsOf(changed('MEDIATHEQUE', 'MEDIATHEQUES'));
    expect(fault?.message.fr).toContain('12 caractères : 11 au plus');
  });

  it('of a region name the regions that are allowed [GOV-05]', () => {
    const [fault] = faultsOf(changed('eu-west-3', 'us-east-1'));
    expect(fault?.remedy.en).toBe(
      'Choose one of: eu-west-1, eu-west-3, eu-central-1, eu-north-1, eu-south-1, eu-south-2.',
    );
  });

  it('[GOV-15] never repeat a name or an address of a person', () => {
    const text = changed('dpo@montfort.fr', 'claire morel at montfort');
    expect(JSON.stringify(faultsOf(text))).not.toMatch(/claire/iu);
  });

  it('stand after file:line:column, which editors open', () => {
    const faults = faultsOf(changed('eu-west-3', 'us-east-1'));
    expect(describeNetworkFaults(faults, 'fr')).toBe(
      `${file}:3:9  La région « us-east-1 » n’est pas permise : tout ce qui est gardé reste dans l’Union européenne. [GOV-05]\n` +
        '  → Choisissez l’une de : eu-west-1, eu-west-3, eu-central-1, eu-north-1, eu-south-1, eu-south-2.\n',
    );
  });
});

describe('[GOV-02] [#124] a commune without DPO', () => {
  it('is read, with a warning that it is BLOCKED', () => {
    const read = readNetwork(
      changed('    dpo: { name: Claire Morel, email: dpo@montfort.fr }\n', ''),
      file,
    );
    expect(read).toMatchObject({
      ok: true,
      value: {
        warnings: [{ line: 24, column: 5, path: 'communes.1.dpo', rule: 'GOV-02', file }],
      },
    });
    expect(read.ok && read.value.warnings[0]?.message.fr).toContain('BLOCKED');
  });
});
