import { Temporal } from 'temporal-polyfill';
import { createLog } from '#core/log.ts';
import { Network } from '#core/network-schema.ts';
import type { Runtime } from '#core/runtime.ts';

export const network = Network.parse({
  id: 'pays-de-test',
  name: 'Pays de test',
  region: 'eu-west-3',
  publicUrl: 'https://biblio.example.org',
  identity: { issuer: 'https://id.example.org', audience: 'discretion' },
  sender: { emailFrom: 'biblio@example.org', smsSenderId: 'BIBLIO' },
  communes: [
    { id: 'valserine', name: 'Valserine', libraries: [{ id: 'vs-centre', name: 'Centre' }] },
  ],
});

interface Instrumentable {
  readonly middlewareStack: {
    add(middleware: () => (call: Call) => Promise<unknown>, options: object): void;
  };
}
interface Call {
  readonly input: Record<string, unknown>;
}

const isInstrumentable = (client: unknown): client is Instrumentable =>
  typeof client === 'object' && client !== null && 'middlewareStack' in client;

/** A runtime whose AWS clients never leave the process: `answer` says what each call gets. */
export function answeringRuntime(
  environment: Record<string, string>,
  answer: (input: Call['input']) => Record<string, unknown>,
): Runtime {
  return {
    network,
    clock: { now: () => Temporal.Instant.from('2026-11-23T09:00:00+01:00') },
    ids: { ulid: () => '01JD', uuid: () => 'a-b-c' },
    randomBytes: (length) => new Uint8Array(length),
    environment,
    log: createLog(() => undefined),
    instrument(client) {
      if (isInstrumentable(client)) {
        client.middlewareStack.add(
          () => (call) => Promise.resolve({ response: {}, output: answer(call.input) }),
          { step: 'initialize', priority: 'high' },
        );
      }
      return client;
    },
    reached: () => undefined,
  };
}
