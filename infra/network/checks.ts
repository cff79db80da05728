import { Temporal } from 'temporal-polyfill';
import { purposeByCode, purposeCodes } from '#core/catalogue/purposes.ts';
import { rules } from '#core/catalogue/rules.ts';
import { RetentionMode } from '#core/network-schema.ts';
import type { RuleId } from '#core/problem.ts';
import type { Text } from '#core/text.ts';
import type { Refusal } from './fault.ts';
import { allowedRegions } from './json-schema.ts';
import type { Finding } from './schema-faults.ts';
import { domainOf, refuseSenderId } from './sender.ts';
import type { Source } from './source.ts';

/** What the schema cannot say of one value. Other shapes than the expected one are left to the schema. */
interface Check {
  readonly at: readonly string[];
  refuse(value: unknown): Refusal | undefined;
}

const checks: readonly Check[] = [
  { at: ['region'], refuse: forText(refuseRegion) },
  { at: ['zone', 'communes.*.zone'], refuse: forText(refuseZone) },
  { at: ['mode', 'communes.*.mode'], refuse: forText(refuseMode) },
  { at: ['sender.smsSenderId'], refuse: refuseSenderId },
  { at: ['sender.emailFrom'], refuse: forText(refuseSender) },
  { at: ['publicUrl'], refuse: forText(refuseSlash) },
  { at: ['smsWindow'], refuse: refuseWindow },
  { at: ['communes.*.kmsKeyArn'], refuse: forText(refuseKey) },
  { at: ['communes.*.libraries.*.ilsCodes.*'], refuse: forText(refuseIlsCode) },
  { at: ['communes.*.signoffs.*.purpose'], refuse: forText(refusePurpose) },
  { at: ['elections.*'], refuse: refuseElection },
];

export function valueFindings(source: Source): readonly Finding[] {
  return checks.flatMap(({ at, refuse }) =>
    at
      .flatMap((pattern) => source.matching(pattern))
      .flatMap(({ path, value }) => {
        const refusal = refuse(value);
        return refusal ? [{ path, at: 'VALUE' as const, refusal }] : [];
      }),
  );
}

function forText(refuse: (value: string) => Refusal | undefined): Check['refuse'] {
  return (value) => (typeof value === 'string' ? refuse(value) : undefined);
}

const refusal = (message: Text, remedy: Text, rule?: RuleId): Refusal => ({
  message,
  remedy,
  ...(rule && { rule }),
});

/** GOV-05. */
function refuseRegion(region: string): Refusal | undefined {
  if (allowedRegions.includes(region)) return undefined;
  const list = allowedRegions.join(', ');
  return refusal(
    {
      fr: `La région « ${region} » n’est pas permise : tout ce qui est gardé reste dans l’Union européenne.`,
      en: `The region "${region}" is not allowed: everything that is kept stays in the European Union.`,
    },
    { fr: `Choisissez l’une de : ${list}.`, en: `Choose one of: ${list}.` },
    'GOV-05',
  );
}

/** RET-02. A fixed offset knows no summer time: it would move the day on which loans are forgotten. */
function refuseZone(zone: string): Refusal | undefined {
  if (!/^[+-]/u.test(zone) && isZone(zone)) return undefined;
  return refusal(
    {
      fr: `« ${zone} » n’est pas un fuseau horaire connu.`,
      en: `"${zone}" is not a known time zone.`,
    },
    {
      fr: 'Écrivez un nom de la base IANA : Europe/Paris, Indian/Reunion, America/Guadeloupe…',
      en: 'Write a name of the IANA database: Europe/Paris, Indian/Reunion, America/Guadeloupe…',
    },
    'RET-02',
  );
}

function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** RET-03. */
function refuseMode(mode: string): Refusal | undefined {
  if (RetentionMode.options.some((known) => known === mode)) return undefined;
  const list = RetentionMode.options.join(', ');
  return refusal(
    {
      fr: `« ${mode} » n’est pas une durée permise : aucune commune ne garde les prêts plus longtemps que MONTH_END.`,
      en: `"${mode}" is not an allowed duration: no commune keeps loans longer than MONTH_END.`,
    },
    { fr: `Choisissez l’un de : ${list}.`, en: `Choose one of: ${list}.` },
    'RET-03',
  );
}

/** NOT-07 asks for the institution; SES for an address without accents on a real domain. */
function refuseSender(emailFrom: string): Refusal | undefined {
  if (domainOf(emailFrom) !== undefined) return undefined;
  return refusal(
    {
      fr: 'L’expéditeur des courriels n’est pas « Nom <adresse@domaine> » ou une adresse, sans accent dans l’adresse.',
      en: 'The e-mail sender is not "Name <address@domain>" or an address, without accents in the address.',
    },
    {
      fr: 'Écrivez par exemple : Bibliothèques de Valserine <ne-pas-repondre@bibliotheques.valserine.fr>.',
      en: 'Write for example: Bibliothèques de Valserine <ne-pas-repondre@bibliotheques.valserine.fr>.',
    },
    'NOT-07',
  );
}

/** Links are made by adding a path to it. */
function refuseSlash(url: string): Refusal | undefined {
  if (!url.endsWith('/')) return undefined;
  return refusal(
    {
      fr: 'L’adresse publique finit par une barre oblique.',
      en: 'The public address ends with a slash.',
    },
    { fr: 'Retirez cette barre.', en: 'Remove that slash.' },
  );
}

const smsHours = rules['NOT-12'].parameters.sms.windows[0];

/** NOT-12: a network may open less, never more. Times are `HH:MM`, which sort as text. */
function refuseWindow(value: unknown): Refusal | undefined {
  const { from = smsHours.from, to = smsHours.to } = hoursOf(value);
  if (from >= smsHours.from && to <= smsHours.to && from < to) return undefined;
  return refusal(
    {
      fr: `Les SMS ne partent qu’entre ${smsHours.from} et ${smsHours.to}, et « from » vient avant « to ».`,
      en: `SMS leave between ${smsHours.from} and ${smsHours.to} only, and "from" comes before "to".`,
    },
    {
      fr: `Écrivez smsWindow: { from: '${smsHours.from}', to: '${smsHours.to}' } ou moins.`,
      en: `Write smsWindow: { from: '${smsHours.from}', to: '${smsHours.to}' } or less.`,
    },
    'NOT-12',
  );
}

function hoursOf(value: unknown): { from?: string; to?: string } {
  const times = Object.entries(value ?? {}).filter(
    ([, time]) => typeof time === 'string' && /^\d{2}:\d{2}$/u.test(time),
  );
  return Object.fromEntries(times);
}

/** GOV-05: the own key of a commune does not leave the Union either. */
function refuseKey(arn: string): Refusal | undefined {
  const [, region] = /^arn:aws:kms:([a-z0-9-]+):\d{12}:key\/[\w-]+$/u.exec(arn) ?? [];
  if (region === undefined) {
    return refusal(
      {
        fr: 'Ce n’est pas l’adresse (ARN) d’une clé KMS.',
        en: 'This is not the address (ARN) of a KMS key.',
      },
      {
        fr: 'Copiez l’ARN de la clé : arn:aws:kms:eu-west-3:111122223333:key/… ; un alias ne suffit pas.',
        en: 'Copy the ARN of the key: arn:aws:kms:eu-west-3:111122223333:key/…; an alias is not enough.',
      },
      'GOV-15',
    );
  }
  return refuseRegion(region);
}

function refuseIlsCode(code: string): Refusal | undefined {
  if (/^[a-z][a-z0-9-]*:\S+$/u.test(code)) return undefined;
  return refusal(
    {
      fr: `Le code « ${code} » ne dit pas de quel logiciel il vient.`,
      en: `The code "${code}" does not say which library system it comes from.`,
    },
    {
      fr: 'Écrivez la source, deux-points, le code : koha:VSC, evergreen:BR1, pmb:3.',
      en: 'Write the source, a colon, the code: koha:VSC, evergreen:BR1, pmb:3.',
    },
  );
}

/** CAM-01: a purpose is in the catalogue, or the rule that forbids it is named. */
function refusePurpose(code: string): Refusal | undefined {
  const found = purposeByCode(code);
  if (found.kind === 'SIGNED') return undefined;
  const possible = purposeCodes.join(', ');
  const known: Text =
    found.kind === 'FORBIDDEN'
      ? {
          fr: `L’usage « ${code} » est interdit (${found.title.fr}) : aucun DPO ne peut le signer.`,
          en: `The purpose "${code}" is forbidden (${found.title.en}): no DPO can sign it.`,
        }
      : {
          fr: `L’usage « ${code} » n’est pas dans le catalogue.`,
          en: `The purpose "${code}" is not in the catalogue.`,
        };
  return refusal(
    known,
    {
      fr: `Retirez-le, ou choisissez l’un de : ${possible}.`,
      en: `Remove it, or choose one of: ${possible}.`,
    },
    found.rule,
  );
}

/** CAM-11. Days are `YYYY-MM-DD`, which sort as text; impossible ones are the schema's. */
function refuseElection(value: unknown): Refusal | undefined {
  const { firstRound, lastRound } = Object.fromEntries(Object.entries(value ?? {}));
  if (typeof firstRound !== 'string' || typeof lastRound !== 'string') return undefined;
  if (lastRound >= firstRound) return undefined;
  return refusal(
    {
      fr: 'Le dernier tour de cette élection vient avant le premier.',
      en: 'The last round of this election comes before the first.',
    },
    { fr: 'Corrigez firstRound ou lastRound.', en: 'Correct firstRound or lastRound.' },
    'CAM-11',
  );
}
