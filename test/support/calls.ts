import type { Runtime } from '#core/runtime.ts';

/** An instrument that writes down the name of every call of a service, as `GetItemCommand`. */
export const namingCalls =
  (names: string[]): Runtime['instrument'] =>
  (client) => {
    const { middlewareStack } = client as {
      middlewareStack: { add(middleware: unknown, options: object): void };
    };
    const middleware =
      (next: (call: object) => Promise<unknown>, { commandName }: { commandName: string }) =>
      (call: object) => {
        names.push(commandName);
        return next(call);
      };
    middlewareStack.add(middleware, { step: 'initialize' });
    return client;
  };
