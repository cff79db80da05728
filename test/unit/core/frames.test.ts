import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { build, stop } from 'esbuild';
import { createFrameReader } from '#core/frames.ts';
import { createLog, errorFields } from '#core/log.ts';

const root = mkdtempSync(join(tmpdir(), 'discretion-frames-'));
const bundle = pathToFileURL(join(root, 'out/index.mjs')).href;

afterAll(async () => {
  rmSync(root, { recursive: true });
  await stop();
});

/** Where a bundle says that it failed, in a Node of its own. */
async function failingStack(options: { sourcemap: boolean }): Promise<string> {
  writeFileSync(
    join(root, 'shelf.ts'),
    `// The third line fails.\nexport function find(shelf: string): string {\n  throw new Error(shelf);\n}\n`,
  );
  await build({
    entryPoints: [join(root, 'shelf.ts')],
    outfile: join(root, 'out/index.mjs'),
    minify: true,
    format: 'esm',
    sourcemap: options.sourcemap ? 'linked' : false,
  });
  const script = `const { find } = await import('${bundle}');
try { find('B12') } catch (error) { console.log(error.stack) }`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
}

describe('frames of a bundle', () => {
  it('without a map are left as they are', async () => {
    const stack = await failingStack({ sourcemap: false });
    expect(stack).toContain(`${bundle}:1:`);
    expect(createFrameReader()(stack)).toBe(stack);
  });

  it('are logged as lines of the sources, read from the map beside the bundle', async () => {
    const stack = await failingStack({ sourcemap: true });
    expect(stack).toContain(`${bundle}:1:`);
    const lines: string[] = [];
    const error = Object.assign(new Error('B12'), { stack });
    const log = createLog((line) => lines.push(line), {}, createFrameReader());
    log.error('REQUEST_FAILED', errorFields(error));
    log.error('REQUEST_FAILED', errorFields(error));
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatch(/at \w+ \(shelf\.ts:3:\d+\)/u);
      expect(line).not.toContain('index.mjs');
      expect(line).not.toContain('B12');
    }
  });
});
