import { monthInWords } from '#core/html/day.ts';
import { renderPage } from '#core/html/document.tsx';
import { Table } from '#core/html/table.tsx';
import type { Network } from '#core/network.ts';
import type { Locale, Text } from '#core/text.ts';
import type { LoanStatistics, MonthOfLoans } from '../app/read-loans.ts';
import type { Shown } from '../domain/month.ts';
import { BarChart } from './bar-chart.tsx';

const words = {
  title: { fr: 'Prêts par mois', en: 'Loans by month' },
  place: { fr: 'Lieu', en: 'Place' },
  loans: { fr: 'Prêts', en: 'Loans' },
  renewals: { fr: 'Prolongations', en: 'Renewals' },
  returns: { fr: 'Retours', en: 'Returns' },
  holds: { fr: 'Réservations', en: 'Holds' },
  all: { fr: 'Ensemble', en: 'Total' },
  hidden: { fr: 'caché', en: 'hidden' },
  none: {
    fr: 'Aucun mois de cette période n’est compté.',
    en: 'No month of this time is counted.',
  },
  open: {
    fr: 'Ce mois sera compté plus tard.',
    en: 'This month will be counted later.',
  },
} as const satisfies Record<string, Text>;

const why = (k: number): Text => ({
  fr: `Un nombre est caché quand moins de ${String(k)} personnes sont derrière lui, ou quand il permettrait d’en retrouver un autre.`,
  en: `A number is hidden when fewer than ${String(k)} persons stand behind it, or when another could be worked out from it.`,
});

/** The statistics to read and to print: a chart of the months and, beside it, the table that says the same and more. */
export function loansPage({ k, items }: LoanStatistics, network: Network, locale: Locale): string {
  const communes = network.communes.filter(({ id }) => items.some(({ commune }) => commune === id));
  return renderPage({
    locale,
    site: network.name,
    title: words.title[locale],
    children: (
      <>
        <p>{why(k)[locale]}</p>
        {communes.length === 0 && <p>{words.none[locale]}</p>}
        {communes.map((commune) => (
          <CommuneLoans
            commune={commune}
            months={items.filter((month) => month.commune === commune.id)}
            locale={locale}
          />
        ))}
      </>
    ),
  });
}

interface CommuneProps {
  readonly commune: Network['communes'][number];
  readonly months: readonly MonthOfLoans[];
  readonly locale: Locale;
}

function CommuneLoans({ commune: { id, name, libraries }, months, locale }: CommuneProps) {
  const names = new Map(libraries.map((library) => [library.id, library.name]));
  const bars = months.map(({ month, total }) => ({
    label: `${monthInWords(month, locale)} : ${figure(total?.loans, locale)}`,
    value: total?.loans ?? undefined,
  }));
  return (
    <section aria-label={name}>
      <h2>{name}</h2>
      {bars.some(({ value }) => value !== undefined) && (
        <BarChart title={`${words.title[locale]}, ${name}`} bars={bars} />
      )}
      {months.map((month) => (
        <Month id={`${id}-${month.month}`} month={month} names={names} locale={locale} />
      ))}
    </section>
  );
}

const columns = ['loans', 'renewals', 'returns', 'holds'] as const;

interface MonthProps {
  readonly id: string;
  readonly month: MonthOfLoans;
  /** Of the libraries. */
  readonly names: ReadonlyMap<string, string>;
  readonly locale: Locale;
}

function Month({ id, month: { month, total, libraries = [] }, names, locale }: MonthProps) {
  const rows = libraries.map(({ library, ...shown }) =>
    figures(names.get(library) ?? library, shown, locale),
  );
  return (
    <>
      <h3 id={id}>{monthInWords(month, locale)}</h3>
      {total ? (
        <Table
          isNamed
          labelledBy={id}
          headings={[words.place[locale], ...columns.map((column) => words[column][locale])]}
          rows={[...rows, figures(words.all[locale], total, locale)]}
        />
      ) : (
        <p>{words.open[locale]}</p>
      )}
    </>
  );
}

const figures = (name: string, shown: Shown, locale: Locale) => [
  name,
  ...columns.map((column) => figure(shown[column], locale)),
];

const figure = (value: number | null | undefined, locale: Locale) =>
  value?.toLocaleString(locale) ?? words.hidden[locale];
