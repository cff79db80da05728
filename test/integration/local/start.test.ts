import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startEngine } from '../../../infra/local/engine.ts';
import { makeProbeTree, startProbe } from './support.ts';

const script = resolve(import.meta.dirname, '../../../infra/local/start.ts');
const folder = mkdtempSync(join(tmpdir(), 'discretion-start-'));
const tree = makeProbeTree();

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  tree.remove();
});

function start(...args: readonly string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', script, ...args], { encoding: 'utf8' });
}

describe('npm start refuses in one sentence, French first, without a stack', () => {
  it.each([
    ['an unknown option', ['--sport'], /^Option refusée.*\nOption refused/u],
    ['a port that is none', ['--port', 'eighty'], /^Option refusée.*\nOption refused/u],
    [
      'an unwritable folder',
      ['--port', '0', '--data', '/proc/discretion'],
      /^Impossible d’écrire.*\nCannot write/u,
    ],
    [
      'a file as folder',
      ['--port', '0', '--data', join(folder, 'file')],
      /^Impossible d’écrire.*\nCannot write/u,
    ],
  ])('%s', (_, args, sentence) => {
    writeFileSync(join(folder, 'file'), 'id: [');
    const { status, stderr, stdout } = start(...args);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });

  it('a network file that is none, with what to mend', () => {
    const { status, stderr } = start('--network', '/nowhere.yaml');
    expect(stderr).toMatch(/^Le fichier de réseau est refusé[^]*\nThe network file is refused/u);
    expect(stderr).not.toMatch(/^\s+at /mu);
    expect(status).toBe(1);
  });

  it('a taken port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => other.once('listening', listening));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startProbe(tree.root, { port })).rejects.toMatchObject({
      text: {
        fr: expect.stringContaining(`--port ${port + 1}`),
        en: expect.stringContaining('already taken'),
      },
    });
    other.close();
  });
});

describe('what stops a start', () => {
  it('a machine without the embedded engine is told where to point', async () => {
    await expect(startEngine({ binary: '/nowhere/dynoxide' })).rejects.toMatchObject({
      text: {
        fr: expect.stringContaining('DYNAMODB_ENDPOINT=http://'),
        en: expect.stringContaining('DynamoDB Local'),
      },
    });
  });

  it('an engine elsewhere that does not answer', async () => {
    await expect(startEngine({ external: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      text: { en: expect.stringContaining('does not answer at http://127.0.0.1:9') },
    });
  });

  it('a plugin whose manifest does not conform', async () => {
    const other = makeProbeTree();
    writeFileSync(
      join(other.root, 'functions/probe/manifest.ts'),
      'export const manifest = { name: "probe" };',
    );
    await expect(startProbe(other.root)).rejects.toMatchObject({
      text: { fr: expect.stringContaining('functions/probe/manifest.ts') },
    });
    other.remove();
  });

  it('leaves nothing behind: the same folder and port can be taken again', async () => {
    const dataFolder = join(folder, 'data');
    await expect(startProbe('/nowhere', { dataFolder, inMemory: false })).rejects.toThrow('ENOENT');
    const probe = await startProbe(tree.root, { dataFolder, inMemory: false });
    await probe.local.stop();
  });
});
