import { htmlReply } from '#core/http/html.ts';
import type { Operations } from '#core/http/types.ts';
import type { Network } from '#core/network.ts';
import { ok } from '#core/result.ts';
import type { manifest } from '../manifest.ts';
import { accessibilityPage } from '../pages/accessibility.tsx';

export function accessibilityOperations(
  network: Network,
): Operations<typeof manifest, 'accessibility'> {
  return {
    getAccessibility: ({ query, locale: preferred }) => {
      const locale = query.lang ?? preferred;
      return Promise.resolve(ok(htmlReply(accessibilityPage({ network, locale }), { locale })));
    },
  };
}
