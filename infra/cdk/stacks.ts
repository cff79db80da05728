import type { Stack } from 'aws-cdk-lib';

export interface Stacks {
  readonly stateful: Stack;
  readonly stateless: Stack;
  readonly observability: Stack;
}
