import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { account, region, type Emulator } from './emulator.ts';
import { mustRun, run } from './run.ts';

/** Where a deployment runs from. */
export interface Site {
  readonly root: string;
  /** `.build/cloud-proof` */
  readonly build: string;
  readonly log: string;
  readonly emulator: Emulator;
  readonly networkFile: string;
  /** Folder of the last synthesis. */
  readonly assembly: string;
}

export interface Deployed {
  /** Base of the API, without a slash at its end. */
  readonly apiUrl: string;
  readonly inboundSmsTopicArn: string;
  readonly breakGlassRoleArn: string;
  readonly checkpointBucketName: string;
}

const Outputs = z.record(z.string(), z.record(z.string(), z.string()));
const Named = z.object({
  ApiUrl: z.string(),
  InboundSmsTopicArn: z.string(),
  BreakGlassRoleArn: z.string(),
  CheckpointBucketName: z.string(),
});

const place = (site: Site) => ({ cwd: site.root, log: site.log, env: site.emulator.env });
const cdk = (site: Site, ...args: string[]): [string, ...string[]] => [
  join(site.root, 'node_modules/.bin/cdk'),
  ...args,
];
const app = (site: Site) => ['-c', `network=${site.networkFile}`, '--output', site.assembly];

/**
 * A copy of the network file with the issuer that this proof can speak for.
 * @param name written over the network's own: a change that reaches every function and both keys
 */
export async function writeNetwork(
  from: string,
  site: Pick<Site, 'networkFile'>,
  change: { readonly issuer: string; readonly name?: string },
): Promise<void> {
  const text = await readFile(from, 'utf8');
  const issued = text.replace(/^( +issuer:) .*$/mu, `$1 ${change.issuer}`);
  const named = issued.replace(/^name: .*$/mu, (line) =>
    change.name ? `name: ${change.name}` : line,
  );
  await writeFile(site.networkFile, named);
}

export async function bootstrap(site: Site): Promise<void> {
  // From a folder without an app: nothing is synthesized for it.
  const command = cdk(site, 'bootstrap', `aws://${account}/${region}`);
  await mustRun(command, { ...place(site), cwd: site.build });
}

/** `cdk deploy --all` of the app as it is. @returns what CDK said */
export async function deploy(site: Site): Promise<string> {
  const outputs = join(site.build, 'outputs.json');
  const asked = ['--all', '--require-approval', 'never', '--outputs-file', outputs];
  return mustRun(cdk(site, 'deploy', ...asked, ...app(site)), place(site));
}

/** By the host that the output names, `/health` would be the emulator's own. */
export const apiUrlOf = (endpoint: string, apiId: string): string =>
  `${endpoint}/_aws/execute-api/${apiId}/$default`;

export async function readDeployed(site: Site): Promise<Deployed> {
  const text = await readFile(join(site.build, 'outputs.json'), 'utf8');
  const all: unknown = Object.assign({}, ...Object.values(Outputs.parse(JSON.parse(text))));
  const { ApiUrl, ...named } = Named.parse(all);
  const apiId = /\/\/(?<id>\w+)\./u.exec(ApiUrl)?.groups?.['id'] ?? '';
  return {
    apiUrl: apiUrlOf(site.emulator.endpoint, apiId),
    inboundSmsTopicArn: named.InboundSmsTopicArn,
    breakGlassRoleArn: named.BreakGlassRoleArn,
    checkpointBucketName: named.CheckpointBucketName,
  };
}

/** `cdk destroy` of some stacks as they were last synthesized. */
export async function destroy(site: Site, names: readonly string[]) {
  return run(cdk(site, 'destroy', ...names, '--force', '--app', site.assembly), place(site));
}
