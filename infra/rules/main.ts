import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { joinReport } from './join.ts';
import { renderReport } from './render.ts';
import { readJestRun } from './results.ts';
import { runTaggedTests } from './run-tests.ts';
import { isCode, placesOf, type SourceFile } from './scan.ts';

/** The code, functions first: the place that a reader wants to see is where a plugin enforces the rule. */
async function readCode(root: string): Promise<readonly SourceFile[]> {
  const folders = await Promise.all(
    ['functions', 'layers', 'infra'].map(async (folder) => {
      const paths = await readdir(join(root, folder), { recursive: true });
      return paths.map((path) => `${folder}/${path}`).sort();
    }),
  );
  return Promise.all(
    folders
      .flat()
      .filter(isCode)
      .map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  );
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    results: { type: 'string' },
  },
});
const root = process.cwd();
const json: unknown = values.results
  ? JSON.parse(await readFile(values.results, 'utf8'))
  : await runTaggedTests(root);
const report = joinReport(placesOf(await readCode(root)), readJestRun(json, root));
process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report));
process.exitCode = report.gaps.length > 0 ? 1 : 0;
