import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Identity, TokenRequest } from '../local/identity.ts';
import type { Cloud } from './cloud.ts';
import type { Site } from './deploy.ts';

/** @throws with the words, which then stand in the report of the proof */
export function demand(condition: boolean, words: string): asserts condition {
  if (!condition) throw new Error(words);
}

/** The authorizer stands before every function: what is not a token of this network's provider gets 401. */
export async function checkAuthorizer(
  apiUrl: string,
  identity: {
    readonly good: Identity;
    readonly foreign: Identity;
    readonly otherAudience: Identity;
  },
): Promise<string> {
  const role: TokenRequest = { role: 'ILS', communes: ['*'] };
  const tokens: readonly [string, string | undefined, number][] = [
    ['no token', undefined, 401],
    ['garbage', 'a.b.c', 401],
    ['another key', await identity.foreign.issue(role), 401],
    ['another audience', await identity.otherAudience.issue(role), 401],
    ['expired', await identity.good.issue({ ...role, lifetime: -3600 }), 401],
    ['good', await identity.good.issue(role), 200],
  ];
  for (const [what, token, expected] of tokens) {
    const { status } = await fetch(`${apiUrl}/v1/purposes`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
    demand(status === expected, `${what}: ${status} instead of ${expected}`);
  }
  return `${tokens.length} tokens: ${tokens.map(([what, , status]) => `${what} ${status}`).join(', ')}`;
}

/** A run that nobody but EventBridge Scheduler can have started, and that ended well. */
export async function checkSchedule(cloud: Cloud, group: string): Promise<string> {
  for (let seconds = 0; seconds <= 75; seconds += 3) {
    const lines = await cloud.logLines(group);
    demand(
      !lines.some((line) => /"level":"ERROR"|Error: |errorType/u.test(line)),
      `the relay failed: ${lines.join(' ')}`,
    );
    if (lines.some((line) => line.startsWith('REPORT '))) return 'the relay ran by itself';
    await sleep(3000);
  }
  throw new Error('the schedule of one minute did not start the relay within 75 s');
}

/** The templates of the last synthesis. */
export async function readTemplates(site: Site): Promise<readonly unknown[]> {
  return Promise.all(
    (await templateFiles(site)).map(async (file): Promise<unknown> =>
      JSON.parse(await readFile(file, 'utf8')),
    ),
  );
}

export async function templateFiles({ assembly }: Site): Promise<readonly string[]> {
  const names = await readdir(assembly);
  return names
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => join(assembly, name));
}
