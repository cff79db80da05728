import { purposeByCode } from '#core/catalogue/purposes.ts';
import { purposeForbidden } from '#core/catalogue/reasons.ts';
import type { Operations } from '#core/http/types.ts';
import { invalid, type FieldError } from '#core/problem.ts';
import { fail, ok } from '#core/result.ts';
import { actorOf, isOnly, type Caller } from '#core/caller.ts';
import { publishNotice } from '../app/publish-notice.ts';
import { reachToDecide } from '../app/reach.ts';
import { recordDecision } from '../app/record-decision.ts';
import type { createRecordDeps } from '../container.ts';
import { noticeSha256 } from '../domain/notice.ts';
import type { manifest } from '../manifest.ts';
import { viewEntry } from './views.ts';

export function recordOperations(
  deps: ReturnType<typeof createRecordDeps>,
): Operations<typeof manifest, 'record'> {
  return {
    putConsent: async ({ parameters, body, caller, now, headers }) => {
      const { patronRef, purpose: code, channel } = parameters;
      const found = purposeByCode(code);
      if (found.kind !== 'SIGNED') return fail(purposeForbidden(found.rule));
      const { at, notice, guardian, evidence, prechecked: _refused, ...said } = body;
      const reached = await reachToDecide(deps, { patronRef, caller, now, notice });
      if (!reached.ok) return reached;
      if (speaksForAnother(caller, body.collectedBy.type)) return fail(invalid([wrongCollector]));
      const expectedSeq = versionOf(headers['if-match']);
      if (expectedSeq === 'UNREADABLE') return fail(invalid([wrongVersion]));
      const { subject, circumstances, standing } = reached.value;
      const recorded = await recordDecision(deps, {
        subject,
        circumstances: { ...circumstances, meanings: standing.meanings },
        consents: standing.consents,
        actor: actorOf(caller),
        command: {
          ...said,
          purpose: found.purpose,
          channel,
          occurredAt: at,
          notice: standing.notice,
          guardian: guardian && { ...guardian, at: guardian.at.toString() },
        },
        evidence,
        expectedSeq,
      });
      if (!recorded.ok) return recorded;
      const { entry, seq } = recorded.value;
      return ok({
        status: 200,
        headers: { etag: `"${String(seq)}"` },
        body: viewEntry({ purpose: code, channel, entry, seq }),
      });
    },
    postNotice: async ({ body, caller }) => {
      const { meaning, ...content } = body;
      const published = await publishNotice(deps, { content, meaning, caller });
      if (!published.ok) return published;
      const { id, version } = published.value;
      return ok({ status: 201, body: { id, version, sha256: noticeSha256(published.value) } });
    },
  };
}

/** A reader speaks for themselves, a parent as a parent; staff say who spoke. */
const speaksForAnother = (caller: Caller, type: string) =>
  (['PATRON', 'GUARDIAN'] as const).some((role) => isOnly(caller, role) && type !== role);

function versionOf(ifMatch: string | undefined): number | undefined | 'UNREADABLE' {
  if (ifMatch === undefined) return undefined;
  const digits = /^"?(\d{1,12})"?$/u.exec(ifMatch)?.[1];
  return digits === undefined ? 'UNREADABLE' : Number(digits);
}

const wrongCollector: FieldError = {
  field: 'collectedBy.type',
  code: 'NOT_YOURSELF',
  rule: 'CON-01',
  message: {
    fr: 'Vous ne pouvez décider que pour vous-même.',
    en: 'You may only decide for yourself.',
  },
};

const wrongVersion: FieldError = {
  field: 'If-Match',
  code: 'FORMAT',
  message: { fr: 'Version attendue entre guillemets.', en: 'A version in quotes is expected.' },
};
