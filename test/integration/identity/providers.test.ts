import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ana, raw, startTestNetwork, type TestNetwork } from '../../support/network.ts';
import {
  keycloakClaims,
  makeProvider,
  networkFileWith,
  proConnectClaims,
  type ForeignProvider,
} from '../../support/provider.ts';

/** A network whose staff sign in at this provider, with the file of which this is the part `identity`. */
async function openNetwork(identity: { issuer: string; [key: string]: unknown }) {
  const provider = await makeProvider(identity.issuer);
  const networkFile = networkFileWith({ audience: 'discretion', ...identity });
  const network = await startTestNetwork({ networkFile, provider: provider.jwks });
  const url = `${network.baseUrl}/v1/patrons/koha:1042`;
  const status = async (token: string) => (await raw(url, { token })).status;
  const enrol = async (claims: object) => {
    const token = await provider.sign(claims);
    const answer = await raw(url, { method: 'PUT', token, body: ana() });
    if (answer.status !== 201) throw new Error(`not enrolled: ${answer.status}`);
  };
  return { provider, network, status, enrol };
}

let network: TestNetwork;
let provider: ForeignProvider;
let status: (token: string) => Promise<number>;
let enrol: (claims: object) => Promise<void>;

describe('[GOV-10] tokens of a Keycloak', () => {
  const desk = (communes: readonly string[]) =>
    provider.sign(keycloakClaims(['agent-accueil'], { communes }));

  beforeAll(async () => {
    ({ network, provider, status, enrol } = await openNetwork({
      issuer: 'https://sso.valserine.example/realms/bibliotheques',
      claims: { roles: 'resource_access.discretion.roles' },
      roleNames: [
        { name: 'agent-accueil', role: 'DESK' },
        { name: 'logiciel', role: 'ILS' },
      ],
    }));
    await enrol(keycloakClaims(['logiciel'], { communes: ['*'] }));
  });
  afterAll(() => network.stop());

  it('open the readers of the communes that they name, and no others', async () => {
    expect(await status(await desk(['montfort', 'valserine']))).toBe(200);
    expect(await status(await desk(['montfort']))).toBe(404);
    expect(await status(await desk([]))).toBe(404);
  });

  it('give no right by a role that the network file does not list', async () => {
    const communes = ['*'];
    expect(await status(await provider.sign(keycloakClaims(['DESK'], { communes })))).toBe(403);
    const realm = keycloakClaims([], { communes, realm_access: { roles: ['agent-accueil'] } });
    expect(await status(await provider.sign(realm))).toBe(403);
  });

  it('give no right by a name that imitates a claim once it is flattened', async () => {
    const forged = keycloakClaims([], {
      communes: ['*'],
      resource_access: { discretion: { note: 'x roles:[agent-accueil]' } },
    });
    expect(await status(await provider.sign(forged))).toBe(403);
  });

  it('are refused with another key, audience, issuer or date', async () => {
    const claims = keycloakClaims(['agent-accueil'], { communes: ['*'] });
    const other = await makeProvider('https://sso.valserine.example/realms/bibliotheques');
    const refused = [
      await other.sign(claims),
      await provider.sign(claims, { audience: 'catalogue' }),
      await provider.sign(claims, { expiresAt: '2026-11-23T08:59:00+01:00' }),
      await network.local.identity.issue({ role: 'DESK', communes: ['*'] }),
    ];
    expect(await Promise.all(refused.map(status))).toEqual([401, 401, 401, 401]);
  });
});

describe('[GOV-10] tokens of ProConnect', () => {
  const siret = '21010033300019';
  const communeNames = [
    { name: siret, commune: 'valserine' },
    { name: '21010245300014', commune: 'montfort' },
  ];

  beforeAll(async () => {
    ({ network, provider, status, enrol } = await openNetwork({
      issuer: 'https://auth.agentconnect.gouv.fr/api/v2',
      claims: { roles: 'custom.fonction', communes: 'siret' },
      roleNames: [
        { name: 'Bibliothécaire', role: 'DESK' },
        { name: 'Logiciel de bibliothèque', role: 'ILS' },
      ],
      communeNames,
    }));
    const koha = proConnectClaims(siret, { custom: { fonction: 'Logiciel de bibliothèque' } });
    await enrol(koha);
  });
  afterAll(() => network.stop());

  it('find the commune by the SIRET of the agent, and the role in what their own provider adds', async () => {
    expect(await status(await provider.sign(proConnectClaims(siret)))).toBe(200);
    expect(await status(await provider.sign(proConnectClaims('21010245300014')))).toBe(404);
  });

  it('open nothing to an agent of another organisation or population', async () => {
    const stranger = await provider.sign(proConnectClaims('13002526500013'));
    expect(await status(stranger)).toBe(404);
    const other = proConnectClaims(siret, { custom: { fonction: 'Voirie' } });
    expect(await status(await provider.sign(other))).toBe(403);
  });
});
