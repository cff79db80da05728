import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { demoNow, demoSeed, generateDemo } from '../../../infra/local/demo/generate.ts';

const demo = generateDemo({ seed: demoSeed, now: demoNow, readers: 2000 });
const now = Temporal.Instant.from(demoNow);
const { patrons, events } = demo;
const share = (matching: number): number => matching / patrons.length;
const ofType = (type: string) => events.filter((event) => event.type === type);
const all = JSON.stringify(demo);

describe('the demo network', () => {
  it('is the same for the same seed and another for another', () => {
    const small = { now: demoNow, readers: 120 };
    const once = generateDemo({ ...small, seed: 7 });
    expect(generateDemo({ ...small, seed: 7 })).toEqual(once);
    expect(generateDemo({ ...small, seed: 8 })).not.toEqual(once);
  });

  it('has 2,000 readers in nine libraries, numbered without gap', () => {
    expect(patrons.map(({ patronRef }) => patronRef)).toEqual(
      Array.from({ length: 2000 }, (_, index) => `koha:${1001 + index}`),
    );
    expect(new Set(patrons.map(({ library }) => library)).size).toBe(9);
    expect(new Set(patrons.map(({ commune }) => commune))).toEqual(
      new Set(['valserine', 'montfort', 'les-essarts']),
    );
  });

  it('counts what it promises', () => {
    expect(share(patrons.filter(({ email }) => email).length)).toBeCloseTo(0.68, 1);
    expect(share(patrons.filter(({ informed }) => informed).length)).toBeCloseTo(0.88, 1);
    expect(share(patrons.filter(({ birthDate }) => birthDate).length)).toBeCloseTo(0.33, 1);
    expect(ofType('loan.created').length - ofType('loan.returned').length).toBeGreaterThan(1500);
    expect(ofType('loan.returned').length).toBeGreaterThan(2000);
    expect(ofType('hold.waiting').length).toBeGreaterThan(50);
  });

  it('knows Ana Nguyên of the examples', () => {
    expect(patrons.find(({ patronRef }) => patronRef === 'koha:1042')).toMatchObject({
      library: 'vs-centre',
      name: { family: 'Nguyên', given: ['Ana'] },
      birthYear: 1980,
      email: 'ana@example.org',
      mobile: '+33612345678',
    });
    expect(events.some(({ patronRef }) => patronRef === 'koha:1042')).toBe(true);
  });
});

describe('its persons', () => {
  it('[DAT-02] hold nothing that looks like a social security number', () => {
    expect(all.replaceAll(/[\s.]/gu, '')).not.toMatch(/\d{13}/u);
  });

  it('[DAT-06] have a full birth date as minors only, and then a guardian who came before them', () => {
    const seen = new Set<string>();
    for (const { patronRef, category, birthDate, birthYear, guardian } of patrons) {
      expect([birthDate === undefined, birthYear === undefined]).toEqual(
        category === 'ADULT' ? [true, false] : [false, true],
      );
      expect(guardian === undefined).toBe(category === 'ADULT');
      const before = guardian && 'patronRef' in guardian ? seen.has(guardian.patronRef) : true;
      expect(before).toBe(true);
      seen.add(patronRef);
    }
  });

  it('[DAT-07] have fictional E.164 numbers, addresses that lead nowhere, and no double', () => {
    const strangers = patrons.filter(({ patronRef }) => patronRef !== 'koha:1042');
    for (const { mobile, landline, email } of strangers) {
      expect(mobile ?? '+33639980000').toMatch(/^\+3363998\d{4}$/u);
      expect(landline ?? '+33199000000').toMatch(/^\+33(19900|46571)\d{4}$/u);
      expect(email ?? 'a@example.org').toMatch(/^[a-z0-9.]+@example\.(org|net)$/u);
    }
    for (const key of ['email', 'mobile', 'landline'] as const) {
      const values = patrons.flatMap((patron) => patron[key] ?? []);
      expect(new Set(values).size).toBe(values.length);
    }
    const persons = patrons.map(({ name, birthDate, birthYear }) =>
      JSON.stringify([name, birthYear ?? birthDate?.slice(0, 4)]),
    );
    expect(new Set(persons).size).toBe(persons.length);
  });

  it('[RET-10] are dormant in a few cases only: the others have a loan or a card of this year', () => {
    const borrowers = new Set(events.map(({ patronRef }) => patronRef));
    const dormant = patrons.filter(
      ({ patronRef, enrolledOn }) => !borrowers.has(patronRef) && enrolledOn < '2025-11-23',
    );
    expect(dormant.length).toBeGreaterThan(3);
    expect(dormant.length).toBeLessThan(20);
  });
});

describe('its events', () => {
  it('are strictly ordered, before now, with ids of their own', () => {
    const instants = events.map(({ at }) => Temporal.Instant.from(at).epochMilliseconds);
    expect(
      instants.every((at, index) => index === 0 || at > (instants[index - 1] ?? Infinity)),
    ).toBe(true);
    expect(instants.at(-1)).toBeLessThan(now.epochMilliseconds);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('[RET-01] return nothing whose fourth month is over', () => {
    const purges = ofType('loan.returned').map(({ at }) =>
      Temporal.Instant.from(at)
        .toZonedDateTimeISO('Europe/Paris')
        .with({ day: 1 })
        .startOfDay()
        .add({ months: 5 })
        .toInstant(),
    );
    expect(purges.every((purge) => Temporal.Instant.compare(now, purge) < 0)).toBe(true);
  });

  it('tell each loan in order and lend a copy to one reader at a time', () => {
    const holder = new Map<string, string>();
    for (const event of events) {
      if (!('loanRef' in event)) continue;
      const held = holder.get(event.itemRef);
      expect(held).toBe(event.type === 'loan.created' ? undefined : event.loanRef);
      if (event.type === 'loan.returned') holder.delete(event.itemRef);
      else holder.set(event.itemRef, event.loanRef);
    }
  });
});
