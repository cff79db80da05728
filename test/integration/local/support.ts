import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { LocalOptions } from '../../../infra/local/ground.ts';
import { bodyOf, startTestNetwork, type TestNetwork } from '../../support/local.ts';

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

const Stored = z.object({
  things: z.array(z.object({ sk: z.string() })),
  records: z.array(z.object({ now: z.string(), event: z.unknown() })),
});

/** What the probe plugin has stored: what it was asked to write, and each event that it was given. */
export function storedIn(probe: Probe): Promise<z.infer<typeof Stored>> {
  return bodyOf(Stored, probe.call('GET', '/v1/changes'));
}
