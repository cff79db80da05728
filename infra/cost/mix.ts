import { assumptions } from './assumptions.ts';

/** The size of a network. */
export interface Size {
  readonly patrons: number;
  /** A year. */
  readonly loans: number;
}

interface Operation {
  readonly title: string;
  /** So many a month for one of `of`. */
  readonly share: number;
  readonly of: keyof typeof bases;
  /** Where the share comes from. */
  readonly why: string;
}

/** What operations are counted by, a month. */
const bases = {
  reader: ({ patrons }: Size) => patrons,
  loan: ({ loans }: Size) => loans / 12,
  minute: () => 30 * 24 * 60,
} as const;

/**
 * How often each operation happens. Shares are ours, stated so that a network can replace them with its own figures; what
 * one operation uses is measured.
 */
export const mix = {
  patron: {
    title: 'reader written',
    share: 0.25,
    of: 'reader',
    why: 'enrolment or renewal, and two changes a year',
  },
  loan: { title: 'loan, in batches of 50 events', share: 1, of: 'loan', why: '' },
  renewal: {
    title: 'renewal, in batches of 50 events',
    share: 0.3,
    of: 'loan',
    why: 'three loans in ten are renewed once',
  },
  return: { title: 'return, in batches of 50 events', share: 1, of: 'loan', why: '' },
  counting: {
    title: 'stored loan read for the statistics',
    share: assumptions.monthsKept.value,
    of: 'loan',
    why: 'once a month every loan that is stored, when the month before is counted',
  },
  forgetting: { title: 'loan forgotten by the sweep', share: 1, of: 'loan', why: '' },
  email: {
    title: 'notification by e-mail',
    share: 0.12,
    of: 'loan',
    why: 'one loan in twelve is reminded, half of these twice',
  },
  sms: {
    title: 'notification by SMS',
    share: 0.01,
    of: 'loan',
    why: 'the last reminder, and readers without e-mail',
  },
  decision: {
    title: 'question to the gate',
    share: 0.05,
    of: 'loan',
    why: 'asked by programs that send by themselves',
  },
  reader: {
    title: 'reader read at the desk',
    share: 0.2,
    of: 'loan',
    why: 'one loan in five is made at the desk with this page open',
  },
  list: { title: 'loans of a reader read', share: 0.2, of: 'loan', why: 'as often as the reader' },
  choice: {
    title: 'consent given or withdrawn',
    share: 0.02,
    of: 'reader',
    why: 'one reader in four a year',
  },
  minute: {
    title: 'minute of the clock with nothing to do',
    share: 1,
    of: 'minute',
    why: 'the schedules that are a rate',
  },
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof mix;
export const operations = Object.keys(mix) as readonly OperationId[];

/** How often an operation happens in a month. */
export function monthly(id: OperationId, size: Size): number {
  const { share, of }: Operation = mix[id];
  return share * bases[of](size);
}
