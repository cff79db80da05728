import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNetworkFile } from '../../../infra/local/network-file.ts';
import { StartRefused } from '../../../infra/local/refusal.ts';
import { changed } from './valid.ts';

async function faultyFile(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'network-')), 'faulty.yaml');
  await writeFile(file, changed('smsWindow:', 'smsWindows:'));
  return file;
}

/** The app of CDK, as `cdk synth` starts it. */
const synth = (context: object) =>
  new Promise<{ code: number; stderr: string }>((resolve) => {
    const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context) };
    execFile('node_modules/.bin/tsx', ['infra/cdk/app.ts'], { env }, (error, _, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stderr }),
    );
  });

describe('whoever reads a network file tells the line and the remedy', () => {
  it('npm start', async () => {
    const file = await faultyFile();
    const refused = await readNetworkFile(file).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StartRefused);
    expect(refused).toMatchObject({
      text: { fr: expect.stringContaining(`${file}:13:1  « smsWindows » n’est pas une clé`) },
    });
  });

  it('cdk synth', async () => {
    const file = await faultyFile();
    const { code, stderr } = await synth({ network: file });
    expect(code).toBe(1);
    expect(stderr).toContain(`${file}:13:1  "smsWindows" is not a key of the network file.`);
    expect(stderr).toContain('Keys possible here: id, name, region');
  });

  it('cdk synth without a network in its context', async () => {
    const { code, stderr } = await synth({});
    expect(code).toBe(1);
    expect(stderr).toContain('add -c network=infra/networks/<id>.yaml');
  });
});
