import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { build, stop } from 'esbuild';
import * as z from 'zod';
import { onlyWhatIsRead, plainBuiltins } from '../../../infra/inventory/lean.ts';

const root = mkdtempSync(join(tmpdir(), 'discretion-lean-'));
const plugin = join(root, 'functions/club');

afterAll(async () => {
  rmSync(root, { recursive: true });
  await stop();
});

/** Bundles a small plugin and runs it: what its entry exports. */
async function run(files: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  mkdirSync(plugin, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(plugin, name), text);
  const { outputFiles } = await build({
    entryPoints: [join(plugin, 'entry.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    write: false,
    plugins: [plainBuiltins, onlyWhatIsRead],
  });
  const text = outputFiles.map((file) => file.text).join('');
  const exported = Exports.parse(await import(`data:text/javascript,${encodeURIComponent(text)}`));
  return { text, ...exported };
}

const Exports = z.looseObject({});

const schemas = `export const built: string[] = [];
const schema = (name: string) => (built.push(name), { name, optional: () => schema(name + '?') });
export const Asked = schema('Asked');
export const View = schema('View').optional();
export const Sum = { ...schema('Part'), of: [Asked] };
export let Later = schema('Later');`;

describe('a lean bundle', () => {
  it('computes no constant that nothing in it refers to, and every other one', async () => {
    const entry = `export { Asked, built } from './schemas.ts';`;
    expect((await run({ 'schemas.ts': schemas, 'entry.ts': entry }))['built']).toEqual(['Asked']);
    const more = `export { Sum, View, Later, built } from './schemas.ts';`;
    const { built, Sum } = await run({ 'schemas.ts': schemas, 'entry.ts': more });
    expect(built).toEqual(['Asked', 'View', 'View?', 'Part', 'Later']);
    expect(Sum).toMatchObject({ name: 'Part', of: [{ name: 'Asked' }] });
  });

  it('keeps of a manifest its routes, and of a route what is checked before it answers', async () => {
    const manifest = `import { Asked, View } from './schemas.ts';
const definePlugin = <const M>(manifest: M): M => manifest;
const command = (name: string) =>
  ({ method: 'POST', path: '/v1/clubs/' + name, body: Asked, responses: { 200: View } }) as const;
export const manifest = definePlugin({
  name: 'club',
  title: { fr: 'Club', en: 'Club' },
  tables: { Clubs: { pitrDays: 35 } },
  personalData: [{ table: 'Clubs' }],
  routes: {
    open: command('open'),
    survey: { method: 'PUT', path: '/v1/survey', body: { responses: { first: Asked } }, responses: { 201: View, 202: null } },
  },
});`;
    const entry = `export { manifest } from './manifest.ts';\nexport { built } from './schemas.ts';`;
    const files = { 'schemas.ts': schemas, 'manifest.ts': manifest, 'entry.ts': entry };
    const { built, manifest: left } = await run(files);
    expect(built).toEqual(['Asked']);
    const body = { name: 'Asked' };
    expect(left).toMatchObject({
      routes: {
        open: { method: 'POST', path: '/v1/clubs/open', body, responses: {} },
        survey: { method: 'PUT', body: { responses: { first: body } }, responses: {} },
      },
    });
    expect(left).toMatchObject({ tables: {}, personalData: {} });
  });

  it('takes the modules of Node as they are, without a module of all their exports', async () => {
    const entry = `import { createHash } from 'node:crypto';
import os, { EOL } from 'node:os';
import * as path from 'node:path';
export const hash = createHash('sha256').update('read').digest('hex').slice(0, 8);
export const same = [os.EOL === EOL, path.join('a', 'b') === ['a', 'b'].join(path.sep)];`;
    const { hash, same, text } = await run({ 'entry.ts': entry });
    expect(hash).toMatch(/^[0-9a-f]{8}$/u);
    expect(same).toEqual([true, true]);
    expect(text).not.toMatch(/(?:from|import) ?"node:/u);
  });
});
