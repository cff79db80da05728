import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { purposes } from '#core/catalogue/purposes.ts';
import { Network } from '#core/network-schema.ts';
import { renderEmail, renderSms } from '../../../functions/delivery/adapters/renderer.ts';
import type { RenderArgs } from '../../../functions/delivery/app/ports.ts';
import { templates } from '../../../functions/delivery/templates/index.ts';
import { isMessagePurpose, topics } from '../../../functions/notifications/domain/content.ts';
import type { MessageKind } from '../../../functions/notifications/provides.ts';

const network = Network.parse(parse(readFileSync('infra/networks/pays-de-valserine.yaml', 'utf8')));
const codes = Object.keys(templates).filter(isMessagePurpose);
const kinds: readonly MessageKind[] = [...codes, ...topics];
const oppositionUrl = 'https://b.example/u/pUsiPuRbQfawKOfX08Hl7wIAJaNpfUGNnLKY';
const full = {
  OVERDUE: { reminder: 9, count: 12, dueOn: '2026-11-20' },
  HOLD: { pickupLibrary: 'vs-centre', pickupBy: '2026-11-30' },
  SERVICE_INFO: { library: 'vs-centre', from: '2026-12-24', to: '2027-01-02' },
  ACCOUNT: { expiresOn: '2026-12-01', eraseOn: '2027-12-01' },
  NEWSLETTER: { issue: 'hiver 2026' },
  CONFIRMATION: {},
  AT_15: { confirmBy: '2027-07-14' },
  AT_18: {},
  INDIRECT: {},
} as const satisfies Record<MessageKind, object>;

/** Under which purpose the product's own messages are sent. */
const purposeOf = (kind: MessageKind) =>
  isMessagePurpose(kind) ? kind : kind === 'CONFIRMATION' ? 'NEWSLETTER' : 'ACCOUNT';

const args = (kind: MessageKind, more: Partial<RenderArgs> = {}): RenderArgs => ({
  network,
  commune: 'valserine',
  purpose: purposeOf(kind),
  kind,
  locale: 'fr',
  data: full[kind],
  confirmationUrl: 'https://b.example/c/pUsiPuRbQfawKOfX08Hl7wIAJaNpfUGNnLKYpUsiPuRbQfaw',
  oppositionUrl,
  canReply: true,
  ...more,
});

const cases = kinds.flatMap((kind) =>
  (['fr', 'en'] as const).map((locale): [MessageKind, 'fr' | 'en'] => [kind, locale]),
);

describe.each(cases)('%s in %s', (kind, locale) => {
  const purpose = purposeOf(kind);

  it('[NOT-06] every e-mail carries a link that works without a login, or says why it cannot be declined', () => {
    const { text } = renderEmail(args(kind, { locale }));
    expect(text.includes(oppositionUrl) || purposes[purpose].mandatory).toBe(true);
  });

  it('[NOT-06] every SMS says STOP where a reply reaches us, and has a link where none does', () => {
    expect(renderSms(args(kind, { locale })).text).toContain('STOP');
    const oneWay = renderSms(args(kind, { locale, canReply: false })).text;
    expect(oneWay).not.toContain('STOP');
    expect(oneWay).toContain(oppositionUrl);
  });

  it('renders with no data at all, and says nothing of the missing', () => {
    const { text } = renderEmail(args(kind, { locale, data: {} }));
    expect(text).not.toMatch(/undefined|null|\{\{|\{%/u);
    expect(renderSms(args(kind, { locale, data: {} })).text).not.toMatch(/undefined|null|\{\{/u);
  });

  it('[NOT-10] has a constant subject', () => {
    expect(templates[kind].subject[locale]).not.toContain('{');
  });

  it('[NOT-08] says why it came, unless it is of service', () => {
    const { text } = renderEmail(args(kind, { locale }));
    if (kind === 'CONFIRMATION') return;
    const says = /parce que vous l’avez demandé|because you asked/u.test(text);
    expect(says).toBe(!purposes[purpose].service);
  });
});

describe('a rendered message', () => {
  it.each(codes.filter((code) => purposes[code].service && code !== 'ACCOUNT'))(
    '[#5] %s fits one SMS',
    (purpose) => {
      expect(renderSms(args(purpose)).parts).toBe(1);
    },
  );

  it('[NOT-18] one-click headers belong to what rests on consent', () => {
    expect(codes.filter((code) => renderEmail(args(code)).oneClickUrl !== undefined)).toEqual([
      'NEWSLETTER',
    ]);
  });

  it('[NOT-16] tells a guardian which child it is about', () => {
    expect(renderEmail(args('OVERDUE', { about: 'Léa' })).text).toContain('la carte de Léa');
    expect(renderSms(args('HOLD', { about: 'Zoë' })).text).toContain('carte de Zoe');
  });

  it('runs nothing that a value contains', () => {
    const { text } = renderEmail(
      args('SERVICE_INFO', { data: { text: '{{ publicUrl }}{% if x %}' } }),
    );
    expect(text).toContain('{{ publicUrl }}{% if x %}');
  });
});
