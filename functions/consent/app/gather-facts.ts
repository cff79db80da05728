import { purposeByCode } from '#core/catalogue/purposes.ts';
import { communeById, zoneOf } from '#core/network.ts';
import type { Runtime } from '#core/runtime.ts';
import type { Signed } from '../../governance/provides.ts';
import type { Patron, People } from '../../patrons/provides.ts';
import { digitalAge, isUnder, type Birth } from '../domain/age.ts';
import type { Contact, Facts, GateRequest, Reader } from '../domain/facts.ts';
import { asOfToday } from '../domain/as-of-today.ts';
import { noConsents, type Consents } from '../domain/ledger.ts';
import type { Meanings } from '../domain/meaning.ts';
import { contractEnd, reservesOf } from '../domain/network-facts.ts';
import { addressOf } from '../domain/recipient.ts';
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
  const guardians = await readGuardians(deps, [...patrons.values()], request);
  const contacts = [...patrons.values(), ...guardians.values()].flatMap((contact) => {
    const address = addressOf(contact, request.channel);
    return address === undefined ? [] : [address];
  });
  const communes = [...patrons.values()].map(({ commune }) => commune);
  const read = await deps.reads.readMany({
    subjectRefs,
    contacts: [...new Set(contacts)],
    communes: [...new Set([...communes, ...(request.joint ?? [])])],
  });
  return new Map(
    subjectRefs.map((subjectRef) => {
      const patron = patrons.get(subjectRef);
      const facts: Facts = {
        ...(patron && {
          reader: readerOf(patron),
          ...communeFacts(deps.runtime, {
            commune: patron.commune,
            signoffs: read.signoffs,
            request,
          }),
        }),
        guardian: guardians.get(subjectRef),
        consents: consentsOf(deps.runtime, {
          patron,
          consents: read.consents.get(subjectRef),
          meanings: read.meanings,
          request,
        }),
        suppressed: read.suppressed,
        smsWindow: deps.runtime.network.smsWindow,
      };
      return [subjectRef, { patron, facts }];
    }),
  );
}

/** As they count at the time of the question, where the reader lives (CON-07, CON-09). */
function consentsOf(
  { network }: Runtime,
  args: {
    patron: Patron | undefined;
    consents: Consents | undefined;
    meanings: Meanings;
    request: GateRequest;
  },
): Consents {
  const { patron, consents, meanings } = args;
  const { at } = args.request;
  if (!patron || !consents) return consents ?? noConsents;
  const commune = communeById(network, patron.commune);
  const today = at
    .toZonedDateTimeISO(commune ? zoneOf(network, commune) : network.zone)
    .toPlainDate();
  return asOfToday(consents, {
    birth: birthOf(patron),
    today,
    commune: patron.commune,
    meanings,
  });
}

const birthOf = ({ birthDate, birthYear, category }: Patron): Birth => ({
  birthDate,
  birthYear,
  category,
});

const readerOf = (patron: Patron): Reader => ({ ...patron, birth: birthOf(patron) });

function communeFacts(
  runtime: Runtime,
  args: { commune: string; signoffs: Signed; request: GateRequest },
): Pick<Facts, 'commune' | 'signedUntil' | 'reserves' | 'vendorUntil'> {
  const { network } = runtime;
  const { signoffs, request } = args;
  const commune = communeById(network, args.commune);
  if (!commune) return {};
  const found = purposeByCode(request.purpose);
  const asked = { commune: commune.id, joint: request.joint };
  return {
    commune: { hasDpo: commune.dpo !== undefined, zone: zoneOf(network, commune) },
    signedUntil:
      found.kind === 'SIGNED'
        ? signoffs.until({ ...asked, purpose: found.purpose.code })
        : undefined,
    reserves: reservesOf(network, commune.id),
    vendorUntil: contractEnd(network, request.channel),
  };
}

/** NOT-16: for those under 15. Keyed by the child. */
async function readGuardians(
  { runtime, people }: GateDeps,
  patrons: readonly Patron[],
  { at }: GateRequest,
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
