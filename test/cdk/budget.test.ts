import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { bundleFunctions } from '../../infra/inventory/compose.ts';
import { makeStacks, network, realInventory } from './stacks.ts';
import { stacksOf, templateOf } from './template.ts';

const inventory = realInventory();
const outdir = await mkdtemp(join(tmpdir(), 'discretion-bundles-'));
const bundles = await bundleFunctions({ inventory, network, outdir });

afterAll(() => rm(outdir, { recursive: true }));

describe('budgets', () => {
  it('each bundle is at most 900 KB: a cold start under a tenth of a second', () => {
    expect(bundles.map(({ id }) => id).toSorted()).toEqual(
      inventory.functions.map(({ id }) => id).toSorted(),
    );
    expect(bundles.filter(({ bytes }) => bytes === 0 || bytes > 900_000)).toEqual([]);
  });

  it('no bundle carries the languages of zod', async () => {
    expect(await readFile(join(outdir, 'meta.json'), 'utf8')).not.toMatch(
      /zod\/[^"]*\/locales\/(?!en\.)[a-z]/u,
    );
  });

  it('each stack stays well under the 500 resources of CloudFormation; beyond, split by plugin', () => {
    const { stacks } = makeStacks({ inventory });
    for (const stack of stacksOf(stacks)) {
      expect(Object.keys(templateOf(stack).Resources).length).toBeLessThan(450);
    }
  });
});
