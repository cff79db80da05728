import { actorOf, type Caller } from '#core/caller.ts';
import { isPurposeCode, purposeByCode, purposes } from '#core/catalogue/purposes.ts';
import { newEvent } from '#core/events.ts';
import { communeById, type Network } from '#core/network.ts';
import { conflict, invalid, type FieldError, type Problem } from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import { hasSameContent, type Notice, type NoticeContent } from '../domain/notice.ts';
import { withText, type Meaning, type Meanings } from '../domain/meaning.ts';
import type { Notices } from './ports.ts';

export interface Publication {
  readonly content: NoticeContent;
  /** What the publisher says of it; a changed text of which nothing is said means something new (CON-09). */
  readonly meaning: Meaning | undefined;
  readonly caller: Caller;
}

/**
 * Any change is a new version (CON-03); the same text again is the version that exists. A version that changes what its
 * purposes mean ends every earlier yes to them, in the same transaction (CON-09, ADR 21): that it changes nothing is the
 * DPO's to say.
 */
export async function publishNotice(
  deps: { runtime: Runtime; notices: Notices },
  { content, meaning, caller }: Publication,
): Promise<Result<Notice>> {
  const faults = faultsOf(deps.runtime.network, content);
  if (faults.length > 0) return fail(invalid(faults));
  const [latest, meanings] = await Promise.all([
    deps.notices.latest(content),
    deps.notices.meanings(),
  ]);
  if (latest && hasSameContent(latest, content)) return ok(latest);
  const isDpo = caller.roles.includes('DPO');
  if (latest && meaning === 'SAME' && !isDpo) return fail(dpoDecides);
  return addVersion(deps, { content, meaning, caller, latest, meanings });
}

async function addVersion(
  deps: { runtime: Runtime; notices: Notices },
  args: Publication & { latest: Notice | undefined; meanings: Meanings },
): Promise<Result<Notice>> {
  const { content, meaning, caller, latest, meanings } = args;
  const publishedAt = deps.runtime.clock.now().toString({ smallestUnit: 'millisecond' });
  const notice = { ...content, version: (latest?.version ?? 0) + 1, publishedAt };
  const said = meaning ?? (latest ? 'NEW' : 'SAME');
  const change = { notice, earlier: latest, meaning: said, network: deps.runtime.network };
  const next = meaningsWith(meanings, change);
  if (next === meanings) return (await deps.notices.add(notice)) ? ok(notice) : fail(published);
  const event = newEvent(deps.runtime, {
    type: 'notice.replaced',
    commune: deps.runtime.network.id,
    actor: actorOf(caller),
    data: { notice: notice.id, version: notice.version, locale: notice.locale, meaning: said },
  });
  return (await deps.notices.addMeaning(notice, next, event)) ? ok(notice) : fail(published);
}

const faultsOf = (network: Network, content: NoticeContent): FieldError[] => [
  ...content.purposes.flatMap((code, at) =>
    purposeByCode(code).kind === 'SIGNED' ? [] : [faultAt(at)],
  ),
  ...foreignControllers(network, content),
];

/** A text that adds a purpose to those it had changes what it said of those; on the added one it is a further text. */
function meaningsWith(
  meanings: Meanings,
  change: { notice: Notice; earlier: Notice | undefined; meaning: Meaning; network: Network },
): Meanings {
  const { notice, earlier, meaning, network } = change;
  const controllers = notice.controllers.includes(network.id) ? [] : notice.controllers;
  return notice.purposes
    .filter((code) => isPurposeCode(code) && purposes[code].consent)
    .reduce((before, purpose) => {
      const isKept = !earlier || earlier.purposes.includes(purpose);
      const after = withText(before, {
        purpose,
        notice: { ...notice, controllers },
        meaning: isKept ? meaning : 'SAME',
      });
      return JSON.stringify(after) === JSON.stringify(before) ? before : after;
    }, meanings);
}

const dpoDecides: Problem = {
  status: 403,
  code: 'DPO_DECIDES',
  title: {
    fr: 'Seul le délégué à la protection des données peut dire qu’un texte changé veut dire la même chose',
    en: 'Only the data protection officer may say that a changed text means the same',
  },
  rule: 'CON-09',
};

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
