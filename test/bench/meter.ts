import * as z from 'zod';
import type { Runtime } from '#core/runtime.ts';

type Kind = 'read' | 'write';

/** Capacity units by table, as the engine counts them. */
export interface BenchMeter {
  readonly instrument: Runtime['instrument'];
  units(kind: Kind): ReadonlyMap<string, number>;
}

const Capacity = z.object({ TableName: z.string(), CapacityUnits: z.number() });
const Counted = z.object({
  ConsumedCapacity: z.union([Capacity.transform((one) => [one]), z.array(Capacity)]),
});

interface Call {
  readonly input: object;
}
interface Stack {
  readonly middlewareStack: { add(middleware: unknown, options: object): void };
}

const reads = /^(?:Get|Query|Scan|BatchGet)/u;
const isDynamo = (client: unknown): client is Stack =>
  client?.constructor.name === 'DynamoDBClient';

export function meterUnits(): BenchMeter {
  const sums = { read: new Map<string, number>(), write: new Map<string, number>() };
  const middleware =
    (
      next: (call: Call) => Promise<{ output: unknown }>,
      { commandName }: { commandName: string },
    ) =>
    async (call: Call) => {
      const input = { ReturnConsumedCapacity: 'TOTAL', ...call.input };
      const answer = await next({ ...call, input });
      const used = Counted.safeParse(answer.output).data?.ConsumedCapacity ?? [];
      const sum = sums[reads.test(commandName) ? 'read' : 'write'];
      for (const { TableName, CapacityUnits } of used)
        sum.set(TableName, (sum.get(TableName) ?? 0) + CapacityUnits);
      return answer;
    };
  return {
    instrument: (client) => {
      if (isDynamo(client)) client.middlewareStack.add(middleware, { step: 'initialize' });
      return client;
    },
    units: (kind) => sums[kind],
  };
}
