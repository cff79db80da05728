import * as z from 'zod';
import type { Text } from '#core/text.ts';
import {
  ana,
  loanCreated,
  loanReturned,
  moveTo,
  postEvents,
  put,
  settle,
  tokenOf,
  type TestNetwork,
} from '../support/network.ts';
import { enrol, notify, outbox, said, sitAt, type Caught } from '../support/messages.ts';

/** A page in one state: where it is, and what it needs to be read. */
export interface PageState {
  readonly name: string;
  /** As in the inventory (`GET /p/{token}`), or a path of the local runtime. */
  readonly route: string;
  readonly path: string;
  readonly role?: string;
  /** Opened by sending it this body instead of by asking for it. */
  readonly sends?: string;
  /** Pressed after the page is open: the state is what comes then. */
  readonly press?: RegExp;
  /** Its `h1`: proof that this page was looked at, and not another. */
  readonly shows: Text;
  /** What is not ours to mend in it. */
  readonly excepts?: readonly Exception[];
}

/** A finding of axe that is borne with, on these elements alone. */
export interface Exception {
  readonly rule: string;
  /** Class of the elements. */
  readonly on: string;
  readonly because: string;
}

const adult = 'koha:1042';
const child = 'koha:2042';

const titles = {
  choices: { fr: 'Vos choix', en: 'Your choices' },
  closed: { fr: 'Ce lien ne s’ouvre pas', en: 'This link does not open' },
  question: { fr: 'Confirmez votre accord', en: 'Confirm your consent' },
  answered: { fr: 'Votre réponse est enregistrée', en: 'Your answer is recorded' },
  dead: { fr: 'Ce lien ne s’ouvre plus', en: 'This link no longer opens' },
  wayOut: { fr: 'Ne plus recevoir ces messages', en: 'Receive no more of these messages' },
  unknown: { fr: 'Ce lien n’est pas complet', en: 'This link is not complete' },
  done: { fr: 'C’est fait', en: 'Done' },
  statement: { fr: 'Déclaration d’accessibilité', en: 'Accessibility statement' },
  list: { fr: 'Ma liste de lectures', en: 'My reading list' },
  slip: { fr: 'Bordereau d’élimination', en: 'Elimination slip' },
  sheet: { fr: 'Fiche de prêt manuel', en: 'Sheet for lending by hand' },
  link: { fr: 'Choisir ce que je reçois', en: 'Choose what I receive' },
  statistics: { fr: 'Prêts par mois', en: 'Loans by month' },
  inbox: { fr: 'Messages interceptés', en: 'Caught messages' },
} as const satisfies Record<string, Text>;

/** A network in which every page has something to show, and each page in each of its states. */
export async function prepareStates(network: TestNetwork): Promise<PageState[]> {
  await enrolFamily(network);
  const slip = await slipOf(network);
  const opposition = await wayOutOf(network);
  const [first] = await outbox(network);
  return [
    ...(await choiceStates(network)),
    ...wayOutStates(opposition),
    ...questionStates(await questionOf(network)),
    {
      name: 'statement',
      route: 'GET /accessibilite',
      path: '/accessibilite',
      shows: titles.statement,
    },
    ...staffStates(slip),
    ...inboxStates(network, first),
  ];
}

async function enrolFamily(network: TestNetwork): Promise<void> {
  await enrol(network, adult);
  await put(network.as('ILS'), child, {
    ...ana({ category: 'CHILD', mobile: undefined, email: undefined }),
    birthYear: undefined,
    birthDate: '2013-03-04',
    guardian: { patronRef: adult },
  });
}

/** A loan that is forgotten, and the slip of its forgetting; then two that are not. */
async function slipOf(network: TestNetwork): Promise<string> {
  const ils = network.as('ILS');
  await postEvents(ils, [loanCreated(1), loanReturned(1)]);
  await settle(network);
  await moveTo(network, '2027-04-01T09:00:00+02:00');
  const at = '2027-03-15T10:00:00+01:00';
  const title = 'Un titre très long, pour voir comment une colonne étroite le coupe';
  await postEvents(ils, [
    loanCreated(2, { at, dueOn: '2027-04-12' }),
    loanCreated(3, { at, dueOn: '2027-04-12', title }),
    loanReturned(3, { at: '2027-03-20T10:00:00+01:00' }),
  ]);
  const dpo = await sitAt(network, { role: 'DPO' });
  const { body } = await dpo.get('/v1/retention-runs');
  const { items } = z.object({ items: z.array(z.object({ runId: z.string() })) }).parse(body);
  return `/v1/retention-runs/${items[0]?.runId ?? 'none'}/slip`;
}

/** Two messages and, from the foot of one of them, the way out. */
async function wayOutOf(network: TestNetwork): Promise<string> {
  const desk = await sitAt(network, { role: 'DESK' });
  await desk.put(`/v1/patrons/${adult}/consents/NEWSLETTER/EMAIL`, said('GIVEN'));
  await desk.put(`/v1/patrons/${adult}/consents/HOLD/SMS`, said('OPPOSED'));
  await notify(network, { purpose: 'HOLD', patronRef: adult });
  await notify(network, { purpose: 'NEWSLETTER', patronRef: adult });
  const texts = (await outbox(network)).map(({ text }) => text).join('\n');
  const [found] = /\/u\/[\w-]+/u.exec(texts) ?? [];
  if (found === undefined) throw new Error('no message with a way out');
  return found;
}

async function choiceStates(network: TestNetwork): Promise<PageState[]> {
  const own = await linkOf(network, adult);
  const ofChild = await linkOf(network, child);
  const page = (name: string, path: string, shows: Text = titles.choices): PageState => ({
    name,
    route: 'GET /p/{token}',
    path,
    shows,
  });
  return [
    page('choices', own),
    page('choices of a child', ofChild),
    page('choices, saved', `${own}?said=SAVED&purpose=NEWSLETTER&channel=EMAIL`),
    page('choices, refused', `${own}?said=REFUSED&purpose=NEWSLETTER&channel=EMAIL`),
    page('choices, old form', `${own}?said=OLD_FORM`),
    page('choices, closed link', '/p/nobody', titles.closed),
    {
      ...page('choices, pressed', ofChild),
      route: 'POST /p/{token}',
      press: /^Ne plus recevoir ces messages par lettre|^Recevoir|^Receive/u,
    },
  ];
}

function wayOutStates(path: string): PageState[] {
  const route = 'GET /u/{token}';
  return [
    { name: 'way out', route, path, shows: titles.wayOut },
    { name: 'way out, unknown', route, path: '/u/nobody', shows: titles.unknown },
    {
      name: 'way out, taken',
      route: 'POST /u/{token}',
      path,
      press: /^Ne plus|^Receive no/u,
      shows: titles.done,
    },
  ];
}

/** Asked of the desk, and found in the mail box. */
async function questionOf(network: TestNetwork): Promise<string> {
  const desk = await sitAt(network, { role: 'DESK' });
  const body = { purpose: 'SURVEY', channel: 'EMAIL' };
  await desk.post(`/v1/patrons/${adult}/consents/doi`, body);
  await settle(network);
  const texts = (await outbox(network)).map(({ text }) => text).join('\n');
  const [found] = /\/c\/[\w-]+/u.exec(texts) ?? [];
  if (found === undefined) throw new Error('no message with a question');
  return found;
}

function questionStates(path: string): PageState[] {
  const route = 'GET /c/{token}';
  return [
    { name: 'question', route, path, shows: titles.question },
    { name: 'question, dead link', route, path: '/c/nobody', shows: titles.dead },
    {
      name: 'question, answered',
      route: 'POST /c/{token}',
      path,
      press: /^J’accepte|^I agree/u,
      shows: titles.answered,
    },
  ];
}

function staffStates(slip: string): PageState[] {
  const list = (name: string, patronRef: string): PageState => ({
    name,
    route: 'GET /v1/patrons/{patronRef}/reading-list',
    path: `/v1/patrons/${patronRef}/reading-list`,
    role: 'DESK',
    shows: titles.list,
  });
  return [
    list('reading list', adult),
    list('reading list, empty', child),
    {
      name: 'slip',
      route: 'GET /v1/retention-runs/{id}/slip',
      path: slip,
      role: 'DPO',
      shows: titles.slip,
    },
    {
      name: 'loans by month',
      route: 'GET /v1/statistics/loans',
      path: '/v1/statistics/loans?from=2026-11&to=2027-03',
      role: 'STATS',
      shows: titles.statistics,
    },
    ...sheetStates(),
    {
      name: 'link on paper',
      route: 'POST /v1/patrons/{patronRef}/preference-link',
      path: `/v1/patrons/${adult}/preference-link`,
      role: 'DESK',
      sends: '{}',
      shows: titles.link,
    },
  ];
}

function sheetStates(): PageState[] {
  const sheet = (name: string, query: string): PageState => ({
    name,
    route: 'GET /v1/continuity/open-loans',
    path: `/v1/continuity/open-loans?${query}`,
    role: 'MANAGER',
    shows: titles.sheet,
  });
  return [
    sheet('loan sheet', 'library=vs-centre'),
    sheet('loan sheet, empty', 'library=mf-centre'),
  ];
}

/** swagger-ui draws it; colours, landmarks and the select without a name are mended from outside (GOV-17). */
const docsState: PageState = {
  name: 'API',
  route: 'GET /docs',
  path: '/docs',
  shows: { fr: 'Discretion', en: 'Discretion' },
  excepts: [
    {
      rule: 'nested-interactive',
      on: 'opblock-summary-control',
      because:
        'swagger-ui puts the link of a route inside the button that opens it; both take focus and have a name',
    },
    {
      rule: 'heading-order',
      on: 'opblock-tag',
      because: 'swagger-ui goes from h1 to h3; no criterion of WCAG AA, and it has no setting',
    },
    {
      rule: 'region',
      on: 'information-container',
      because: 'swagger-ui keeps the title outside its own main; no criterion of WCAG AA',
    },
  ],
};

function inboxStates(network: TestNetwork, message: Caught | undefined): PageState[] {
  const { name } = network.local.network;
  const id = encodeURIComponent(message?.messageId ?? '');
  const inbox = (state: string, query: string, shows: Text): PageState => ({
    name: state,
    route: 'GET /_local/inbox',
    path: `/_local/inbox${query}`,
    shows,
  });
  const subject = message?.subject ?? '';
  return [
    docsState,
    { name: 'local index', route: 'GET /', path: '/', shows: { fr: name, en: name } },
    inbox('inbox', '', titles.inbox),
    inbox('inbox, one message', `?id=${id}`, { fr: subject, en: subject }),
    inbox('inbox, unknown message', '?id=none', titles.inbox),
  ];
}

/** The path of a fresh link to a reader's choices. */
export async function linkOf(network: TestNetwork, patronRef: string): Promise<string> {
  const desk = await sitAt(network, { role: 'DESK' });
  const { body } = await desk.post(`/v1/patrons/${patronRef}/preference-link`, {});
  return new URL(z.string().parse(body['url'])).pathname;
}

/** What the browser sends with each request of a state. */
export async function headersOf(
  network: TestNetwork,
  { role }: PageState,
): Promise<Record<string, string>> {
  if (role === undefined) return {};
  const token = await tokenOf(network, { role, communes: ['*'] });
  return { authorization: `Bearer ${token}`, accept: 'text/html' };
}
