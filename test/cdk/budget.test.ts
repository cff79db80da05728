import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { stop } from 'esbuild';
import * as z from 'zod';
import { bundleFunctions } from '../../infra/inventory/compose.ts';
import { localMark } from '../../infra/local/refusal.ts';
import { lambdaEnvironment } from '../support/lambda-environment.ts';
import { readPdf } from '../support/pdf.ts';
import { makeStacks, network, realInventory } from './stacks.ts';
import { stacksOf, templateOf } from './template.ts';

const Metafile = z.object({
  outputs: z.record(
    z.string(),
    z.object({
      bytes: z.number(),
      inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })),
      imports: z.array(z.object({ path: z.string(), kind: z.string() })),
    }),
  ),
});

const inventory = realInventory();
const outdir = await mkdtemp(join(tmpdir(), 'discretion-bundles-'));
const bundles = await bundleFunctions({ inventory, network, outdir });

afterAll(async () => {
  await rm(outdir, { recursive: true });
  await stop();
});

const outputs = async () =>
  Metafile.parse(JSON.parse(await readFile(join(outdir, 'meta.json'), 'utf8'))).outputs;

/** Who may carry a package that most do not need; in every other bundle it would cost each cold start. */
const carriers: readonly (readonly [string, readonly string[]])[] = [
  ['nodemailer', ['delivery-send']],
  ['liquidjs', ['delivery-send']],
  ['sms-segments-calculator', ['delivery-send']],
  ['@aws-sdk/client-ses', ['delivery-send']],
  ['@aws-sdk/client-sns', ['delivery-send']],
  ['@aws-sdk/client-sqs', ['exchange-relay']],
  ['fflate', ['rights-export']],
  ['pdfkit', ['loans-read']],
  ['brotli', []],
  [
    'preact-render-to-string',
    [
      'continuity-sheet',
      'governance-accessibility',
      'loans-read',
      'preferences-desk',
      'preferences-page',
      'preferences-unsubscribe',
      'retention-read',
      'statistics-read',
    ],
  ],
  ['@aws-sdk/credential-provider-node', []],
  ['yaml', []],
  ['jose', []],
  ['csv-parse', []],
  ['libphonenumber-js', []],
  ['date-holidays', []],
];

describe('budgets', () => {
  it('each start reads at most 900 KB, which takes it under a tenth of a second; no bundle holds as much again', async () => {
    expect(bundles.map(({ id }) => id)).toEqual(inventory.functions.map(({ id }) => id));
    const all = await outputs();
    const starts = bundles.map(({ id }) => ({ id, bytes: startOf(all, `${id}/index.mjs`) }));
    expect(starts.filter(({ bytes }) => bytes === 0 || bytes > 900_000)).toEqual([]);
    expect(bundles.filter(({ bytes }) => bytes > 1_800_000)).toEqual([]);
  });

  it('what makes PDFs is no part of a start, and finds its fonts where it is deployed [RGT-04]', async () => {
    const all = await outputs();
    const started = [...reached(all, 'loans-read/index.mjs')];
    expect(started.flatMap((file) => Object.keys(all[file]?.inputs ?? {}))).not.toContainEqual(
      expect.stringContaining('node_modules/pdfkit/'),
    );
    const file = Object.keys(all).find((name) => /^loans-read\/reading-list-pdf.*mjs$/u.test(name));
    const script = `const { readingListPdf } = await import(${JSON.stringify(join(outdir, file ?? ''))});
const today = { locale: 'fr', toPlainDate: () => '2027-02-08', toInstant: () => ({ epochMilliseconds: 0 }) };
const bytes = await readingListPdf([], { site: 'Bibliothèque', locale: 'fr', now: today });
process.stdout.write(Buffer.from(bytes).toString('base64'));`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      script,
    ]);
    const { title, pages } = await readPdf(Buffer.from(stdout, 'base64'));
    expect([title, pages.length]).toEqual(['Ma liste de lectures', 1]);
  });

  it.each(carriers)('%s is carried by nothing but what uses it', async (pack, expected) => {
    const carrying = Object.entries(await outputs()).flatMap(([file, { inputs }]) =>
      Object.entries(inputs).some(
        ([input, { bytesInOutput }]) =>
          bytesInOutput > 0 && input.includes(`node_modules/${pack}/`),
      )
        ? [file.split('/')[0]]
        : [],
    );
    expect(carrying.toSorted()).toEqual(expected);
  });

  it('no bundle carries the languages of zod: `import * as z`, never `import { z }`', async () => {
    const shipped = Object.values(await outputs()).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) =>
        bytesInOutput > 0 ? file : [],
      ),
    );
    expect(shipped.some((file) => file.includes('node_modules/zod/'))).toBe(true);
    expect(shipped.filter((file) => /zod\/.*\/locales\/(?!en\.|index\.)/u.test(file))).toEqual([]);
  });

  it('no bundle imports a module of Node at its start: that would call all its getters', async () => {
    const imported = Object.values(await outputs()).flatMap(({ imports }) =>
      imports.flatMap(({ path, kind }) => (kind === 'import-statement' ? [path] : [])),
    );
    expect(imported.some((path) => path.endsWith('.mjs'))).toBe(true);
    expect(imported.filter((path) => path.startsWith('node:'))).toEqual([]);
  });

  it('each bundle starts where Lambda starts it, and knows every route of its function', async () => {
    const served = bundles.map(({ id, folder }) => ({
      file: join(folder, 'index.mjs'),
      routeKeys: inventory.routes
        .filter(({ target, permission }) => target === id && permission !== 'PUBLIC')
        .map(({ method, path }) => `${method} ${path}`),
    }));
    const asked = served.flatMap(({ routeKeys }) => routeKeys);
    expect(asked.length).toBeGreaterThan(50);
    expect(await answersOf(served)).toEqual(Object.fromEntries(asked.map((key) => [key, 401])));
  });

  it('no bundle holds anything of the local runtime: its control surface cannot be reached in the cloud', async () => {
    const inputs = Object.keys(
      Metafile.parse(JSON.parse(await readFile(join(outdir, 'meta.json'), 'utf8'))).outputs,
    );
    expect(inputs.length).toBeGreaterThanOrEqual(inventory.functions.length);
    for (const { folder } of bundles) {
      const code = await readFile(join(folder, 'index.mjs'), 'utf8');
      expect(code).not.toContain(localMark);
      expect(code).not.toContain('/_local/');
    }
  });

  it('each stack stays well under the 500 resources of CloudFormation; beyond, split by plugin', () => {
    const { stacks } = makeStacks({ inventory });
    for (const stack of stacksOf(stacks)) {
      expect(Object.keys(templateOf(stack).Resources).length).toBeLessThan(450);
    }
  });
});

type Outputs = Awaited<ReturnType<typeof outputs>>;

/** The files that are read when this one is, before anything is called. */
function reached(all: Outputs, file: string): Set<string> {
  const files = new Set([file]);
  // A set grows while it is walked.
  for (const one of files) {
    for (const { path, kind } of all[one]?.imports ?? []) {
      if (kind === 'import-statement' && path in all) files.add(path);
    }
  }
  return files;
}

const startOf = (all: Outputs, file: string) =>
  [...reached(all, file)].reduce((sum, one) => sum + (all[one]?.bytes ?? 0), 0);

/** What the deployed modules answer to whoever shows no token, in a Node of their own: status by route. */
async function answersOf(served: readonly object[]): Promise<unknown> {
  const script = `const answers = {};
for (const { file, routeKeys } of ${JSON.stringify(served)}) {
  const { handler } = await import(file);
  for (const routeKey of routeKeys) {
    const requestContext = { http: { method: routeKey.split(' ')[0] }, requestId: 'r' };
    const event = { version: '2.0', routeKey, rawPath: '/', headers: {}, requestContext };
    const { statusCode } = await handler(event, { getRemainingTimeInMillis: () => 1000 });
    answers[routeKey] = statusCode;
  }
}
console.log(JSON.stringify(answers));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    { env: lambdaEnvironment(inventory.tables) },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}
