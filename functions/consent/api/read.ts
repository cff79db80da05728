import type { Operations } from '#core/http/types.ts';
import { notFound } from '#core/problem.ts';
import { fail, ok } from '#core/result.ts';
import { listPurposes } from '../app/list-purposes.ts';
import { proveChoice } from '../app/prove.ts';
import { noteRead, reachReader } from '../app/reach.ts';
import type { createReadDeps } from '../container.ts';
import { asOfToday } from '../domain/as-of-today.ts';
import { noticeSha256 } from '../domain/notice.ts';
import type { manifest } from '../manifest.ts';
import { viewChoices, viewEvent } from './views.ts';

export function readOperations(
  deps: ReturnType<typeof createReadDeps>,
): Operations<typeof manifest, 'read'> {
  return {
    listPurposes: async ({ now }) => {
      const { network } = deps.runtime;
      const signoffs = await deps.signoffs.readMany(network.communes.map(({ id }) => id));
      return ok({ status: 200, body: { items: listPurposes(network, signoffs, now) } });
    },
    getConsents: async ({ parameters, caller, now }) => {
      const reached = await reachReader(deps, { ...parameters, caller, now });
      if (!reached.ok) return reached;
      const { patron, subject, circumstances } = reached.value;
      const [consents, meanings] = await Promise.all([
        deps.ledger.read(subject.subjectRef),
        deps.notices.meanings(),
        noteRead(deps, reached.value, caller),
      ]);
      return ok({
        status: 200,
        headers: { etag: `"${String(consents.seq)}"` },
        body: {
          items: viewChoices(asOfToday(consents, { ...circumstances, meanings })),
          informed: patron.informed,
        },
      });
    },
    getConsentHistory: async ({ parameters, caller, now }) => {
      const reached = await reachReader(deps, { ...parameters, caller, now });
      if (!reached.ok) return reached;
      const [events] = await Promise.all([
        deps.ledger.events(reached.value.subject.subjectRef),
        noteRead(deps, reached.value, caller),
      ]);
      return ok({ status: 200, body: { items: events.toReversed().map(viewEvent) } });
    },
    getConsentProof: async ({ parameters, caller, now }) => {
      const reached = await reachReader(deps, { ...parameters, caller, now });
      if (!reached.ok) return reached;
      const { purpose, channel } = parameters;
      const { subjectRef } = reached.value.subject;
      const [proof] = await Promise.all([
        proveChoice(deps, { subjectRef, purpose, channel }),
        noteRead(deps, reached.value, caller),
      ]);
      if (!proof.ok) return proof;
      return ok({
        status: 200,
        body: { ...proof.value, events: proof.value.events.map(viewEvent) },
      });
    },
    getNotice: async ({ parameters, query }) => {
      const notice = await deps.notices.find({ ...parameters, ...query });
      return notice
        ? ok({ status: 200, body: { ...notice, sha256: noticeSha256(notice) } })
        : fail(notFound);
    },
  };
}
