import { Temporal } from 'temporal-polyfill';
import { renderPage } from '#core/html/document.tsx';
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
    title: words.title[locale],
    children: (
      <>
        <p>{why(k)[locale]}</p>
        {communes.length === 0 && <p>{words.none[locale]}</p>}
        {communes.map(({ id, name, libraries }) => (
          <CommuneLoans
            name={name}
            names={new Map(libraries.map((library) => [library.id, library.name]))}
            months={items.filter(({ commune }) => commune === id)}
            locale={locale}
          />
        ))}
      </>
    ),
  });
}

interface CommuneProps {
  readonly name: string;
  /** Of its libraries. */
  readonly names: ReadonlyMap<string, string>;
  readonly months: readonly MonthOfLoans[];
  readonly locale: Locale;
}

function CommuneLoans({ name, names, months, locale }: CommuneProps) {
  const bars = months.map(({ month, total }) => ({
    label: monthName(month, locale),
    value: total?.loans ?? null,
  }));
  return (
    <section aria-label={name}>
      <h2>{name}</h2>
      <BarChart
        title={`${words.title[locale]}, ${name}`}
        bars={bars}
        hidden={words.hidden[locale]}
      />
      {months.map((month) => (
        <MonthTable month={month} names={names} locale={locale} />
      ))}
    </section>
  );
}

const columns = ['loans', 'renewals', 'returns', 'holds'] as const;

function MonthTable({
  month: { month, total, libraries = [] },
  names,
  locale,
}: {
  readonly month: MonthOfLoans;
  readonly names: ReadonlyMap<string, string>;
  readonly locale: Locale;
}) {
  return (
    <>
      <h3>{monthName(month, locale)}</h3>
      {!total && <p>{words.open[locale]}</p>}
      {total && (
        <table>
          <caption>{monthName(month, locale)}</caption>
          <thead>
            <tr>
              <th scope="col">{words.place[locale]}</th>
              {columns.map((column) => (
                <th scope="col">{words[column][locale]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {libraries.map(({ library, ...shown }) => (
              <FiguresRow name={names.get(library) ?? library} shown={shown} locale={locale} />
            ))}
            <FiguresRow name={words.all[locale]} shown={total} locale={locale} />
          </tbody>
        </table>
      )}
    </>
  );
}

function FiguresRow(props: {
  readonly name: string;
  readonly shown: Shown;
  readonly locale: Locale;
}) {
  const { name, shown, locale } = props;
  return (
    <tr>
      <th scope="row">{name}</th>
      {columns.map((column) => (
        <td>{shown[column]?.toLocaleString(locale) ?? words.hidden[locale]}</td>
      ))}
    </tr>
  );
}

const monthName = (month: string, locale: Locale): string =>
  Temporal.PlainYearMonth.from(month)
    .toPlainDate({ day: 1 })
    .toLocaleString(locale, { month: 'long', year: 'numeric' });
