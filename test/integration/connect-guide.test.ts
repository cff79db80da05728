import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestNetwork, type TestNetwork } from '../support/network.ts';

const guide = join(
  resolve(import.meta.dirname, '../..'),
  'docs/guides/connect-a-library-system.md',
);
let network: TestNetwork;
beforeAll(async () => {
  network = await startTestNetwork();
});
afterAll(() => network.stop());

describe('the guide “connect a library system”', () => {
  it('works as it is written, command by command, in a shell', async () => {
    const blocks = (await readFile(guide, 'utf8')).matchAll(/^```sh\n([\s\S]*?)^```$/gmu);
    const script = [...blocks].map(([, code = '']) => code).join('\n');
    const here = script.replace(/^API=\S+/mu, `API=${network.baseUrl}`);
    expect(here).not.toBe(script);
    const { code, said } = await sh(`set -euo pipefail\n${here}`);
    expect(said.match(/"status":"[A-Z]+"/gu)).toEqual(['"status":"APPLIED"', '"status":"APPLIED"']);
    expect(said).toContain('"outcomes":[]');
    expect(said).toContain('"isUsed":true');
    expect(code).toBe(0);
  });
});

const sh = (script: string) =>
  new Promise<{ code: number; said: string }>((done) => {
    execFile('bash', ['-c', script], (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });
