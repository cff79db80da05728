import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askNetwork, shortName, type Person } from '../../../infra/network/new/questions.ts';
import { writeNetwork } from '../../../infra/network/new/write.ts';
import { changed, networkOf, valid } from './valid.ts';

/** Someone who types these lines; the questions and the remarks are kept. */
function typing(...lines: readonly string[]) {
  const left = [...lines];
  const asked: string[] = [];
  const told: string[] = [];
  const person: Person = {
    locale: 'fr',
    ask: (question) => {
      asked.push(question);
      const typed = left.shift();
      if (typed === undefined) throw new Error(`no line is left for: ${question}`);
      return Promise.resolve(typed);
    },
    say: (text) => void told.push(text),
  };
  return { person, asked, told, left };
}

const head = [
  'Réseau de Valserine',
  '', // id
  '', // region
  '', // zone
  '', // mode
  'https://bibliotheques.valserine.fr',
  'https://identite.valserine.fr',
  '', // audience
  'Bibliothèques <ne-pas-repondre@bibliotheques.valserine.fr>',
];
const tail = [
  'MEDIATHEQUE',
  'oui',
  '200',
  'Valserine',
  '', // id
  'Claire Morel',
  'dpo@valserine.fr',
  'AD01-2025-118',
  '', // host decision
  'Jean Perrin, Sylvie Berthet',
  'Médiathèque du Centre',
  '', // id
  'koha:VSC, pmb:1',
  'non',
  'OVERDUE, HOLD',
  '2027-11-22',
  'n',
  'MAPA-2027-3', // e-mail
  '', // AWS
  'France (eu-west-3)',
  '2029-06-30',
  '', // SMS: no contract yet
  'MAPA-2027-4', // hosting
  'Régie de Valserine',
  'Valserine',
  '2031-12-31',
];

describe('npm run network:new, asking', () => {
  it('makes a network of the answers; an empty one takes what is proposed or leaves the key out', async () => {
    const { person, told, left } = typing(...head, ...tail);
    const answered = await askNetwork(person);
    expect(told.filter((line) => line.startsWith('✗'))).toEqual([]);
    expect(left).toEqual([]);
    expect(answered).toMatchObject({
      ok: true,
      value: {
        warnings: [],
        network: {
          id: 'reseau-de-valserine',
          region: 'eu-west-3',
          sender: { smsTwoWay: true, smsSpendLimitUsd: 200 },
          vendors: [
            { id: 'aws-email', service: 'EMAIL', name: 'AWS EMEA SARL', endsOn: '2029-06-30' },
            { id: 'aws-hosting', service: 'HOSTING', name: 'Régie de Valserine' },
          ],
          communes: [
            {
              id: 'valserine',
              dpo: { name: 'Claire Morel', email: 'dpo@valserine.fr' },
              electedNames: ['Jean Perrin', 'Sylvie Berthet'],
              libraries: [{ id: 'mediatheque-du-centre', ilsCodes: ['koha:VSC', 'pmb:1'] }],
              signoffs: [
                { purpose: 'OVERDUE', validUntil: '2027-11-22' },
                { purpose: 'HOLD', validUntil: '2027-11-22' },
              ],
            },
          ],
        },
      },
    });
    expect(answered.ok && answered.value.network.communes[0]).not.toHaveProperty('hostDecisionRef');
  });

  it('asks again, with the rule and the remedy, when an answer has a fault [NOT-17]', async () => {
    const { person, told } = typing(...head, 'MEDIATHEQUES', '0612345678', ...tail);
    expect(await askNetwork(person)).toMatchObject({
      ok: true,
      value: { network: { sender: { smsSenderId: 'MEDIATHEQUE' } } },
    });
    expect(told.filter((line) => line.startsWith('✗'))).toEqual([
      expect.stringMatching(/^✗ .*12 caractères.*\[NOT-17\]\n {2}→ /u),
      expect.stringMatching(/^✗ .*06 ou 07.*\[NOT-17\]\n {2}→ /u),
    ]);
  });

  it('asks again for the day on which a contract ends, when there is no such day [GOV-04]', async () => {
    const mistaken = tail.flatMap((line) =>
      line === '2029-06-30' ? ['2029-06-31', line] : [line],
    );
    const { person, told } = typing(...head, ...mistaken);
    expect(await askNetwork(person)).toMatchObject({
      ok: true,
      value: { network: { vendors: [{ endsOn: '2029-06-30' }, { endsOn: '2031-12-31' }] } },
    });
    expect(told.filter((line) => line.startsWith('✗'))).toHaveLength(1);
  });

  it('never writes a sign-off that nobody gave [CAM-02]', async () => {
    const unsigned = tail.flatMap((line) => (line === 'OVERDUE, HOLD' ? [''] : [line]));
    const { person } = typing(...head, ...unsigned.filter((line) => line !== '2027-11-22'));
    expect(await askNetwork(person)).toMatchObject({
      ok: true,
      value: { network: { communes: [{ signoffs: [] }] } },
    });
  });

  it('says what each key is for, with an example', async () => {
    const { person, asked } = typing(...head, ...tail);
    await askNetwork(person);
    expect(asked[8]).toMatch(
      /^Expéditeur des courriels.*\(Bibliothèques.*\)\nsender\.emailFrom : $/u,
    );
  });

  it.each([
    ['Médiathèque de l’École', 'mediatheque-de-l-ecole'],
    ['  Saint-Étienne  ', 'saint-etienne'],
    ['x'.repeat(60), 'x'.repeat(40)],
  ])('makes of %s the short name %s', (name, id) => expect(shortName(name)).toBe(id));
});

describe('the file that is written', () => {
  it.each([
    ['a plain network', valid],
    [
      'a name with a colon and quotes',
      changed('Réseau de Valserine', `'Réseau: "A" & l''autre # 1'`),
    ],
    [
      'a commune without DPO',
      changed('    dpo: { name: Claire Morel, email: dpo@montfort.fr }\n', ''),
    ],
  ])('is read back as the same network: %s', (_, text) => {
    const network = networkOf(text);
    expect(networkOf(writeNetwork(network, 'fr'))).toEqual(network);
  });

  it('explains every key once and offers those that are left out', () => {
    const text = writeNetwork(networkOf(valid), 'fr');
    expect(text).toContain('# yaml-language-server: $schema=./network.schema.json\n');
    expect(text.match(/# Nom de la commune\./gu)).toHaveLength(1);
    expect(text).toMatch(/\n {4}# archivesVisaRef: AD01-2025-118\n/u);
    expect(text).toMatch(/\nregion: eu-west-3\n/u);
  });
});

describe('npm run network:new -- --answers', () => {
  const cli = (script: string, ...args: string[]) =>
    new Promise<{ code: number; out: string }>((resolve) => {
      const command = [`infra/network/${script}/main.ts`, ...args];
      execFile('node_modules/.bin/tsx', command, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), out: stdout + stderr }),
      );
    });

  it('writes a file that the check passes, refuses to overwrite it, and tells faults by their line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'network-new-'));
    const answers = join(folder, 'answers.json');
    const out = join(folder, 'valserine.yaml');
    await writeFile(answers, JSON.stringify(networkOf(valid), null, 2));
    expect(await cli('new', '--answers', answers, '--out', out)).toMatchObject({ code: 0 });
    expect(networkOf(await readFile(out, 'utf8'))).toEqual(networkOf(valid));
    expect(await cli('check', out)).toMatchObject({ code: 0 });

    const again = await cli('new', '--answers', answers, '--out', out);
    expect(again).toEqual({ code: 1, out: expect.stringContaining('--force') });

    await writeFile(answers, JSON.stringify({ ...networkOf(valid), region: 'us-east-1' }, null, 2));
    const faulty = await cli('new', '--answers', answers, '--out', out, '--force');
    expect(faulty.code).toBe(1);
    expect(faulty.out).toContain(`${answers}:4:13`);

    await writeFile(out, changed('eu-west-3', 'us-east-1'));
    const checked = await cli('check', out);
    expect(checked.code).toBe(1);
    expect(checked.out).toContain('valserine.yaml:3:9  La région « us-east-1 »');
  });
});
