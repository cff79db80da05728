import { type App, type StackProps, Stack, Tags } from 'aws-cdk-lib';
import type { Network } from '#core/network.ts';
import type { Inventory } from '../inventory/types.ts';
import { acknowledgeFindings } from './acknowledgements.ts';
import { fillObservability } from './observability.ts';
import { refuseForeignRegions } from './regions.ts';
import type { Stacks } from './stacks.ts';
import { fillStateful } from './stateful.ts';
import { fillStateless, type CodeOf } from './stateless.ts';

export interface Deployment {
  readonly network: Network;
  readonly inventory: Inventory;
  readonly code: CodeOf;
  /** Folder of the published layer. */
  readonly assets: string;
  /** AWS account; without it the templates fit any account. */
  readonly account?: string;
}

/**
 * The three stacks of one network, all from the inventory. They stay flat, without a nested stack a plugin, while
 * they are far from the 500 resources of CloudFormation: `test/cdk/budget.test.ts` says when that ends.
 */
export function createStacks(app: App, deployment: Deployment): Stacks {
  const { network, inventory, account } = deployment;
  const props: StackProps = { env: { region: network.region, ...(account && { account }) } };
  const name = (part: string) => `discretion-${network.id}-${part}`;
  const stacks: Stacks = {
    stateful: new Stack(app, name('stateful'), { ...props, terminationProtection: true }),
    stateless: new Stack(app, name('stateless'), props),
    observability: new Stack(app, name('observability'), props),
  };
  refuseForeignRegions(app);
  const stateful = fillStateful(stacks.stateful, { network, inventory });
  const stateless = fillStateless(stacks.stateless, { ...deployment, stateful });
  fillObservability(stacks.observability, { network, inventory, stateful, stateless });
  acknowledgeFindings(stacks, inventory);
  Tags.of(app).add('discretion:network', network.id);
  return stacks;
}
