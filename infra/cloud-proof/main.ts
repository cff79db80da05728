import { appendFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { installTools, noPython } from './python.ts';
import { prove } from './prove.ts';
import { createReport } from './report.ts';

/**
 * `npm run cloud:proof`: deploys the unchanged app of `infra/cdk` to an emulated account and uses it.
 * Exit code 0: all was seen · 1: something was not · 3: Python is missing.
 */
const root = resolve(import.meta.dirname, '../..');
const build = join(root, '.build/cloud-proof');
const log = join(build, 'proof.log');
await mkdir(build, { recursive: true });
await rm(log, { force: true });
appendFileSync(log, `${Temporal.Now.instant().toString()}\n`);

const report = createReport(process.stdout, () => Temporal.Now.instant().epochMilliseconds);
const tools = await report.step('The emulator and cfn-lint are installed (pip)', async () => {
  const installed = await installTools(build, log);
  return { value: installed, words: installed ? 'in .build/cloud-proof/venv' : 'not here' };
});
if (tools && !tools.value) {
  process.stdout.write(`${noPython}\n`);
  process.exitCode = 3;
} else {
  if (tools?.value) await prove({ root, build, log, tools: tools.value, report });
  process.exitCode = report.end();
}
