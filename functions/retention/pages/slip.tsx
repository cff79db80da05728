import { rules } from '#core/catalogue/rules.ts';
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
};

/** RET-21: the slip as it is printed and filed; counts and dates, no names. */
export function slipPage({ run, communeName, archivesVisaRef }: Slip, locale: Locale): string {
  const rows: [Text, string][] = [
    [words.controller, communeName],
    [words.category, categories[run.category]?.[locale] ?? run.category],
    [words.count, String(run.deleted)],
    [words.span, [run.from, run.to].filter(Boolean).join(' – ')],
    [words.rule, `${run.rule} — ${rules[run.rule].sentence[locale]}`],
    [words.at, run.at],
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
