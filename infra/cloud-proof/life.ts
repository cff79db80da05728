import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { createServer } from '../local/client.ts';
import { demoNow, demoSeed, generateDemo } from '../local/demo/generate.ts';
import { demand } from './checks.ts';
import { deploy, destroy, writeNetwork } from './deploy.ts';
import type { Cloud } from './cloud.ts';
import { callForm } from './form-call.ts';
import { liftUnseenConditions } from './unseen-conditions.ts';
import { demoReaders, type Proved } from './proof.ts';

/** The same sources again: CloudFormation has nothing to do. */
export async function proveNoChange({ proof, site }: Proved): Promise<void> {
  await proof.report.step('cdk deploy --all again, nothing changed', async () => {
    const said = await deploy(site);
    const untouched = said.match(/✅.*\(no changes\)/gu)?.length ?? 0;
    demand(untouched === 3, `${untouched} of 3 stacks without changes`);
    return { words: '3 stacks, no changes' };
  });
}

/** A new version over the running one: every function's code and both keys change, no item does. */
export async function proveChange(
  proved: Proved & { readonly from: string; readonly change: { readonly issuer: string } },
): Promise<void> {
  const { proof, site, use, from, change } = proved;
  await proof.report.step('cdk deploy --all of a changed network, in place', async () => {
    const reader = await someReader(proved);
    const before = await snapshotOf(use.cloud);
    await writeNetwork(from, site, { ...change, name: 'Réseau renommé' });
    await deploy(site);
    await liftUnseenConditions(use.cloud);
    const after = await snapshotOf(use.cloud);
    demand(isDeepStrictEqual(before.items, after.items), 'the tables do not hold what they held');
    const renewed = Object.keys(before.code).filter((id) => before.code[id] !== after.code[id]);
    demand(
      renewed.length === Object.keys(before.code).length,
      `only ${renewed.length} functions are new`,
    );
    // Opened with the keys of before by the functions of now.
    demand(isDeepStrictEqual(await someReader(proved), reader), `${reader.patronRef} is not read`);
    const total = Object.values(after.items).reduce((sum, count) => sum + count, 0);
    const { length } = renewed;
    return {
      words: `${length} functions are new, ${total} items are the same, ${reader.patronRef} is read with her name`,
    };
  });
}

async function snapshotOf(cloud: Cloud) {
  const functions = await cloud.functions();
  return {
    items: await cloud.countItems(),
    code: Object.fromEntries(functions.map(({ id, CodeSha256 }) => [id, CodeSha256])),
  };
}

/** The first of the loaded readers whom the story's months have not erased, by name. */
async function someReader({ use }: Proved): Promise<{ patronRef: string; family: string }> {
  const desk = createServer({ baseUrl: use.baseUrl }).as('DESK');
  const { patrons } = generateDemo({ seed: demoSeed, now: demoNow, readers: demoReaders });
  for (const { patronRef, name } of patrons) {
    const path = `/v1/patrons/${encodeURIComponent(patronRef)}`;
    const answer = await desk.call({ method: 'GET', path, answer: Named });
    if (!answer.ok) continue;
    demand(answer.value.name.family === name.family, `${patronRef} has another name`);
    return { patronRef, family: name.family };
  }
  throw new Error('no reader can be read');
}

const Named = z.object({ name: z.object({ family: z.string() }) });

/** Stacks go, data stay: tables, keys and checkpoints are RETAIN, and the stack that holds them is protected. */
export async function proveDestroy({ proof, site, use }: Proved): Promise<void> {
  const stack = (part: string) => `discretion-${use.network.id}-${part}`;
  await proof.report.step('cdk destroy: the functions go', async () => {
    const gone = await destroy(site, [stack('observability'), stack('stateless')]);
    demand(gone.code === 0, gone.output.slice(-600));
    const left = await use.cloud.functions();
    demand(left.length === 0, `${left.length} functions are left`);
    return { words: 'no function is left' };
  });
  await proof.report.step(
    'cdk destroy of the data is refused (termination protection)',
    async () => {
      const refused = await destroy(site, [stack('stateful')]);
      demand(refused.code !== 0, 'the emulator destroyed a protected stack');
      return { words: 'refused' };
    },
  );
  await proof.report.step('Even without the protection, the data stay', async () => {
    const before = await use.cloud.countItems();
    await unprotect(use.cloud, stack('stateful'));
    const gone = await destroy(site, [stack('stateful')]);
    demand(gone.code === 0, gone.output.slice(-600));
    const after = await use.cloud.countItems();
    demand(isDeepStrictEqual(before, after), 'tables or items went with the stack');
    return { words: `${Object.keys(after).length} tables with all their items` };
  });
}

async function unprotect({ request }: Cloud, name: string): Promise<void> {
  await callForm(request, {
    service: 'cloudformation',
    action: 'UpdateTerminationProtection',
    parameters: { StackName: name, EnableTerminationProtection: 'false' },
  });
}
