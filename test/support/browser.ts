import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import chromiumPackage, { inflate } from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/** No sandbox: the machines of tests run as root. The page's own policy stays in force. */
const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-zygote'];

/** Libraries that the browser needs and a bare machine lacks (libnss3 …), in the package itself. */
const libraries = fileURLToPath(
  new URL('../../node_modules/@sparticuz/chromium/bin/al2023.tar.br', import.meta.url),
);

/**
 * The Chromium that npm brings: with the libraries of the machine, or else with those of its own package, so that
 * `npm ci && npm test` needs nothing installed.
 * @returns `undefined`, with a line that says why, on a machine where it cannot start
 */
export async function openBrowser(): Promise<Browser | undefined> {
  try {
    const executablePath = await chromiumPackage.executablePath();
    return await chromium
      .launch({ executablePath, args })
      .catch(() => launchWithOwnLibraries(executablePath));
  } catch (error) {
    const [reason] = String(error).split('\n');
    process.stderr.write(`Page tests are skipped: no browser starts here (${reason ?? ''}).\n`);
    return undefined;
  }
}

async function launchWithOwnLibraries(executablePath: string): Promise<Browser> {
  await inflate(libraries);
  const path = [join(tmpdir(), 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']];
  const env = { ...process.env, LD_LIBRARY_PATH: path.filter(Boolean).join(':') };
  return chromium.launch({ executablePath, args, env });
}
