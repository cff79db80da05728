import { randomUUID } from 'node:crypto';
import type { Clock } from '#core/runtime.ts';

/** The account and region that every local ARN names. */
export const account = '000000000000';
export const region = 'eu-west-3';

/** @param service `sqs`, `sns`, `kms` @param resource what follows the account, such as `alias/x` */
export function arnOf(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

/** A message id as SES writes it: 16 hexadecimal digits, a UUID, `000000`. */
export function sesId(): string {
  return `${randomUUID().replaceAll('-', '').slice(0, 16)}-${randomUUID()}-000000`;
}

/** An instant as AWS writes it: ISO 8601 in UTC, with milliseconds. */
export function timestamp(clock: Clock): string {
  return clock.now().toString({ smallestUnit: 'millisecond' });
}
