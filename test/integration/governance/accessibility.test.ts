import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestNetwork, type TestNetwork } from '../../support/network.ts';

let network: TestNetwork;
beforeAll(async () => {
  network = await startTestNetwork();
});
afterAll(() => network.stop());

const statement = async (query: string, language = 'fr') => {
  const answer = await fetch(`${network.baseUrl}/accessibilite${query}`, {
    headers: { 'accept-language': language },
  });
  const page = (await answer.text()).replaceAll('\u00A0', ' ');
  return { status: answer.status, language: answer.headers.get('content-language'), page };
};

describe('the accessibility statement', () => {
  it('[GOV-17] says without a login what was tested, what was not, whom to ask and who decides', async () => {
    const { status, language, page } = await statement('');
    expect([status, language]).toEqual([200, 'fr']);
    for (const said of [
      '<h1>Déclaration d’accessibilité</h1>',
      'Réseau des bibliothèques du Pays de Valserine s’engage',
      new URL(network.baseUrl).host,
      'non conformes',
      'Aucun tiers',
      'lecteur d’écran',
      'établie le 22 novembre 2026',
      'mailto:accessibilite@bibliotheques.pays-de-valserine.example',
      'https://formulaire.defenseurdesdroits.fr/',
    ])
      expect(page).toContain(said);
    expect(page).not.toMatch(/partiellement|totalement|\{\w+\}/u);
  });

  it('[GOV-17] is there in English, for a browser that asks for it and behind a link', async () => {
    for (const { status, language, page } of [
      await statement('', 'en'),
      await statement('?lang=en'),
    ]) {
      expect([status, language]).toEqual([200, 'en']);
      expect(page).toContain('<h1>Accessibility statement</h1>');
      expect(page).toContain('22 November 2026');
    }
    expect((await statement('?lang=de')).status).toBe(400);
  });
});
