import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startLocal, type LocalNetwork } from '../../../infra/local/local.ts';
import type { LocalOptions } from '../../../infra/local/ground.ts';

const repository = resolve(import.meta.dirname, '../../..');

/** A repository of its own with the probe plugin alone; `#core` and packages are the real ones. */
export function makeProbeTree(): { readonly root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'discretion-probe-'));
  cpSync(join(repository, 'package.json'), join(root, 'package.json'));
  for (const shared of ['layers', 'node_modules']) symlinkSync(join(repository, shared), join(root, shared));
  mkdirSync(join(root, 'functions'));
  cpSync(join(import.meta.dirname, 'fixture/probe'), join(root, 'functions/probe'), { recursive: true });
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export interface Probe {
  readonly local: LocalNetwork;
  /** With a token of role LIBRARIAN unless a header says otherwise. */
  call(method: string, path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
}

export async function startProbe(root: string, options: LocalOptions = {}): Promise<Probe> {
  const local = await startLocal({ root, inMemory: true, clock: { held: true }, ...options });
  const token = await local.identity.issue({ role: 'LIBRARIAN', communes: ['valserine', 'montfort'] });
  const call = (method: string, path: string, init: RequestInit = {}) =>
    fetch(local.url + path, { method, ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  const post = (path: string, body: unknown) =>
    call('POST', path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  return { local, call, post };
}
