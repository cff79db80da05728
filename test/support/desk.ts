import { afterAll } from '@jest/globals';
import { enrol, sitAt, type Desk } from './messages.ts';
import { startTestNetwork, type TestNetwork } from './network.ts';

export interface OpenDesk {
  readonly network: TestNetwork;
  readonly desk: Desk;
  /**
   * A reader of their own for a test, with an address and a number that nobody shares.
   * @returns the `patronRef`
   */
  newReader(more?: object): Promise<string>;
}

/** A network for the tests of one file, and a seat at its desk. It stops after the last of them. */
export async function openDesk(): Promise<OpenDesk> {
  const network = await startTestNetwork();
  afterAll(() => network.stop());
  let readers = 0;
  return {
    network,
    desk: await sitAt(network, { role: 'DESK' }),
    newReader: async (more = {}) => {
      readers += 1;
      const ref = `koha:${String(5000 + readers)}`;
      const email = `r${String(readers)}@example.org`;
      const mobile = `+3361000${String(1000 + readers)}`;
      await enrol(network, ref, { email, mobile, ...more });
      return ref;
    },
  };
}
