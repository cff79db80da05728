/** The size of a network. */
export interface Size {
  readonly patrons: number;
  /** A year. */
  readonly loans: number;
}

/**
 * How often each operation happens in a month, from readers and loans. Shares are ours, stated so that a network can
 * replace them with its own figures; what one operation uses is measured.
 */
export const mix = {
  patron: {
    title: 'reader written (enrolment, renewal, change)',
    monthly: ({ patrons }) => patrons * 0.25,
  },
  loan: { title: 'loan, in batches of 50 events', monthly: ({ loans }) => loans / 12 },
  renewal: {
    title: 'renewal, in batches of 50 events',
    monthly: ({ loans }) => (loans / 12) * 0.3,
  },
  return: { title: 'return, in batches of 50 events', monthly: ({ loans }) => loans / 12 },
  forgetting: { title: 'loan forgotten by the sweep', monthly: ({ loans }) => loans / 12 },
  email: { title: 'notification by e-mail', monthly: ({ loans }) => (loans / 12) * 0.12 },
  sms: { title: 'notification by SMS', monthly: ({ loans }) => (loans / 12) * 0.01 },
  decision: { title: 'question to the gate', monthly: ({ loans }) => (loans / 12) * 0.05 },
  reader: { title: 'reader read at the desk', monthly: ({ loans }) => (loans / 12) * 0.2 },
  list: { title: 'loans of a reader read', monthly: ({ loans }) => (loans / 12) * 0.2 },
  choice: { title: 'consent given or withdrawn', monthly: ({ patrons }) => patrons * 0.02 },
  minute: { title: 'minute of the clock with nothing to do', monthly: () => 30 * 24 * 60 },
} as const satisfies Record<string, { title: string; monthly: (size: Size) => number }>;

export type OperationId = keyof typeof mix;
export const operations = Object.keys(mix) as readonly OperationId[];

/** Months that a returned loan stays: to the end of the fourth month, three and a half on average. */
export const monthsKept = 4.5;
