import { campaignRules } from '#core/catalogue/rules/campaigns.ts';
import { purposeByCode, type SignedPurpose } from '#core/catalogue/purposes.ts';
import { purposeForbidden, reasons } from '#core/catalogue/reasons.ts';
import { actsIn, type Caller } from '#core/caller.ts';
import { newEvent } from '#core/events.ts';
import { communeById, dateIn, type Commune } from '#core/network.ts';
import {
  changedMeanwhile,
  conflict,
  invalid,
  notFound,
  type FieldError,
  type Problem,
} from '#core/problem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Temporal } from 'temporal-polyfill';
import type { Signoff } from '../domain/signoff.ts';
import type { SignoffStore } from './ports.ts';

interface Deps {
  readonly runtime: Runtime;
  readonly signoffs: SignoffStore;
}

/** How often two DPOs of one commune may meet before the later is asked to try again. */
const attempts = 5;

/**
 * Records what the DPO of a commune decided about a purpose (CAM-02). An approval lasts a year unless its end is named,
 * and needs the impact assessment where the catalogue does (GOV-08). A forbidden purpose is nobody's to sign (CAM-10).
 */
export async function signOff(
  deps: Deps,
  request: { code: string; commune: string; decided: Signoff; caller: Caller },
): Promise<Result<Signoff & { version: number }>> {
  const { code, decided, caller } = request;
  const found = purposeByCode(code);
  if (found.kind !== 'SIGNED') return fail(purposeForbidden(found.rule));
  const commune = communeById(deps.runtime.network, request.commune);
  if (!commune || !actsIn(caller, commune.id)) return fail(notFound);
  if (!commune.dpo) return fail(blocked);
  const today = dateIn(deps.runtime.network, commune.id, deps.runtime.clock.now());
  const faults = faultsOf(found.purpose, decided, today);
  if (faults.length > 0) return fail(invalid(faults));
  const { parameters } = campaignRules['CAM-02'];
  const validUntil = decided.validUntil ?? today.add(parameters.signoffValidity).toString();
  const signoff = decided.decision === 'APPROVED' ? { ...decided, validUntil } : decided;
  return recordSignoff(deps, { commune, code, signoff, actor: `DPO:${caller.sub}` });
}

/** Writes a decision over whatever stands, with its event. */
export async function recordSignoff(
  { runtime, signoffs }: Deps,
  args: { commune: Commune; code: string; signoff: Signoff; actor: string },
): Promise<Result<Signoff & { version: number }>> {
  const { commune, code, signoff, actor } = args;
  const { decision, validUntil } = signoff;
  const event = newEvent(runtime, {
    type: 'signoff.decided',
    commune: commune.id,
    actor,
    data: { purpose: code, decision, ...(validUntil !== undefined && { validUntil }) },
  });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const current = await signoffs.find(commune.id);
    const version = current.version + 1;
    const next = { ...current.signoffs, [code]: signoff };
    if (await signoffs.save({ commune: commune.id, version, signoffs: next, event }))
      return ok({ ...signoff, version });
  }
  return fail(changedMeanwhile);
}

function faultsOf(
  purpose: SignedPurpose,
  { decision, validUntil, dpiaRef }: Signoff,
  today: Temporal.PlainDate,
): FieldError[] {
  if (decision === 'REFUSED') return [];
  const last = today.add(campaignRules['CAM-02'].parameters.signoffValidity).toString();
  const faults: [boolean, FieldError][] = [
    [purpose.dpia && dpiaRef === undefined, dpiaRequired],
    [validUntil !== undefined && validUntil < today.toString(), ended],
    [validUntil !== undefined && validUntil > last, tooLong],
  ];
  return faults.filter(([isBroken]) => isBroken).map(([, fault]) => fault);
}

const dpiaRequired: FieldError = {
  field: 'dpiaRef',
  code: 'DPIA_REQUIRED',
  rule: 'GOV-08',
  message: {
    fr: 'Cet usage demande une étude d’impact : donner sa référence.',
    en: 'This purpose needs an impact assessment: give its reference.',
  },
};

const ended: FieldError = {
  field: 'validUntil',
  code: 'IN_PAST',
  rule: 'CAM-02',
  message: { fr: 'Cette date est passée.', en: 'This date is in the past.' },
};

const tooLong: FieldError = {
  field: 'validUntil',
  code: 'TOO_LONG',
  rule: 'CAM-02',
  message: {
    fr: 'Une signature vaut un an au plus : elle se renouvelle.',
    en: 'A sign-off holds for one year at most: it is renewed.',
  },
};

const blocked: Problem = {
  ...conflict('CONTROLLER_BLOCKED', reasons.CONTROLLER_BLOCKED.text),
  rule: 'GOV-02',
};
