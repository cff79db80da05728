import * as z from 'zod';
import { asked } from './asked.ts';
import { decide } from './gate.ts';
import { openPage, press } from './page.ts';
import {
  desk,
  goTo,
  ils,
  pathOf,
  readNow,
  say,
  writeInstant,
  type Step,
  type Story,
  type StoryReader,
} from './story.ts';

const stateAnswer = z.object({ state: z.string() });
const purposesAnswer = z.object({
  items: z.array(
    z.object({ code: z.string(), active: z.record(z.string(), z.object({ state: z.string() })) }),
  ),
});

/** Fourteen when the demo begins, fifteen on 10 February 2027. */
const birthDate = '2012-02-10';
const consentPath = '/consents/NEWSLETTER/EMAIL';

/** The teenager of the second story; her name occurs nowhere else. */
export function inventTeenager(today: string): StoryReader {
  return {
    row: {
      patronRef: 'koha:9002012',
      library: 'vs-centre',
      commune: 'valserine',
      category: 'TEEN',
      name: { family: 'Aubépin', given: ['Maïa'] },
      address: { lines: ['9 chemin du Lavoir'], postCode: '01200', city: 'Valserine' },
      email: 'maia.aubepin@example.org',
      mobile: '+33639989998',
      language: 'fr',
      enrolledOn: today,
    },
    loanRef: 'koha:900992',
    itemRef: 'koha:item:905513',
    title: '',
    author: '',
    isImported: false,
    otherLoanRefs: [],
  };
}

async function enrol(story: Story): Promise<string> {
  const { patronRef: _ref, ...row } = story.reader.row;
  const guardian = {
    name: { family: 'Aubépin', given: ['Hélène'] },
    email: 'helene.aubepin@example.org',
  };
  const body = { ...row, birthDate, guardian };
  const answer = await ils(story).call({
    method: 'PUT',
    path: pathOf(story),
    body,
    answer: z.unknown(),
  });
  return say(answer, () => 'inscrite');
}

interface Word {
  readonly decision: 'GIVEN' | 'REFUSED';
  readonly by: 'PATRON' | 'GUARDIAN';
  readonly ref: string;
}

/** What one of the family says at the desk, and whether the newsletter may go out afterwards. */
async function speak(story: Story, { decision, by, ref }: Word): Promise<string> {
  const body = {
    decision,
    act: 'FORM_TICK',
    at: writeInstant(await readNow(story.server)),
    notice: { id: 'newsletter', version: 1, locale: 'fr' },
    collectedBy: { type: by, ref },
    evidence: { kind: 'PAPER_FORM', ref: `formulaire-${ref}` },
  };
  const path = pathOf(story, consentPath);
  const answer = await desk(story).call({ method: 'PUT', path, body, answer: stateAnswer });
  return answer.ok
    ? `${answer.value.state}, ${await decide(story, 'NEWSLETTER', 'EMAIL')}`
    : say(answer, () => '');
}

async function decideOn(story: Story, day: string): Promise<string> {
  await goTo(story, day);
  return decide(story, 'NEWSLETTER', 'EMAIL');
}

async function readAsParent({ server, reader }: Story): Promise<string> {
  const parent = server.as('GUARDIAN', { guardianOf: [reader.row.patronRef] });
  const path = `/v1/patrons/${encodeURIComponent(reader.row.patronRef)}/consents`;
  return say(await parent.call({ method: 'GET', path, answer: z.unknown() }), () => 'visibles');
}

/** Her page says until when she may confirm. */
async function readGrace(story: Story): Promise<string> {
  return /s’arrête le ([^<]+?) si/u.exec(await openPage(story))?.[1] ?? 'aucune date';
}

async function readSignoff(story: Story): Promise<string> {
  const path = '/v1/purposes?limit=100';
  const answer = await desk(story).call({ method: 'GET', path, answer: purposesAnswer });
  return say(answer, ({ items }) => {
    const found = items.find(({ code }) => code === 'NEWSLETTER');
    return found?.active[story.reader.row.commune]?.state ?? 'absent';
  });
}

/** `npm run demo -- consent`: a family, a birthday, a text that changes, and a data protection officer who forgets. */
export const family: readonly Step[] = [
  {
    title: { fr: 'Maïa, quatorze ans, s’inscrit', en: 'Maïa, fourteen, enrols' },
    rules: ['CON-05'],
    expect: 'inscrite',
    act: enrol,
  },
  {
    title: { fr: 'Elle voudrait la lettre d’information', en: 'She would like the newsletter' },
    rules: ['CON-06'],
    expect: 'PENDING_GUARDIAN, PENDING_GUARDIAN',
    act: (story) => speak(story, { decision: 'GIVEN', by: 'PATRON', ref: 'maia' }),
  },
  {
    title: { fr: 'Son père ne veut pas', en: 'Her father does not want it' },
    rules: ['CON-06'],
    expect: 'REFUSED, REFUSED',
    act: (story) => speak(story, { decision: 'REFUSED', by: 'GUARDIAN', ref: 'pere' }),
  },
  {
    title: {
      fr: 'Sa mère veut bien : le refus du père compte',
      en: 'Her mother agrees: the father’s refusal counts',
    },
    rules: ['CON-06'],
    expect: '409 CON-06',
    act: (story) => speak(story, { decision: 'GIVEN', by: 'GUARDIAN', ref: 'mere' }),
  },
  {
    title: { fr: 'Son père se laisse convaincre', en: 'Her father is won over' },
    rules: ['CON-06'],
    expect: 'PENDING_GUARDIAN, PENDING_GUARDIAN',
    act: (story) => speak(story, { decision: 'GIVEN', by: 'GUARDIAN', ref: 'pere' }),
  },
  {
    title: { fr: 'Et Maïa redit oui', en: 'And Maïa says yes again' },
    rules: ['CON-06'],
    expect: 'GIVEN, oui',
    act: (story) => speak(story, { decision: 'GIVEN', by: 'PATRON', ref: 'maia' }),
  },
  {
    title: { fr: 'Elle a quinze ans : rien ne s’arrête', en: 'She is fifteen: nothing stops' },
    rules: ['CON-07'],
    expect: 'oui',
    act: (story) => decideOn(story, '2027-02-10'),
  },
  {
    title: {
      fr: 'Ses parents ne voient plus ses choix',
      en: 'Her parents no longer see her choices',
    },
    rules: ['CON-07', 'DIS-06'],
    expect: '403 GOV-10',
    act: readAsParent,
  },
  {
    title: {
      fr: 'Sa page lui dit jusqu’à quand confirmer',
      en: 'Her page says until when to confirm',
    },
    rules: ['CON-07'],
    expect: '10 mai 2027',
    act: readGrace,
  },
  {
    title: {
      fr: 'Trois mois passent, elle n’a rien dit',
      en: 'Three months go by, she said nothing',
    },
    rules: ['CON-07'],
    expect: 'NOTICE_OUTDATED',
    act: (story) => decideOn(story, '2027-05-10'),
  },
  {
    title: { fr: 'Elle accepte seule, sur sa page', en: 'She agrees alone, on her page' },
    rules: ['CON-01', 'CON-03', 'CON-07'],
    expect: 'enregistré, oui',
    act: (story) => press(story, 'NEWSLETTER'),
  },
  ...asked,
  {
    title: {
      fr: 'Dernier jour de la signature du délégué',
      en: 'Last day of the data protection officer’s signature',
    },
    rules: ['CAM-02'],
    expect: 'oui',
    act: (story) => decideOn(story, '2027-11-22'),
  },
  {
    title: {
      fr: 'Il n’a pas renouvelé : plus rien ne part',
      en: 'It was not renewed: nothing more is sent',
    },
    rules: ['CAM-02'],
    expect: 'PURPOSE_OFF',
    act: (story) => decideOn(story, '2027-11-23'),
  },
  {
    title: { fr: 'Le catalogue le dit à la commune', en: 'The catalogue tells the commune' },
    rules: ['CAM-02'],
    expect: 'EXPIRED',
    act: readSignoff,
  },
];
