import { type Stack, Duration } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Network } from '#core/network.ts';

/** Log groups carry the network in their name, because the storage key trusts CloudWatch Logs for these names only. */
export const functionLogGroup = (network: Network, functionId: string): string =>
  `/discretion/${network.id}/${functionId}`;

/** `/aws/vendedlogs/` keeps the resource policy that API Gateway adds short. */
export const accessLogGroup = (network: Network): string =>
  `/aws/vendedlogs/discretion/${network.id}/access`;

/** Technical logs of functions: six months at most, without personal data (GOV-15). */
export const functionLogRetention = RetentionDays.SIX_MONTHS;

/** RET-17: logs of accesses live 6 to 12 months. CloudWatch's `SIX_MONTHS` is 180 days, hence a year. */
export const accessLogRetention = RetentionDays.ONE_YEAR;

/** What has failed waits two weeks at most for a human, encrypted, then is gone. */
export const failureRetention = Duration.days(14);

/** Address of the sender without its display name: `Bibliothèques <a@b.fr>` → `a@b.fr`. */
export function senderAddress(network: Network): string {
  const address =
    /<([^<>]+)>\s*$/u.exec(network.sender.emailFrom)?.[1] ?? network.sender.emailFrom.trim();
  if (!/^[^@\s]+@[^@\s]+$/u.test(address)) {
    throw new Error(
      `network ${network.id}: sender.emailFrom must be "Name <address@domain>" or an address`,
    );
  }
  return address;
}

/** `arn:aws:service:region:account:resource` in the account of the stack. */
export function arnOf(stack: Stack, service: string, resource: string): string {
  return `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${resource}`;
}
