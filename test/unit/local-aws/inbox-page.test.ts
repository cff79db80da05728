import { describe, expect, it } from '@jest/globals';
import { renderInbox } from '../../../infra/local/aws/inbox-page.tsx';
import type { CaughtMessage } from '../../../infra/local/aws/outbox.ts';

const email: CaughtMessage = {
  channel: 'EMAIL',
  to: 'lea@example.org',
  from: 'bonjour@valserine.example',
  subject: 'Votre réservation <est> prête',
  text: 'Bonjour <Léa>',
  html: '<p onclick="x()">Bonjour "Léa"</p><img src="https://pisteur.example/p.gif">',
  headers: { 'List-Unsubscribe': '<https://valserine.example/u/jeton>' },
  at: '2026-11-21T09:00:00Z',
  messageId: 'm-1',
  recipients: ['lea@example.org'],
  tags: {},
};
const { subject: _subject, html: _html, ...base } = email;
const sms: CaughtMessage = {
  ...base,
  channel: 'SMS',
  to: '+33612345678',
  messageId: 'm-2',
  text: 'Retour attendu',
};

describe('renderInbox', () => {
  it('lists the newest first, in the language asked, with the landmarks that a screen reader needs', () => {
    const page = renderInbox([email, sms], undefined, 'fr');
    expect(page).toMatch(/^<!doctype html><html lang="fr">/u);
    expect(page).toContain('<title>Messages interceptés</title>');
    expect(page).toContain('<h1>Messages interceptés</h1>');
    expect(page).toContain('href="#content"');
    expect(page.match(/scope="col"/gu)).toHaveLength(4);
    expect(page.indexOf('?id=m-2')).toBeLessThan(page.indexOf('?id=m-1'));
    expect(page).toContain('21 nov. 2026, 10:00');
    expect(renderInbox([email], undefined, 'en')).toContain('<html lang="en">');
  });

  it('opens one message: text, headers, and the HTML only inside a sandbox that can load nothing', () => {
    const page = renderInbox([email, sms], 'm-1', 'fr');
    expect(page).toContain('<h1>Votre réservation &lt;est> prête</h1>');
    expect(page).toContain('Bonjour &lt;Léa>');
    expect(page).toContain('List-Unsubscribe');
    expect(page).toContain('<iframe sandbox ');
    expect(page).toContain("default-src 'none'");
    const outside = page.replace(/srcdoc="[^"]*"/u, '');
    expect(outside).not.toContain('pisteur.example');
    expect(outside).not.toContain('onclick');
  });

  it('has no script and fetches nothing', () => {
    const outside = renderInbox([email, sms], 'm-1', 'fr').replace(/srcdoc="[^"]*"/u, '');
    expect(outside).not.toMatch(/<script|<link|\ssrc=/u);
  });

  it('says so when there is nothing, or not that one', () => {
    expect(renderInbox([], undefined, 'fr')).toContain('Aucun message');
    expect(renderInbox([sms], 'gone', 'fr')).toContain('role="alert"');
  });
});
