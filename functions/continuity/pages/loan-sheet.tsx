import { dayInFigures } from '#core/html/day.ts';
import { renderPage } from '#core/html/document.tsx';
import { Table } from '#core/html/table.tsx';
import type { Locale, Text } from '#core/text.ts';
import type { NamedLoan } from '../../loans/provides.ts';
import type { Sheet } from '../app/open-loans.ts';

const words = {
  title: { fr: 'Fiche de prêt manuel', en: 'Sheet for lending by hand' },
  how: {
    fr: 'À emporter quand le service est suspendu. Notez chaque prêt et chaque retour avec sa date : au retour du service, ils y seront saisis à ces dates.',
    en: 'To take along when the service is suspended. Write down each loan and each return with its date: once the service is back, they are entered with these dates.',
  },
  destroy: {
    fr: 'Elle dit qui a emprunté quoi : gardez-la sous clé, et détruisez-la dès que tout est saisi.',
    en: 'It says who borrowed what: keep it locked away, and destroy it as soon as all is entered.',
  },
  open: { fr: 'Prêts en cours', en: 'Open loans' },
  none: { fr: 'Aucun prêt en cours sur cette feuille.', en: 'No open loan on this sheet.' },
  manual: { fr: 'Prêts faits à la main', en: 'Loans made by hand' },
  next: { fr: 'Feuille suivante', en: 'Next sheet' },
  due: { fr: 'À rendre le', en: 'Due on' },
  // The library system's own number: nobody told us what is printed on the card.
  reader: { fr: 'Lecteur (référence)', en: 'Reader (reference)' },
  card: { fr: 'Carte', en: 'Card' },
  work: { fr: 'Document', en: 'Document' },
  item: { fr: 'Exemplaire', en: 'Item' },
  returned: { fr: 'Rendu le', en: 'Returned on' },
  loaned: { fr: 'Prêté le, à', en: 'Lent on, at' },
} as const satisfies Record<string, Text>;

const openHeadings = [words.due, words.reader, words.work, words.item, words.returned];
const manualHeadings = [words.loaned, words.card, words.item, words.due, words.returned];

/** To be filled in by hand: room that a table keeps. */
const blank = '\u00A0';
const blankLines = 15;

/** GOV-18: what is out, then lines for what leaves by hand, on the last sheet. To print; readable on a screen. */
export function loanSheet(
  sheet: Sheet,
  { locale, nextUrl }: { locale: Locale; nextUrl: string | undefined },
): string {
  return renderPage({
    locale,
    site: `${sheet.library}, ${dayInFigures(sheet.at, locale)}`,
    title: words.title[locale],
    isWide: true,
    children: (
      <>
        <p>{words.how[locale]}</p>
        <p>{words.destroy[locale]}</p>
        <h2>{`${words.open[locale]} (${String(sheet.total)})`}</h2>
        <OpenLines loans={sheet.loans} locale={locale} />
        {nextUrl === undefined ? (
          <ManualLines locale={locale} />
        ) : (
          <p>
            <a rel="next" href={nextUrl}>
              {words.next[locale]}
            </a>
          </p>
        )}
      </>
    ),
  });
}

function OpenLines({ loans, locale }: { loans: readonly NamedLoan[]; locale: Locale }) {
  if (loans.length === 0) return <p>{words.none[locale]}</p>;
  const rows = loans.map((loan) => cellsOf(loan, locale));
  return (
    <div class="hand">
      <Table headings={openHeadings.map((heading) => heading[locale])} rows={rows} />
    </div>
  );
}

function ManualLines({ locale }: { locale: Locale }) {
  const rows = Array.from({ length: blankLines }, () => manualHeadings.map(() => blank));
  return (
    <>
      <h2>{words.manual[locale]}</h2>
      <div class="hand blank">
        <Table headings={manualHeadings.map((heading) => heading[locale])} rows={rows} />
      </div>
    </>
  );
}

const cellsOf = (loan: NamedLoan, locale: Locale): string[] => [
  loan.dueOn === undefined ? blank : dayInFigures(loan.dueOn, locale),
  loan.patronRef,
  loan.title ?? blank,
  loan.itemRef ?? blank,
  blank,
];
