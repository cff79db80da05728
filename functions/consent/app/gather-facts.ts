import type { Temporal } from 'temporal-polyfill';
import { purposeByCode } from '#core/catalogue/purposes.ts';
import { communeById, dateIn, zoneIn } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Signed } from '../../governance/provides.ts';
import type { Patron, People } from '../../patrons/provides.ts';
import { digitalAge, isUnder, type Birth } from '#core/age.ts';
import type { Contact, Facts, GateRequest, Reader, RecipientKind } from '../domain/facts.ts';
import { asOfToday } from '../domain/as-of-today.ts';
import { noConsents, type Channel, type Consents } from '../domain/ledger.ts';
import type { Meanings } from '../domain/meaning.ts';
import { contractEnd, reservesOf } from '../domain/network-facts.ts';
import { addressOf, recipientOf } from '../domain/recipient.ts';
import type { GateReads } from './ports.ts';

export interface GateDeps {
  readonly runtime: Runtime;
  readonly people: People;
  readonly reads: GateReads;
}

export interface Gathered {
  readonly patron?: Patron | undefined;
  readonly facts: Facts;
}

/**
 * Everything the gate needs on many readers, in two strongly consistent calls: the directory, then choices,
 * meanings, suppressions and sign-offs together. Guardians who are readers themselves cost one more, for the children alone.
 */
export async function gatherFacts(
  deps: GateDeps,
  subjectRefs: readonly string[],
  request: GateRequest,
): Promise<Map<string, Gathered>> {
  const patrons = await deps.people.readMany(subjectRefs);
  const guardians = await readGuardians(deps, [...patrons.values()], request.at);
  const contacts = [...patrons.values(), ...guardians.values()].flatMap((contact) => {
    const address = addressOf(contact, request.channel);
    return address === undefined ? [] : [address];
  });
  const communes = [...new Set([...patrons.values()].map(({ commune }) => commune))];
  const read = await deps.reads.readMany({
    subjectRefs,
    contacts: [...new Set(contacts)],
    communes: [...new Set([...communes, ...(request.joint ?? [])])],
  });
  const places = new Map(
    communes.map((commune) => [
      commune,
      placeOf(deps.runtime, { commune, signoffs: read.signoffs, request }),
    ]),
  );
  return new Map(
    subjectRefs.map((subjectRef) => {
      const patron = patrons.get(subjectRef);
      const place = patron && places.get(patron.commune);
      const consents = read.consents.get(subjectRef) ?? noConsents;
      const { meanings } = read;
      const facts: Facts = {
        ...(patron && { reader: readerOf(patron), ...place?.facts }),
        guardian: guardians.get(subjectRef),
        consents: place ? consentsOf(patron, { consents, meanings, today: place.today }) : consents,
        suppressed: read.suppressed,
        smsWindow: deps.runtime.network.smsWindow,
      };
      return [subjectRef, { patron, facts }];
    }),
  );
}

/** Who is written to about one reader, and where, whatever the gate says (NOT-16); nothing when nobody can be. */
export async function addresseeOf(
  deps: Pick<GateDeps, 'runtime' | 'people'>,
  patron: Patron,
  { channel, now }: { channel: Channel; now: Temporal.Instant },
): Promise<{ kind: RecipientKind; address: string } | undefined> {
  const guardian = (await readGuardians(deps, [patron], now)).get(patron.subjectRef);
  const today = dateIn(deps.runtime.network, patron.commune, now);
  const recipient = recipientOf({ reader: readerOf(patron), guardian }, channel, today);
  const address = recipient && addressOf(recipient.contact, channel);
  return recipient && address !== undefined ? { kind: recipient.kind, address } : undefined;
}

/** As they count at the time of the question, where the reader lives (CON-07, CON-09). */
const consentsOf = (
  patron: Patron,
  args: { consents: Consents; meanings: Meanings; today: Temporal.PlainDate },
): Consents =>
  asOfToday(args.consents, { ...args, birth: birthOf(patron), commune: patron.commune });

const birthOf = ({ birthDate, birthYear, category }: Patron): Birth => ({
  birthDate,
  birthYear,
  category,
});

const readerOf = (patron: Patron): Reader => ({ ...patron, birth: birthOf(patron) });

/** What holds for every reader of a commune, and which day it is there at the time of the question. */
function placeOf(
  runtime: Runtime,
  args: { commune: string; signoffs: Signed; request: GateRequest },
): {
  readonly today: Temporal.PlainDate;
  readonly facts: Pick<Facts, 'commune' | 'signedUntil' | 'reserves' | 'vendorUntil'>;
} {
  const { network } = runtime;
  const { signoffs, request } = args;
  const commune = communeById(network, args.commune);
  const zone = zoneIn(network, args.commune);
  const today = dateIn(network, args.commune, request.at);
  if (!commune) return { today, facts: {} };
  const found = purposeByCode(request.purpose);
  const asked = { commune: commune.id, joint: request.joint };
  const facts = {
    commune: { hasDpo: commune.dpo !== undefined, zone },
    signedUntil:
      found.kind === 'SIGNED'
        ? signoffs.until({ ...asked, purpose: found.purpose.code })
        : undefined,
    reserves: reservesOf(network, commune.id),
    vendorUntil: contractEnd(network, request.channel),
  };
  return { today, facts };
}

/** NOT-16: for those under 15. Keyed by the child. */
async function readGuardians(
  { runtime, people }: Pick<GateDeps, 'runtime' | 'people'>,
  patrons: readonly Patron[],
  at: Temporal.Instant,
): Promise<Map<string, Contact>> {
  const today = at.toZonedDateTimeISO(runtime.network.zone).toPlainDate();
  const children = patrons.filter(
    (patron) => patron.guardian && isUnder(digitalAge, birthOf(patron), today),
  );
  const refs = children.flatMap(({ guardian }) =>
    guardian && 'patronRef' in guardian ? [guardian.patronRef] : [],
  );
  const located =
    refs.length > 0 ? await people.locateMany(refs) : new Map<string, { subjectRef: string }>();
  const adults =
    located.size > 0
      ? await people.readMany([...located.values()].map((one) => one.subjectRef))
      : undefined;
  return new Map(
    children.flatMap(({ subjectRef, guardian }): [string, Contact][] => {
      if (!guardian) return [];
      if (!('patronRef' in guardian)) return [[subjectRef, { ...guardian, invalidChannels: [] }]];
      const adult = adults?.get(located.get(guardian.patronRef)?.subjectRef ?? '');
      return adult?.state === 'ACTIVE' ? [[subjectRef, adult]] : [];
    }),
  );
}
