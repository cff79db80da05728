import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { functionLogGroup } from '../cdk/naming.ts';
import { createServer } from '../local/client.ts';
import { loadDemo } from '../local/demo/load.ts';
import { playStory } from '../local/demo/story/play.ts';
import { inventReader } from '../local/demo/story/readers.ts';
import { readNow } from '../local/demo/story/story.ts';
import { openIdentity } from '../local/identity.ts';
import { tryBreakGlass } from './break-glass.ts';
import { checkAuthorizer, checkSchedule, demand, readTemplates, templateFiles } from './checks.ts';
import { tryExpiry, tryLock } from './expiry.ts';
import { isWrong, tryForbidden } from './forbidden.ts';
import { permissionsOf } from './permissions.ts';
import { demoReaders, type Proved, type Use } from './proof.ts';
import { run } from './run.ts';

/** What a network's IT team would try on the first day. */
export async function proveUse(proved: Proved): Promise<void> {
  const { report } = proved.proof;
  const { cloud, network } = proved.use;
  // Begun first: it waits for a minute of the real clock, in which nothing else starts the relay.
  const scheduled = checkSchedule(cloud, functionLogGroup(network, 'exchange-relay'));
  const expired = tryExpiry(proved);
  for (const begun of [scheduled, expired]) begun.catch(() => undefined);
  await report.step('cfn-lint reads the templates', () => lint(proved));
  await report.step('The authorizer refuses what is not a token of the provider', () =>
    tryTokens(proved),
  );
  await report.step('Time to live, set by API: what has expired goes', async () => ({
    words: await expired,
  }));
  await report.step('The lock of the checkpoints, set by API', async () => ({
    words: await tryLock(proved),
  }));
  await report.step(`${demoReaders} readers and their loans arrive through the API`, () =>
    load(proved),
  );
  await report.step('A schedule starts its function by itself', async () => ({
    words: await scheduled,
  }));
  await report.step('The story of `npm run demo`, through the deployed API', () => tell(proved));
  await report.step('Every function tries what its role does not hold', () => trespass(proved));
  await report.step('Break-glass: who may take it, and what it may', async () => ({
    words: await tryBreakGlass(proved),
  }));
}

async function lint({ proof, site }: Proved) {
  const files = await templateFiles(site);
  const options = [
    '--non-zero-exit-code',
    'error',
    '--format',
    'parseable',
    '-r',
    'eu-west-3',
    '--',
  ];
  const place = { cwd: site.root, log: site.log, env: site.emulator.env };
  const { code, output } = await run([proof.tools.cfnLint, ...options, ...files], place);
  demand(code === 0, output.trim().split('\n').slice(0, 20).join('\n'));
  const warnings = [...new Set(output.match(/(?<=:)W\d{4}(?=:)/gu))];
  return {
    words: `${files.length} templates, no error; warnings: ${warnings.join(', ') || 'none'}`,
  };
}

async function tryTokens({ site, use }: Proved) {
  const other = (name: string, change: object) =>
    openIdentity({
      keyFile: join(site.build, `${name}.json`),
      clock: { now: use.clock.now },
      issuer: use.identity.issuer,
      audience: use.network.identity.audience,
      network: use.network.id,
      ...change,
    });
  const words = await checkAuthorizer(use.deployed.apiUrl, {
    good: use.identity,
    foreign: await other('foreign', {}),
    otherAudience: await other('identity', { audience: 'another' }),
  });
  return { words };
}

async function load({ use }: Proved) {
  const { patrons, events, refused } = await loadDemo({
    baseUrl: use.baseUrl,
    readers: demoReaders,
  });
  demand(refused.length === 0, refused.map(([why, count]) => `${count} × ${why}`).join('; '));
  return { words: `${patrons.length} readers, ${events.length} events, none refused` };
}

async function tell({ proof, use }: Proved) {
  const server = createServer({ baseUrl: use.baseUrl });
  const today = (await readNow(server)).toPlainDate().toString();
  const story = { server, reader: inventReader(today), notes: new Map<string, string>() };
  const relay = keepRelaying(use);
  const screen = {
    write: (text: string) => proof.report.say(text.replaceAll(/^(?=.)/gmu, '       ')),
  };
  const differing = await playStory({ story, screen });
  await relay.stop();
  demand(differing === 0, `${differing} steps differ`);
  return { words: 'every step as on one machine' };
}

/** What the schedule does every minute, every second: the story would otherwise take an hour to tell. */
function keepRelaying({ cloud }: Use): { stop(): Promise<void> } {
  const telling = new AbortController();
  const relaying = (async () => {
    while (!telling.signal.aborted) {
      await cloud.invoke('exchange-relay', {});
      await sleep(1000);
    }
  })();
  // A failure is thrown by `stop`, once the story is told.
  relaying.catch(() => undefined);
  return {
    stop: () => {
      telling.abort();
      return relaying;
    },
  };
}

async function trespass({ proof, site, use }: Proved) {
  const permissions = permissionsOf(await readTemplates(site));
  const tried = await tryForbidden({ cloud: use.cloud, network: use.network, permissions });
  for (const { functionId, calls } of tried) {
    const cells = calls.map((call) => `${call.what} ${call.outcome}${isWrong(call) ? ' ✗' : ''}`);
    proof.report.say(`         ${functionId.padEnd(22)} ${cells.join(' · ')}\n`);
  }
  const all = tried.flatMap(({ calls }) => calls);
  const wrong = all.filter(isWrong);
  demand(wrong.length === 0, `${wrong.length} of ${all.length} calls came out otherwise`);
  const denied = all.filter(({ outcome }) => outcome === 'denied').length;
  return {
    words: `${tried.length} functions, ${denied} calls denied, ${all.length - denied} held and allowed`,
  };
}
