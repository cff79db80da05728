import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, expect, it } from '@jest/globals';
import * as z from 'zod';
import { bodyOf } from '../../support/local.ts';
import { makeProbeTree } from './support.ts';

const tree = makeProbeTree();
const dataFolder = mkdtempSync(join(tmpdir(), 'discretion-data-'));
let child: ChildProcessByStdio<null, Readable, null> | undefined;

afterAll(() => {
  child?.kill('SIGKILL');
  tree.remove();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function start(): Promise<{ url: string; exited: Promise<unknown[]> }> {
  const script = join(import.meta.dirname, 'killable.ts');
  child = spawn(process.execPath, ['--import', 'tsx', script, tree.root, dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const url of createInterface({ input: child.stdout })) return { url, exited };
  throw new Error('it did not start');
}

async function post(url: string, body: unknown, token?: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
  });
}

async function tokenAt(url: string): Promise<string> {
  const Token = z.object({ access_token: z.string() });
  return (await bodyOf(Token, post(`${url}/_local/token`, { role: 'ILS' }))).access_token;
}

async function countThings(url: string): Promise<number> {
  const headers = { authorization: `Bearer ${await tokenAt(url)}` };
  const Things = z.object({ things: z.array(z.unknown()) });
  return (await bodyOf(Things, fetch(`${url}/v1/changes`, { headers }))).things.length;
}

it('dies as by kill -9 at an armed point, and what was answered is there after a new start', async () => {
  const first = await start();
  const token = await tokenAt(first.url);
  const write = () => post(`${first.url}/v1/changes`, { do: 'crash' }, token);
  expect(
    (await post(`${first.url}/_local/crash`, { point: 'probe.before-write', after: 2 })).status,
  ).toBe(202);
  expect((await write()).status).toBe(200);
  expect((await write()).status).toBe(200);
  await expect(write()).rejects.toThrow('fetch failed');
  expect(await first.exited).toEqual([null, 'SIGKILL']);

  const second = await start();
  expect(await countThings(second.url)).toBe(2);
  await post(`${second.url}/_local/crash`, { point: 'probe.after-write' });
  await expect(
    post(`${second.url}/v1/changes`, { do: 'crash' }, await tokenAt(second.url)),
  ).rejects.toThrow('fetch failed');
  await second.exited;

  const third = await start();
  expect(await countThings(third.url)).toBe(3);
});
