import { describe, expect, it } from '@jest/globals';
import { accessibilityPage } from '../../../functions/governance/pages/accessibility.tsx';

describe('the accessibility statement of a network without a contact for it', () => {
  it('[GOV-17] sends its readers to the desk, and names nobody', () => {
    const network = { name: 'Réseau du Val', publicUrl: 'https://lire.val.example/choix' };
    const page = accessibilityPage({ network, locale: 'fr' });
    expect(page).toContain('l’accueil de votre bibliothèque');
    expect(page).toContain('lire.val.example\u00A0:');
    expect(page).not.toContain('mailto:');
  });
});
