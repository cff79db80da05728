import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tagPattern } from './tags.ts';

const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];

function readResults(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error('Jest gave no results; what it said is above', { cause });
  });
}

/**
 * Runs the tagged tests and returns Jest's JSON. Its progress goes to stderr, for stdout is the report.
 * Failing tests are not an error here: the report says so.
 */
export async function runTaggedTests(root: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'discretion-rules-'));
  const output = join(folder, 'results.json');
  const options = ['--json', `--outputFile=${output}`, '--silent', '-t', tagPattern];
  try {
    const child = spawn(process.execPath, [...jest, ...options], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await once(child, 'close');
    return JSON.parse(await readResults(output));
  } finally {
    await rm(folder, { recursive: true });
  }
}
