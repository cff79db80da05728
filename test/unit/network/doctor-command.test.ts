import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { changed } from './valid.ts';

const doctor = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const command = ['infra/network/doctor/main.ts', ...args];
    execFile('node_modules/.bin/tsx', command, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

const Report = z.object({
  network: z.string(),
  lines: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['ok', 'missing', 'cannot tell']),
      what: z.object({ fr: z.string(), en: z.string() }),
      remedy: z.object({ fr: z.string(), en: z.string() }).optional(),
    }),
  ),
});

describe('npm run doctor', () => {
  it('tells programs what is missing in the demo network, and leaves with 1', async () => {
    const { code, stdout } = await doctor(
      '--network',
      'infra/networks/pays-de-valserine.yaml',
      '--json',
    );
    const { network, lines } = Report.parse(JSON.parse(stdout));
    expect(code).toBe(1);
    expect(network).toBe('pays-de-valserine');
    // The addresses of a demo are nobody's.
    expect(lines.filter(({ state }) => state === 'missing').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['identity', 'public-url', 'email.sender']),
    );
    expect(lines.filter(({ state, remedy }) => state !== 'ok' && !remedy)).toEqual([]);
  });

  it('refuses a network that has faults, by their line, and leaves with 2', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'doctor-')), 'faulty.yaml');
    await writeFile(file, changed('eu-west-3', 'us-east-1'));
    const { code, stdout, stderr } = await doctor('--network', file, '--en');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${file}:3:9  The region "us-east-1" is not allowed`);
  });

  it('says how it is called', async () => {
    expect(await doctor()).toMatchObject({ code: 2, stderr: expect.stringContaining('--network') });
  });
});
