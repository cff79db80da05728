import { Temporal } from 'temporal-polyfill';
import { rules } from '#core/catalogue/rules.ts';
import { dayInWords } from '#core/html/day.ts';
import { renderPage } from '#core/html/document.tsx';
import type { Locale, Text } from '#core/text.ts';
import type { Slip } from '../app/slip.ts';

const words = {
  title: { fr: 'Bordereau d’élimination', en: 'Elimination slip' },
  controller: { fr: 'Responsable de traitement', en: 'Controller' },
  category: { fr: 'Catégorie', en: 'Category' },
  count: { fr: 'Nombre éliminé', en: 'Number destroyed' },
  span: { fr: 'Dates extrêmes', en: 'Date span' },
  rule: { fr: 'Règle', en: 'Rule' },
  at: { fr: 'Éliminé le', en: 'Destroyed on' },
  visa: { fr: 'Accord des archives départementales', en: 'Agreement of the departmental archives' },
  noVisa: { fr: 'Aucun accord enregistré', en: 'No agreement on file' },
} as const satisfies Record<string, Text>;

const categories: Readonly<Record<string, Text>> = {
  LOAN_LINK: {
    fr: 'Lien entre lecteurs et prêts rendus',
    en: 'Link between readers and returned loans',
  },
  HOLD_LINK: { fr: 'Réservations expirées', en: 'Expired holds' },
  ACCESS_LOG: { fr: 'Journal des consultations', en: 'Log of accesses' },
  KEPT_LOAN: { fr: 'Historique gardé à la demande', en: 'History kept on request' },
  DISPUTED_LOAN: { fr: 'Prêts contestés', en: 'Disputed loans' },
  CONSENT_PROOF: { fr: 'Preuves d’accord', en: 'Proofs of consent' },
  OPPOSED_CONTACT: { fr: 'Empreintes de contacts opposés', en: 'Prints of opposed contacts' },
  ARCHIVE_CONSULTATION: { fr: 'Consultations d’archives', en: 'Archive consultations' },
  DEBT: { fr: 'Dettes (montants)', en: 'Debts (amounts)' },
  TITLE: { fr: 'Titres de recettes', en: 'Debt titles' },
  INTERNET_TECHNICAL: { fr: 'Connexions à internet', en: 'Internet connections' },
  INTERNET_SECURITY: {
    fr: 'Connexions à internet : sécurité',
    en: 'Internet connections: security',
  },
  INTERNET_IDENTITY: {
    fr: 'Connexions à internet : identité',
    en: 'Internet connections: identity',
  },
};

/** RET-21: the slip as it is printed and filed; counts and dates, no names. */
export function slipPage(
  { run, communeName, zone, archivesVisaRef }: Slip,
  locale: Locale,
): string {
  const rows: [Text, string][] = [
    [words.controller, communeName],
    [words.category, categories[run.category]?.[locale] ?? run.category],
    [words.count, String(run.deleted)],
    [words.span, spanOf(run, locale)],
    [words.rule, `${rules[run.rule].sentence[locale]} (${run.rule})`],
    [words.at, dayInWords(localDay(run.at, zone), locale)],
    [words.visa, archivesVisaRef ?? words.noVisa[locale]],
  ];
  return renderPage({
    locale,
    title: words.title[locale],
    children: (
      <dl>
        {rows.map(([term, value]) => (
          <div>
            <dt>{term[locale]}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    ),
  });
}

/** The first and the last day; one day once. */
function spanOf({ from, to }: Slip['run'], locale: Locale): string {
  const days = new Set([from, to].filter((day) => day !== undefined));
  return [...days].map((day) => dayInWords(day, locale)).join(' – ');
}

const localDay = (at: string, zone: string) =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString();
