import type { ImportRun } from '../../import/run-import.ts';
import type { IlsEvent } from '../../wire.ts';
import type { StoryReader } from './story.ts';

/** ARCEP numbers for fiction whose last ten the generated network leaves free. */
const mobile = '+33639989999';
const email = 'ysoline.quintefeuille@example.org';

/** A reader made for the story, in the demo network. Her name occurs nowhere else, so that it can be searched for. */
export function inventReader(today: string): StoryReader {
  return {
    row: {
      patronRef: 'koha:9001042',
      library: 'vs-centre',
      commune: 'valserine',
      category: 'ADULT',
      name: { family: 'Quintefeuille', given: ['Ysoline'] },
      birthYear: 1987,
      address: { lines: ['4 place de la Mairie'], postCode: '01200', city: 'Valserine' },
      email,
      mobile,
      language: 'fr',
      enrolledOn: today,
    },
    loanRef: 'koha:900991',
    itemRef: 'koha:item:905512',
    title: 'Les Chouans',
    author: 'Balzac, Honoré de',
    isImported: false,
    otherLoanRefs: [],
  };
}

type Created = Extract<IlsEvent, { type: 'loan.created' }>;

/**
 * An imported reader with open loans, as few as possible, whose family name nobody shares. The desk completes the
 * record with what the export lacks: an address, an e-mail, a mobile.
 */
export function chooseImportedReader({ patrons, events }: ImportRun): StoryReader | undefined {
  const loans = events.items.filter((event): event is Created => event.type === 'loan.created');
  const loansOf = (patronRef: string) => loans.filter((loan) => loan.patronRef === patronRef);
  const text = JSON.stringify([patrons.items, events.items]);
  const isAlone = (family: string) => text.split(family).length === 2;
  const [chosen] = patrons.items
    .filter(
      ({ category, name, patronRef }) =>
        category === 'ADULT' &&
        isAlone(name.family) &&
        loansOf(patronRef).some(({ title }) => title),
    )
    .sort((a, b) => loansOf(a.patronRef).length - loansOf(b.patronRef).length);
  const [loan, ...others] = chosen ? loansOf(chosen.patronRef) : [];
  if (!chosen || !loan) return undefined;
  const address = { lines: ['1 rue des Lilas'], postCode: '01200', city: 'Valserine' };
  return {
    row: { ...chosen, email, mobile, address },
    loanRef: loan.loanRef,
    itemRef: loan.itemRef,
    title: loan.title ?? '',
    author: loan.author ?? '',
    isImported: true,
    otherLoanRefs: others.map(({ loanRef }) => loanRef),
  };
}
