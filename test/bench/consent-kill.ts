import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { createServer, type Client } from '../../infra/local/client.ts';
import { channels, choiceBody } from './consent.ts';
import { importReaders } from './network.ts';
import { inParallel } from './report.ts';

const readers = 400;
const killable = fileURLToPath(new URL('killable.ts', import.meta.url));

export interface KillCount {
  /** Choices that were answered 200 before the process died. */
  readonly answered: number;
  /** Of these, how many the ledger has after a new start over the same folder. */
  readonly found: number;
  /** All entries of the ledger: an answer may be lost on the way, a choice may not. */
  readonly stored: number;
}

/** Writes over 8 connections to a runtime of its own, kills it with SIGKILL in between, starts it again and counts. */
export async function killWhileWriting(): Promise<KillCount> {
  const folder = await mkdtemp(join(tmpdir(), 'discretion-kill-'));
  let second: Runtime | undefined;
  try {
    const first = await start(folder);
    await importReaders(first.ils, readers);
    const answered = await writeUntilDead(first);
    second = await start(folder);
    const stored = await ledgerIds(second.ils);
    const found = answered.filter((id) => stored.has(id)).length;
    return { answered: answered.length, found, stored: stored.size };
  } finally {
    await second?.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Runtime {
  readonly ils: Client;
  /** `kill -9` */
  kill(): Promise<void>;
}

async function start(folder: string): Promise<Runtime> {
  const child = spawn(process.execPath, ['--import', 'tsx', killable, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = once(createInterface({ input: child.stdout }), 'line');
  const died = once(child, 'exit').then(() => {
    throw new Error('the runtime did not start');
  });
  const [url] = z.tuple([z.string()]).parse(await Promise.race([said, died]));
  died.catch(() => undefined);
  return { ils: createServer({ baseUrl: url }).as('ILS'), kill: () => kill(child) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Ids of the events that were answered with 200. */
async function writeUntilDead(runtime: Runtime): Promise<string[]> {
  const answered: string[] = [];
  const all = channels.flatMap((channel) =>
    Array.from({ length: readers }, (_, n) => ({ channel, n })),
  );
  const write = async ({ channel, n }: (typeof all)[number]) => {
    const answer = await runtime.ils.call({
      method: 'PUT',
      path: `/v1/patrons/koha:${String(100_000 + n)}/consents/NEWSLETTER/${channel}`,
      body: choiceBody('GIVEN', 0),
      answer: z.looseObject({ eventId: z.string() }),
    });
    if (answer.ok) answered.push(answer.value.eventId);
  };
  const writing = inParallel(all, 8, write).catch(() => 'died');
  await sleep(1500);
  await runtime.kill();
  await writing;
  return answered;
}

const History = z.object({ items: z.array(z.looseObject({ eventId: z.string() })) });

async function ledgerIds(ils: Client): Promise<Set<string>> {
  const ids = new Set<string>();
  await inParallel(
    Array.from({ length: readers }, (_, n) => n),
    8,
    async (n) => {
      const path = `/v1/patrons/koha:${String(100_000 + n)}/consents/history?limit=200`;
      const answer = await ils.call({ method: 'GET', path, answer: History });
      if (!answer.ok) throw new Error(`${String(answer.problem.status)} ${answer.problem.code}`);
      for (const { eventId } of answer.value.items) ids.add(eventId);
    },
  );
  return ids;
}
