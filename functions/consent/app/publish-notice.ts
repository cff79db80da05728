import { purposeByCode } from '#core/catalogue/purposes.ts';
import { conflict, invalid, type FieldError } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { hasSameContent, type Notice, type NoticeContent } from '../domain/notice.ts';
import type { Notices } from './ports.ts';

/** Any change is a new version (CON-03, CON-09); the same text again is the version that exists. */
export async function publishNotice(
  deps: { notices: Notices },
  content: NoticeContent,
): Promise<Result<Notice>> {
  const unknown = content.purposes.flatMap((code, at) =>
    purposeByCode(code).kind === 'SIGNED' ? [] : [faultAt(at)],
  );
  if (unknown.length > 0) return fail(invalid(unknown));
  const latest = await deps.notices.latest(content);
  if (latest && hasSameContent(latest, content)) return ok(latest);
  const notice = { ...content, version: (latest?.version ?? 0) + 1 };
  return (await deps.notices.add(notice)) ? ok(notice) : fail(published);
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
