interface Units {
  read: number;
  write: number;
}

export interface Consumption {
  readonly byTable: Readonly<Record<string, Units>>;
  readonly byFunction: Readonly<Record<string, Units>>;
  /** Calls of services, as `KMS.Decrypt`. */
  readonly calls: Readonly<Record<string, number>>;
  /** Invocations, by function. */
  readonly invocations: Readonly<Record<string, number>>;
}

/** Capacity units that the functions used since the last reset, as the engine counted them. */
export interface Meter {
  add(use: { table: string; function: string; kind: keyof Units; units: number }): void;
  called(name: string): void;
  invoked(functionId: string): void;
  read(): Consumption;
  reset(): void;
  /** Grows with each write; two equal readings mean that nothing was written between them. */
  writes(): number;
}

export function createMeter(): Meter {
  let byTable = new Map<string, Units>();
  let byFunction = new Map<string, Units>();
  let calls = new Map<string, number>();
  let invocations = new Map<string, number>();
  let writes = 0;
  const more = (of: Map<string, number>, name: string) => of.set(name, (of.get(name) ?? 0) + 1);
  const count = (
    of: Map<string, Units>,
    name: string,
    { kind, units }: { kind: keyof Units; units: number },
  ) => {
    const sum = of.get(name) ?? { read: 0, write: 0 };
    sum[kind] += units;
    of.set(name, sum);
  };
  return {
    add(use) {
      count(byTable, use.table, use);
      count(byFunction, use.function, use);
      if (use.kind === 'write') writes += 1;
    },
    called: (name) => void more(calls, name),
    invoked: (functionId) => void more(invocations, functionId),
    read: () => ({
      byTable: Object.fromEntries(byTable),
      byFunction: Object.fromEntries(byFunction),
      calls: Object.fromEntries(calls),
      invocations: Object.fromEntries(invocations),
    }),
    reset() {
      byTable = new Map();
      byFunction = new Map();
      calls = new Map();
      invocations = new Map();
    },
    writes: () => writes,
  };
}
