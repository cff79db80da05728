import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LocalOptions } from '../../../infra/local/ground.ts';
import { startTestNetwork, type TestNetwork } from '../../support/local.ts';

const repository = resolve(import.meta.dirname, '../../..');

/** A repository of its own with the probe plugin alone; `#core` and packages are the real ones. */
export function makeProbeTree(): { readonly root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'discretion-probe-'));
  cpSync(join(repository, 'package.json'), join(root, 'package.json'));
  for (const shared of ['layers', 'node_modules'])
    symlinkSync(join(repository, shared), join(root, shared));
  mkdirSync(join(root, 'functions'));
  cpSync(join(import.meta.dirname, 'fixture/probe'), join(root, 'functions/probe'), {
    recursive: true,
  });
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export type Probe = TestNetwork;

export function startProbe(root: string, options: LocalOptions = {}): Promise<Probe> {
  return startTestNetwork({ root, ...options });
}
