import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '#core/caller.ts';
import type { Grant } from '#core/manifest.ts';
import { manifest as internet } from '../../../functions/internet/manifest.ts';
import {
  postEvents,
  put,
  raw,
  startTestNetwork,
  tokenOf,
  type EventOutcome,
  type TestNetwork,
} from '../../support/network.ts';

let network: TestNetwork;
let taken: EventOutcome[];
beforeAll(async () => {
  network = await startTestNetwork();
  await put(network.as('ILS'), 'koha:1042');
  taken = await postEvents(network.as('ILS'), [
    {
      id: 's-1',
      type: 'internet.session',
      at: '2026-11-22T16:00:00+01:00',
      library: 'vs-centre',
      sessionRef: 'koha:session:77310',
      patronRef: 'koha:1042',
      from: '2026-11-22T15:00:00+01:00',
      to: '2026-11-22T16:00:00+01:00',
      terminal: 'poste-77310',
    },
  ]);
});
afterAll(() => network.stop());

const reads = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:BatchGetItem'];
const holds = (grants: readonly Grant[], table: string, actions: readonly string[]) =>
  grants.some(
    (grant) =>
      'table' in grant &&
      grant.table === table &&
      grant.actions.some((one) => actions.includes(one)),
  );

describe('the vault of internet sessions', () => {
  it('[RET-19] [#14] no role reads it by any route: there is none, and no other tells of it', async () => {
    expect(taken).toMatchObject([{ status: 'APPLIED' }]);
    expect(Object.keys(internet.functions)).toEqual([]);
    expect(Object.keys(internet)).not.toContain('routes');
    const { inventory } = network.local;
    const paths = inventory.routes
      .filter(({ method }) => method === 'GET')
      .map(({ path }) =>
        path.replaceAll('{patronRef}', 'koha:1042').replaceAll(/\{\w+\}/gu, 'koha:session:77310'),
      );
    expect(paths.length).toBeGreaterThan(10);
    for (const role of Role.options) {
      const token = await tokenOf(network, { role, communes: ['*'], patronRef: 'koha:1042' });
      for (const path of paths) {
        const response = await fetch(network.baseUrl + path, {
          headers: { authorization: `Bearer ${token}` },
        });
        // A refusal repeats nothing of what was asked, so the ref can only come from the vault.
        expect([role, path, await response.text()]).toEqual([
          role,
          path,
          expect.not.stringMatching(/session:77310|poste-77310/u),
        ]);
      }
    }
  });

  it('[RET-19] what writes it cannot read it, and what reads its keys has no way to open one', () => {
    const { functions } = network.local.inventory;
    const intake = functions.find(({ id }) => id === 'exchange-intake');
    expect(intake && holds(intake.grants, 'InternetSessions', ['dynamodb:PutItem'])).toBe(true);
    expect(intake && holds(intake.grants, 'InternetSessions', reads)).toBe(false);
    const opening = functions.filter(
      ({ grants }) =>
        holds(grants, 'InternetSessions', reads) && holds(grants, 'InternetKeys', reads),
    );
    expect(opening.map(({ id }) => id)).toEqual([]);
  });

  it('[RET-19] a staff question about the reader of the session finds no trace of it in the store', async () => {
    const { body } = await raw(`${network.baseUrl}/_local/raw?contains=poste-77310`);
    expect(body['count']).toBe(0);
  });
});
