import type { Handler } from '#core/entry.ts';
import { errorFields, type Log } from '#core/log.ts';
import type { IdSource } from '#core/runtime.ts';
import type { Inventory, InventoryFunction } from '../inventory/types.ts';
import { limits } from './gateway.ts';

export type Outcome =
  | { readonly status: 'OK'; readonly value: unknown }
  | { readonly status: 'FAILED' | 'TIMEOUT' | 'TOO_LARGE' };

export interface Invocation {
  readonly target: string;
  readonly event: unknown;
  /** Given by API Gateway; made here for every other source. */
  readonly requestId?: string;
  /** Milliseconds that the caller waits, when that is shorter than the function's own timeout. */
  readonly patienceMs?: number;
}

/** Runs functions as Lambda does: a request id, a timeout, a payload limit, and no detail of a failure. */
export type Invoke = (invocation: Invocation) => Promise<Outcome>;

const timedOut = Symbol('timedOut');

/** @param load makes the handler of a function; kept, as a warm Lambda is */
export function createInvoke(args: {
  readonly inventory: Inventory;
  readonly load: (fn: InventoryFunction) => Promise<Handler>;
  readonly ids: IdSource;
  readonly log: Log;
  readonly onInvoked?: (functionId: string) => void;
}): Invoke {
  const functions = new Map(args.inventory.functions.map((fn) => [fn.id, fn]));
  const warm = new Map<string, Promise<Handler>>();
  const handlerOf = (fn: InventoryFunction) => {
    const handler = warm.get(fn.id) ?? args.load(fn);
    warm.set(fn.id, handler);
    handler.catch(() => warm.delete(fn.id));
    return handler;
  };
  return async ({ target, event, requestId = args.ids.uuid(), patienceMs = Infinity }) => {
    const fn = functions.get(target);
    if (!fn) throw new Error(`no function ${target}`);
    if (sizeOf(event) > limits.payloadBytes) return { status: 'TOO_LARGE' };
    const fields = { function: fn.id, requestId };
    args.onInvoked?.(fn.id);
    try {
      const handler = await handlerOf(fn);
      const value = await within(Math.min(fn.timeoutSeconds * 1000, patienceMs), (remaining) =>
        handler(event, { awsRequestId: requestId, getRemainingTimeInMillis: remaining }),
      );
      if (value !== timedOut && sizeOf(value) <= limits.payloadBytes)
        return { status: 'OK', value };
      const status = value === timedOut ? 'TIMEOUT' : 'FAILED';
      args.log.error('REQUEST_FAILED', { ...fields, outcome: status });
      return { status };
    } catch (error) {
      args.log.error('REQUEST_FAILED', { ...fields, ...errorFields(error) });
      return { status: 'FAILED' };
    }
  };
}

/** A function that has timed out cannot be stopped here; what it still does is nobody's answer. */
async function within(
  milliseconds: number,
  run: (remaining: () => number) => Promise<unknown>,
): Promise<unknown> {
  const deadline = performance.now() + milliseconds;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(() => resolve(timedOut), milliseconds);
  });
  try {
    return await Promise.race([run(() => Math.max(0, deadline - performance.now())), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Bytes of the JSON that Lambda would carry; only a large body is worth measuring. */
function sizeOf(payload: unknown): number {
  if (typeof payload !== 'object' || payload === null || !('body' in payload)) return 0;
  const { body } = payload;
  return typeof body === 'string' && body.length > limits.payloadBytes / 8
    ? Buffer.byteLength(JSON.stringify(payload))
    : 0;
}
