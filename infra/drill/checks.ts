import * as z from 'zod';
import type { Text } from '#core/text.ts';
import type { Ask } from './caller.ts';
import { exportOf } from './cases.ts';
import { must, people } from './people.ts';

export interface Finding {
  readonly what: Text;
  readonly isOk: boolean;
  /** What was seen. */
  readonly seen: string;
}

export const found = (what: Text, seen: string, expected: string): Finding => ({
  what,
  isOk: seen === expected,
  seen: seen === expected ? seen : `${seen}, ${expected} expected`,
});

interface Probe {
  readonly what: Text;
  readonly see: (ask: Ask) => Promise<string>;
  readonly expected: string;
}

const { erased, expired, withdrawn, unchanged } = people;

/** What must hold of the network after a restore, asked of its API and of its bytes (RET-20). */
const probes: readonly Probe[] = [
  {
    what: { fr: 'L’abonnée effacée le reste (API)', en: 'The erased reader stays erased (API)' },
    see: (ask) => statusOf(ask, erased.patronRef),
    expected: '410',
  },
  {
    what: { fr: 'Aucune trace de son nom', en: 'No trace of the name' },
    see: (ask) => rawOf(ask, erased.family),
    expected: '0',
  },
  {
    what: { fr: 'Aucune trace de sa référence', en: 'No trace of the ref' },
    see: (ask) => rawOf(ask, erased.patronRef),
    expected: '0',
  },
  {
    what: {
      fr: 'Le prêt échu reste oublié (API)',
      en: 'The loan that fell due stays forgotten (API)',
    },
    see: async (ask) => held(await loansOf(ask, expired.patronRef), `${expired.title} 07`),
    expected: 'absent',
  },
  {
    what: {
      fr: 'Le prêt échu reste oublié, l’autre est là (export)',
      en: 'The loan that fell due stays forgotten, the other is there (export)',
    },
    see: async (ask) => {
      const text = await exportOf(ask, expired.patronRef);
      return ['07', '11'].map((month) => held(text, `${expired.title} ${month}`)).join(' ');
    },
    expected: 'absent present',
  },
  {
    what: { fr: 'Ses octets sont détruits à nouveau', en: 'Its bytes are destroyed again' },
    see: forgottenAgain,
    expected: 'all',
  },
  {
    what: {
      fr: 'Le consentement retiré ne sert pas',
      en: 'The withdrawn consent is of no use',
    },
    see: (ask) => decide(ask, withdrawn.patronRef, 'NEWSLETTER'),
    expected: 'PURPOSE_OFF',
  },
  {
    what: {
      fr: 'Ce qui peut être refusé attend une nouvelle signature',
      en: 'What may be refused waits for a new signature',
    },
    see: (ask) => decide(ask, unchanged.patronRef, 'OVERDUE'),
    expected: 'PURPOSE_OFF',
  },
  {
    what: {
      fr: 'Ce qui ne se refuse pas continue',
      en: 'What cannot be refused goes on',
    },
    see: (ask) => decide(ask, unchanged.patronRef, 'ACCOUNT'),
    expected: 'ALLOWED',
  },
  {
    what: {
      fr: 'Les autres lecteurs sont là, avec leurs prêts',
      en: 'The other readers are there, with their loans',
    },
    see: async (ask) => held(await loansOf(ask, unchanged.patronRef), `${unchanged.title} 11`),
    expected: 'present',
  },
];

export async function checkRestored(ask: Ask): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { what, see, expected } of probes)
    findings.push(found(what, await see(ask), expected));
  return findings;
}

const statusOf = async (ask: Ask, patronRef: string) =>
  String((await ask('DESK', `GET /v1/patrons/${patronRef}`)).status);

async function loansOf(ask: Ask, patronRef: string): Promise<string> {
  const path = `GET /v1/patrons/${patronRef}/loans`;
  return JSON.stringify((await must(ask('PATRON', path, undefined, { patronRef }))).body);
}

async function rawOf(ask: Ask, text: string): Promise<string> {
  const path = `GET /_local/raw?contains=${encodeURIComponent(text)}`;
  return String(Raw.parse((await must(ask('ADMIN', path))).body).count);
}

const Raw = z.object({ count: z.int() });

/** The runs were restored too: a line about the loans of July says that they were destroyed again. */
async function forgottenAgain(ask: Ask): Promise<string> {
  const { body } = await must(ask('DPO', 'GET /v1/retention-runs?commune=valserine'));
  const run = Runs.parse(body).items.find(({ category }) => category === 'LOAN_LINK');
  if (!run) return 'no run';
  return run.deleted > 0 && run.recount === 0 ? 'all' : `${String(run.recount)} left`;
}

const Runs = z.object({
  items: z.array(z.object({ category: z.string(), deleted: z.int(), recount: z.int() })),
});

async function decide(ask: Ask, patronRef: string, purpose: string): Promise<string> {
  const body = { patronRef, purpose, channel: 'EMAIL' };
  const { items } = Decided.parse((await must(ask('DESK', 'POST /v1/decisions', body))).body);
  const [item] = items;
  if (item?.allowed) return 'ALLOWED';
  const codes = item?.reasons.map(({ code }) => code) ?? [];
  return codes.includes('PURPOSE_OFF') ? 'PURPOSE_OFF' : codes.join(' ');
}

const Decided = z.object({
  items: z.array(
    z.object({ allowed: z.boolean(), reasons: z.array(z.object({ code: z.string() })) }),
  ),
});

const held = (text: string, part: string) => (text.includes(part) ? 'present' : 'absent');
