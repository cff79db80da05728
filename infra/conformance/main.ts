import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { createServer } from '../local/client.ts';
import { playStory } from '../local/demo/story/play.ts';
import { inventReader } from '../local/demo/story/readers.ts';
import { readNow } from '../local/demo/story/story.ts';
import { startLocal } from '../local/local.ts';
import { engines, engineTitles, type EngineName } from './engines.ts';
import { openStore } from './probe.ts';
import { EngineReport, renderReport, unexplained } from './report.ts';
import { runSuite } from './suite.ts';

/**
 * `npm run conformance -- dynoxide dynamodb-local ministack`: the storage suite and the story of the demo on each
 * engine; without a name, on all. When all three have been run, `docs/conformance.md` is written.
 */
const root = resolve(import.meta.dirname, '../..');
const build = join(root, '.build/conformance');
const names = z.array(z.enum(['dynoxide', 'dynamodb-local', 'ministack']));
const asked = names.parse(process.argv.slice(2));
const all = names.parse(Object.keys(engines));
const say = (text: string) => void process.stdout.write(text);
const fileOf = (name: EngineName) => join(build, `${name}.json`);

await mkdir(build, { recursive: true });
for (const name of asked.length > 0 ? asked : all) {
  const report = await examine(name);
  await writeFile(fileOf(name), JSON.stringify(report));
  const different = report.outcomes.filter(({ expected, observed }) => expected !== observed);
  say(`${engineTitles[name]}: ${report.outcomes.length} checks, ${different.length} differ\n`);
  for (const { title, expected, observed } of different)
    say(`  ≠ ${title}\n      AWS: ${expected}\n      here: ${observed}\n`);
  say(
    report.story.differing === 0 ? '  the story is told as on every engine\n' : report.story.text,
  );
  const open = unexplained(report);
  for (const line of open) say(`  ✗ ${line}\n`);
  if (open.length > 0 || report.story.differing > 0) process.exitCode = 1;
}
const saved = await Promise.all(
  all.map((name) => readFile(fileOf(name), 'utf8').catch(() => undefined)),
);
const reports = saved.flatMap((text) =>
  text === undefined ? [] : [EngineReport.parse(JSON.parse(text))],
);
if (reports.length === all.length) {
  const filepath = join(root, 'docs/conformance.md');
  const style = await resolveConfig(filepath);
  await writeFile(filepath, await format(renderReport(reports), { ...style, filepath }));
  say('wrote docs/conformance.md\n');
}

async function examine(name: EngineName): Promise<z.infer<typeof EngineReport>> {
  const engine = await engines[name](build);
  try {
    const run = Temporal.Now.instant().epochMilliseconds.toString(36);
    const outcomes = await runSuite(await openStore(engine.endpoint, `conformance-${run}-`));
    return { engine: name, outcomes: [...outcomes], story: await tell(engine.endpoint) };
  } finally {
    await engine.stop();
  }
}

/** Silent, unless it comes out otherwise. */
async function tell(engineEndpoint: string): Promise<{ differing: number; text: string }> {
  const local = await startLocal({ engineEndpoint });
  let text = '';
  try {
    const server = createServer({ baseUrl: local.url });
    const reader = inventReader((await readNow(server)).toPlainDate().toString());
    const screen = { write: (line: string) => (text += line) };
    const differing = await playStory({ story: { server, reader, notes: new Map() }, screen });
    return { differing, text };
  } finally {
    await local.stop();
  }
}
