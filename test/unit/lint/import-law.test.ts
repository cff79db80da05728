import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cruise, type IConfiguration } from 'dependency-cruiser';

const root = resolve(import.meta.dirname, '../../..');
const { default: law } = (await import(
  pathToFileURL(join(root, '.dependency-cruiser.js')).href
)) as { default: IConfiguration };

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Names of the rules that a tree of files breaks; a file is its import lines. */
async function broken(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'discretion-law-'));
  folders.push(folder);
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${source}\nexport const it = 1;\nexport type It = 1;\n`);
  }
  const { tsConfig: _, ...options } = law.options ?? {};
  const { output } = await cruise(['.'], {
    ...options,
    baseDir: folder,
    ruleSet: { forbidden: law.forbidden ?? [] },
    validate: true,
  });
  if (typeof output === 'string') throw new Error(output);
  return [...new Set(output.summary.violations.map(({ rule }) => rule.name))].toSorted();
}

const takes = (path: string) => `import { it as other } from '${path}'; export { other };`;
const takesType = (path: string) =>
  `import type { It as Other } from '${path}'; export type { Other };`;

describe('the import law', () => {
  it('lets a request go its way through the rooms', async () => {
    const rules = await broken({
      'layers/core/text.ts': '',
      'layers/core/dynamo.ts': '',
      'functions/a/domain/thing.ts': takes('../../../layers/core/text.ts'),
      'functions/a/app/ports.ts': takesType('../domain/thing.ts'),
      'functions/a/app/use.ts': `${takesType('./ports.ts')}\n${takes('../domain/thing.ts')}`,
      'functions/a/adapters/store.ts': `${takes('../../../layers/core/dynamo.ts')}\n${takesType('../app/ports.ts')}`,
      'functions/a/manifest.ts': takes('./domain/thing.ts'),
      'functions/a/provides.ts': takes('./adapters/store.ts'),
      'functions/a/container.ts': `${takes('./adapters/store.ts')}\n${takes('../b/provides.ts').replaceAll('other', 'theirs')}`,
      'functions/a/api/routes.ts': `${takes('../app/use.ts')}\n${takesType('../container.ts')}`,
      'functions/a/handlers/read.ts': `${takes('../api/routes.ts')}\n${takes('../container.ts').replaceAll('other', 'wired')}`,
      'functions/b/provides.ts': '',
      'infra/inventory/load.ts': takes('../../functions/a/manifest.ts'),
    });
    expect(rules).toEqual([]);
  });

  it.each([
    [
      'a domain that reads a store',
      'functions/a/domain/x.ts',
      takes('../../../layers/core/dynamo.ts'),
      'domain-is-pure',
    ],
    [
      'a domain that knows a use case, even as a type',
      'functions/a/domain/x.ts',
      takesType('../app/ports.ts'),
      'domain-types-stay-inside',
    ],
    [
      'a domain that reads a file',
      'functions/a/domain/x.ts',
      "import 'node:fs';",
      'domain-is-pure',
    ],
    [
      'a use case that reads a store',
      'functions/a/app/x.ts',
      takes('../../../layers/core/dynamo.ts'),
      'app-touches-nothing',
    ],
    [
      'a use case that picks its adapter',
      'functions/a/app/x.ts',
      takesType('../adapters/store.ts'),
      'app-types-stay-inside',
    ],
    [
      'an adapter that knows the edge',
      'functions/a/adapters/x.ts',
      takes('../api/routes.ts'),
      'adapters-look-inwards',
    ],
    [
      'an edge that wires',
      'functions/a/api/x.ts',
      takes('../container.ts'),
      'edge-calls-use-cases',
    ],
    [
      'an edge that reads a store',
      'functions/a/api/x.ts',
      takes('../../../layers/core/dynamo.ts'),
      'edge-touches-nothing',
    ],
    [
      'a page that skips the use case',
      'functions/a/pages/x.ts',
      takes('../adapters/store.ts'),
      'edge-calls-use-cases',
    ],
    [
      'a handler that reads a store',
      'functions/a/handlers/x.ts',
      takes('../../../layers/core/dynamo.ts'),
      'handlers-only-wire',
    ],
    [
      'code that imports a handler',
      'functions/a/api/x.ts',
      takesType('../handlers/read.ts'),
      'handlers-are-entries',
    ],
    [
      'a manifest that drags a store along',
      'functions/a/manifest.ts',
      takes('../../layers/core/dynamo.ts'),
      'manifests-are-data',
    ],
    [
      'an interface that drags its container along',
      'functions/a/provides.ts',
      takes('./container.ts'),
      'provides-are-thin',
    ],
    [
      'a plugin in another one’s rooms',
      'functions/a/container.ts',
      takesType('../b/domain/thing.ts'),
      'plugins-meet-at-provides',
    ],
    [
      'a use case that calls another plugin',
      'functions/a/app/x.ts',
      takes('../../b/provides.ts'),
      'provides-are-wired-in-containers',
    ],
    [
      'a function that knows how it is deployed',
      'functions/a/container.ts',
      takesType('../../infra/cdk/app.ts'),
      'functions-know-no-infra',
    ],
    [
      'infra inside a plugin',
      'infra/cdk/x.ts',
      takes('../../functions/a/container.ts'),
      'infra-reads-manifests-only',
    ],
    [
      'a cloud build with the local runtime in it',
      'infra/cdk/x.ts',
      takes('../local/start.ts'),
      'cloud-knows-no-local',
    ],
    [
      'an inventory that knows the cloud',
      'infra/inventory/x.ts',
      takes('../cdk/app.ts'),
      'inventory-knows-no-cloud',
    ],
    [
      'a core that knows a plugin',
      'layers/core/x.ts',
      takesType('../../functions/a/provides.ts'),
      'layers-know-nobody',
    ],
    [
      'a pure part of the core that reaches out',
      'layers/core/text.ts',
      takes('./dynamo.ts'),
      'pure-core-stays-pure',
    ],
    [
      'a product that needs its tests',
      'infra/local/x.ts',
      takes('../../test/support/x.ts'),
      'no-test-in-product',
    ],
    ['a package that is not there', 'infra/local/x.ts', "import 'no-such-package';", 'resolvable'],
  ])('refuses %s', async (_what, file, source, rule) => {
    const present = {
      'layers/core/dynamo.ts': '',
      'functions/a/domain/thing.ts': '',
      'functions/a/app/ports.ts': '',
      'functions/a/adapters/store.ts': '',
      'functions/a/api/routes.ts': '',
      'functions/a/container.ts': '',
      'functions/a/handlers/read.ts': '',
      'functions/a/provides.ts': '',
      'functions/b/domain/thing.ts': '',
      'functions/b/provides.ts': '',
      'infra/cdk/app.ts': '',
      'infra/local/start.ts': '',
      'test/support/x.ts': '',
    };
    expect(await broken({ ...present, [file]: source })).toContain(rule);
  });

  it('refuses a circle, but not one of types', async () => {
    const circle = (back: string) => ({
      'layers/core/x.ts': takes('./y.ts'),
      'layers/core/y.ts': back,
    });
    expect(await broken(circle(takes('./x.ts')))).toEqual(['no-cycles']);
    expect(await broken(circle(takesType('./x.ts')))).toEqual([]);
  });
});
