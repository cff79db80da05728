import { purposeByCode } from '#core/catalogue/purposes.ts';
import { communeById, type Network } from '#core/network.ts';
import { conflict, invalid, type FieldError } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import { hasSameContent, type Notice, type NoticeContent } from '../domain/notice.ts';
import type { Notices } from './ports.ts';

/** Any change is a new version (CON-03, CON-09); the same text again is the version that exists. */
export async function publishNotice(
  deps: { runtime: Runtime; notices: Notices },
  content: NoticeContent,
): Promise<Result<Notice>> {
  const unknown = content.purposes.flatMap((code, at) =>
    purposeByCode(code).kind === 'SIGNED' ? [] : [faultAt(at)],
  );
  const faults = [...unknown, ...foreignControllers(deps.runtime.network, content)];
  if (faults.length > 0) return fail(invalid(faults));
  const latest = await deps.notices.latest(content);
  if (latest && hasSameContent(latest, content)) return ok(latest);
  const publishedAt = deps.runtime.clock.now().toString({ smallestUnit: 'millisecond' });
  const notice = { ...content, version: (latest?.version ?? 0) + 1, publishedAt };
  return (await deps.notices.add(notice)) ? ok(notice) : fail(published);
}

/** GOV-03: who answers is the network or one of its communes. */
function foreignControllers(network: Network, { controllers }: NoticeContent): FieldError[] {
  return controllers.flatMap((id, at) =>
    id === network.id || communeById(network, id)
      ? []
      : [
          {
            field: `controllers.${String(at)}`,
            code: 'UNKNOWN_CONTROLLER',
            rule: 'GOV-03' as const,
            message: {
              fr: 'Ce n’est ni le réseau ni une de ses communes.',
              en: 'This is neither the network nor one of its communes.',
            },
          },
        ],
  );
}

const faultAt = (at: number): FieldError => ({
  field: `purposes.${String(at)}`,
  code: 'UNKNOWN_PURPOSE',
  rule: 'CAM-01',
  message: { fr: 'Usage absent du catalogue signé.', en: 'Purpose not in the signed catalogue.' },
});

const published = conflict('VERSION_EXISTS', {
  fr: 'Une autre version vient d’être publiée : recommencer',
  en: 'Another version was just published: try again',
});
