import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from './run.ts';

/** Pinned: what the emulator drops and checks is known for these versions (`docs/guides/deploy.md`). */
const packages = ['ministack[full]==1.5.33', 'cfn-lint==1.58.0'] as const;

export const noPython =
  'Python 3 with its venv module is missing, so the proof of deployment cannot run here (Debian: apt install python3-venv).';

export interface Tools {
  readonly python: string;
  readonly cfnLint: string;
}

/** Installs the emulator and cfn-lint in a virtual environment of their own. @returns nothing without Python */
export async function installTools(build: string, log: string): Promise<Tools | undefined> {
  const venv = join(build, 'venv');
  const place = { cwd: build, log, env: process.env };
  const bin = (name: string) => join(venv, 'bin', name);
  if (!existsSync(bin('python'))) {
    const made = await run(['python3', '-m', 'venv', venv], place).catch(() => undefined);
    if (made?.code !== 0) return undefined;
  }
  const [python, quiet] = [bin('python'), '--disable-pip-version-check'];
  await mustRun([python, '-m', 'pip', 'install', '-q', quiet, ...packages], place);
  return { python, cfnLint: bin('cfn-lint') };
}
