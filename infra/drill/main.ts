import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from './checks.ts';
import { drillRestore, type Drill } from './restore-drill.ts';

const drills: Readonly<Record<string, (drill: Drill) => Promise<Finding[]>>> = {
  restore: drillRestore,
};

/** `npm run drill -- restore`: what is hoped never to be needed, done from end to end. Exit 1 when anything failed. */
async function main(): Promise<number> {
  const [name = ''] = process.argv.slice(2);
  const drill = drills[name];
  if (!drill) {
    process.stderr.write(`npm run drill -- ${Object.keys(drills).join(' | ')}\n`);
    return 1;
  }
  const dataFolder = await mkdtemp(join(tmpdir(), 'discretion-drill-'));
  const since = performance.now();
  const seconds = () => ((performance.now() - since) / 1000).toFixed(0).padStart(4);
  try {
    const tell: Drill['tell'] = ({ fr, en }) =>
      void process.stdout.write(`${seconds()} s  ${fr} / ${en.trim()}\n`);
    const findings = await drill({ dataFolder, crowd: 200, tell });
    process.stdout.write('\n');
    for (const { what, isOk, seen } of findings)
      process.stdout.write(`${isOk ? 'ok  ' : 'FAIL'}  ${what.fr} / ${what.en}: ${seen}\n`);
    return findings.every(({ isOk }) => isOk) ? 0 : 1;
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
