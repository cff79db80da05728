import type { Subject } from '#core/vault/subject-keys.ts';
import type { Patron, People } from '../../patrons/provides.ts';
import type { Debtor } from '../domain/title.ts';
import type { Debtors } from './ports.ts';

/**
 * The identity to be copied onto a title (RET-14). The directory knows a guardian only of a minor, and it is the guardian
 * who owes (M): another reader, or somebody who is named there. A guardian who is not known any more leaves the child's name.
 */
export function createDebtors(people: Pick<People, 'locate' | 'read'>): Debtors {
  return {
    of: async (reader: Subject) => {
      const patron = await people.read(reader.subjectRef);
      if (!patron) return undefined;
      const { guardian } = patron;
      if (!guardian) return own(patron);
      if ('name' in guardian) {
        const { name, address = patron.address } = guardian;
        return { debtor: debtorOf({ name, address }) };
      }
      const located = await people.locate(guardian.patronRef);
      const parent = located && (await people.read(located.subjectRef));
      return own(parent ?? patron);
    },
  };
}

const own = (patron: Patron) => ({ debtor: debtorOf(patron), subjectRef: patron.subjectRef });

function debtorOf({ name, address }: Pick<Patron, 'name' | 'address'>): Debtor {
  return { name, ...(address && { address }) };
}
