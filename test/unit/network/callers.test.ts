import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNetworkFile } from '../../../infra/local/network-file.ts';
import { StartRefused } from '../../../infra/local/refusal.ts';
import { changed, valid } from './valid.ts';

async function faultyFile(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'network-')), 'faulty.yaml');
  await writeFile(file, changed('smsWindow:', 'smsWindows:'));
  return file;
}

/** Everything that somebody may get wrong, in one file: each fault with its line, its sentence and its remedy. */
const mistakes: readonly (readonly [what: string, from: string, to: string, told: string])[] = [
  [
    'an unknown key',
    'smsWindow:',
    'smsWindows:',
    '13:1  "smsWindows" is not a key of the network file.',
  ],
  ['a commune twice', 'id: montfort', 'id: valserine', '24:9  '],
  ['a library in two communes', 'id: mf-centre', 'id: vs-centre', '28:15  '],
  ['a sender id of 12 characters', 'MEDIATHEQUE', 'MEDIATHEQUES', '12:16  '],
  ['a region outside the list', 'eu-west-3', 'us-east-1', '3:9  The region "us-east-1"'],
  [
    'a secret in the file',
    'audience: discretion',
    ['audience: AKIA', 'IOSFODNN7QWERTYU'].join(''),
    '9:13  ',
  ],
];

async function mistakenFile(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'network-')), 'mistaken.yaml');
  const text = mistakes.reduce((before, [, from, to]) => before.replace(from, to), valid);
  await writeFile(file, text);
  return file;
}

interface Ran {
  readonly code: number;
  readonly said: string;
}

const run = (script: string, args: readonly string[], more: object = {}) =>
  new Promise<Ran>((resolve) => {
    const env = { ...process.env, ...more };
    execFile('node_modules/.bin/tsx', [script, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });

/** The app of CDK, as `cdk synth` starts it. */
const synth = (context: object) =>
  run('infra/cdk/app.ts', [], { CDK_CONTEXT_JSON: JSON.stringify(context) });

describe('whoever reads a network file tells the line and the remedy', () => {
  it('npm start', async () => {
    const file = await faultyFile();
    const refused = await readNetworkFile(file).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StartRefused);
    expect(refused).toMatchObject({
      text: { fr: expect.stringContaining(`${file}:13:1  « smsWindows » n’est pas une clé`) },
    });
  });

  it.each<[string, (file: string) => Promise<Ran>]>([
    ['npm run network:check', (file) => run('infra/network/check/main.ts', [file, '--en'])],
    ['cdk synth', (network) => synth({ network })],
  ])('%s, of every mistake at once [GOV-05, NOT-17, GOV-15]', async (_, read) => {
    const file = await mistakenFile();
    const { code, said } = await read(file);
    expect(code).toBe(1);
    const lines = said.split('\n');
    for (const [what, , , told] of mistakes) {
      const at = lines.findIndex((line) => line.includes(`mistaken.yaml:${told}`));
      expect([what, at >= 0 && /^ +→ \S/u.test(lines[at + 1] ?? '')]).toEqual([what, true]);
    }
    expect(said).not.toContain('IOSFODNN7');
  });

  it('cdk synth without a network in its context', async () => {
    const { code, said } = await synth({});
    expect(code).toBe(1);
    expect(said).toContain('add -c network=infra/networks/<id>.yaml');
  });

  it('network:check of a file that is not there', async () => {
    const { code, said } = await run('infra/network/check/main.ts', ['infra/networks/no.yaml']);
    expect(code).toBe(1);
    expect(said).toMatch(/no\.yaml:1:1 {2}.*\n {2}→ /u);
  });
});
