import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { parseInput } from '#core/validation.ts';
import { notCollected } from '../../../functions/patrons/domain/collected.ts';
import { isSamePerson } from '../../../functions/patrons/domain/duplicates.ts';
import { isFitNote, noteCodes, standingNotes } from '../../../functions/patrons/domain/notes.ts';
import { PatronInput } from '../../../functions/patrons/domain/patron.ts';
import { assessQuality } from '../../../functions/patrons/domain/quality.ts';

const record = (more: object) => ({ library: 'vs-centre', name: { family: 'Roy' }, ...more });
const rulesOf = (more: object) => {
  const parsed = parseInput(PatronInput, record(more));
  return parsed.ok ? [] : (parsed.problem.errors ?? []).map(({ rule }) => rule);
};

const Marked = z.record(
  z.string(),
  z.looseObject({
    'x-requirement': z.enum(['MANDATORY', 'OPTIONAL']),
    'x-label': z.object({ fr: z.string().min(1), en: z.string().min(1) }),
  }),
);
const OpenApi = z.looseObject({
  components: z.looseObject({
    schemas: z.looseObject({
      PatronInput: z.looseObject({ properties: Marked, additionalProperties: z.literal(false) }),
    }),
  }),
});

describe('[DAT-01] the closed list', () => {
  it('bears a mark and a name in both languages for the form, in the OpenAPI', () => {
    const file = join(import.meta.dirname, '../../../infra/openapi/openapi.json');
    const read = OpenApi.parse(JSON.parse(readFileSync(file, 'utf8')));
    const { properties } = read.components.schemas.PatronInput;
    expect(Object.keys(properties).toSorted()).toEqual(Object.keys(PatronInput.shape).toSorted());
    const mandatory = Object.entries(properties)
      .filter(([, field]) => field['x-requirement'] === 'MANDATORY')
      .map(([name]) => name);
    expect(mandatory).toEqual(['library', 'name', 'birthYear', 'address']);
  });

  it.each([
    ['[DAT-08] [#55] a number of the CCAS', { ccasId: '118' }, 'DAT-08'],
    ['[DAT-08] [#55] an electoral number', { electoralNumber: '7' }, 'DAT-08'],
    ['[DAT-08] a school', { ecole: 'Jules Ferry' }, 'DAT-08'],
    ['[DAT-09] the gender', { gender: 'F' }, 'DAT-09'],
    ['[DAT-09] the nationality', { nationality: 'FR' }, 'DAT-09'],
    ['[DAT-09] [#82] the family situation', { familySituation: 'seule' }, 'DAT-09'],
    ['[DAT-09] a photo', { photoUrl: 'https://example.org/x.jpg' }, 'DAT-09'],
    ['[DAT-03] the number of an identity card', { cni: '880692310285' }, 'DAT-03'],
  ])('refuses %s', (_title, more, rule) => {
    expect(rulesOf(more)).toEqual(['DAT-01', rule]);
  });

  it('refuses another unknown field by DAT-01 alone', () => {
    expect(rulesOf({ shoeSize: 42 })).toEqual(['DAT-01']);
  });
});

describe('[DAT-05] [#16] the occupation', () => {
  it('is one figure of PCS-2020', () => {
    expect([rulesOf({ occupation: '543a' }), rulesOf({ occupation: '5' })]).toEqual([
      ['DAT-05'],
      [],
    ]);
  });
  it('is taken only where a statistic uses it', () => {
    const codes = (commune: { cspEnabled?: boolean }) =>
      notCollected({ occupation: '5' }, commune).map(({ code }) => code);
    expect([codes({}), codes({ cspEnabled: true })]).toEqual([['OCCUPATION_OFF'], []]);
  });
});

describe('[DAT-04] [#82] notes', () => {
  const note = (text: string) => ({ notes: [{ text, by: 'accueil-2', on: '2026-11-20' }] });

  it('are codes of a list', () => {
    expect(noteCodes).toContain('ACCESS_LARGE_PRINT');
    expect(rulesOf({ notes: [{ code: 'ACCESS_LARGE_PRINT' }] })).toEqual([]);
    expect(rulesOf({ notes: [{ code: 'DIFFICULT' }] })).toHaveLength(1);
  });

  it.each([
    'caractériel, au RSA',
    'Vient IVRE le samedi',
    'divorcée depuis peu',
    'musulman',
    'dépressif',
  ])('never say: %s', (text) => {
    expect(rulesOf(note(text))).toEqual(['DAT-04']);
  });

  it.each([
    'A déménagé, nouvelle adresse à demander',
    'Connexion au portail refusée : contacter le transporteur',
    'Prendre contact avant la navette, romans en gros caractères',
    'Carte perdue, à refaire au prochain passage à la médiathèque',
  ])('may say: %s', (text) => {
    expect(isFitNote(text)).toBe(true);
  });

  it('in free words are short, dated, signed, and off unless the commune says so', () => {
    expect(rulesOf({ notes: [{ text: 'Rappeler lundi' }] })).toEqual(['DAT-04']);
    expect(rulesOf(note('a'.repeat(201)))).toHaveLength(1);
    const { notes } = PatronInput.parse(record(note('Rappeler lundi')));
    expect(notCollected({ notes }, {}).map(({ rule }) => rule)).toEqual(['DAT-04']);
    expect(notCollected({ notes }, { freeTextNotes: true })).toEqual([]);
  });

  it('end after four months; a code stays as long as the record says it', () => {
    const notes = [{ code: 'PREFERS_A_CALL' as const }, { text: 'x', by: 'a', on: '2026-10-31' }];
    const left = (day: string) => standingNotes(notes, Temporal.PlainDate.from(day)).length;
    expect([left('2027-02-27'), left('2027-02-28')]).toEqual([2, 1]);
  });
});

describe('[DAT-03] an identity document', () => {
  it('is seen by somebody on a day, and its number is warned about', () => {
    expect(rulesOf({ identitySeen: { by: 'accueil-1', on: '2026-11-21' } })).toEqual([]);
    expect(rulesOf({ identitySeen: { by: 'a', on: '2026-11-21', number: '1' } })).toEqual([
      'DAT-01',
    ]);
    const warned = (text: string) =>
      assessQuality(
        PatronInput.parse(record({ notes: [{ text, by: 'a', on: '2026-11-20' }] })),
        Temporal.PlainDate.from('2026-11-23'),
      ).warnings.map(({ rule }) => rule);
    expect(warned('CNI no 880692310285')).toEqual(['DAT-03']);
    expect(warned('passeport 12AB34567 vu')).toEqual(['DAT-03']);
    expect(warned('rendre les 12 documents')).toEqual([]);
  });
});

describe('[DAT-07] the same person twice', () => {
  const ana = {
    name: { family: 'Nguyên', given: ['Ana'] },
    birthYear: 1980,
    email: 'ana@example.org',
  };
  it.each([
    [
      'other case and accents, same mail',
      { ...ana, name: { family: 'NGUYEN', given: ['ana'] } },
      true,
    ],
    ['a namesake', { ...ana, email: 'other@example.org' }, false],
    [
      'a sister with the mail of the family',
      { ...ana, name: { family: 'Nguyên', given: ['Lu'] } },
      false,
    ],
    ['another year', { ...ana, birthYear: 1981 }, false],
    ['no birth', { name: ana.name, email: ana.email }, false],
  ])('%s', (_title, other, expected) => {
    expect(isSamePerson(ana, other)).toBe(expected);
  });
  it('needs no contact when both births are known to the day', () => {
    const child = (birthDate: string) => ({ name: { family: 'Roy', given: ['Li'] }, birthDate });
    expect(isSamePerson(child('2015-05-06'), child('2015-05-06'))).toBe(true);
    expect(isSamePerson(child('2015-05-06'), child('2015-06-05'))).toBe(false);
  });
});
