import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { periodDeadline, type Deadline } from '#core/calendar.ts';
import { retentionRules } from '#core/catalogue/rules/retention.ts';
import { IlsEvent } from '#core/ils-event.ts';
import { Instant, Ref } from '#core/schemas.ts';
import { refusal } from '#core/validation.ts';

const { civilIdentity, technical, security } = retentionRules['RET-19'].parameters;

/** RET-19: whether the law of the place makes the network ask who sits there; not unless its DPO says so. */
export const collectIdentity: boolean = retentionRules['RET-19'].parameters.collectIdentity;

/** Three kinds of trace, each with its own length; what is not listed is never stored (DAT-01). */
export const kinds = { TECHNICAL: technical, SECURITY: security, IDENTITY: civilIdentity } as const;
export type Kind = keyof typeof kinds;

export const eventSchemas = {
  'internet.session': IlsEvent.extend({
    type: z.literal('internet.session'),
    library: z.string().min(1).max(60),
    sessionRef: Ref,
    from: Instant,
    to: Instant,
    patronRef: Ref.optional(),
    /** Code of the computer or access point. */
    terminal: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,39}$/u)
      .optional(),
    /** Public address that the session went out by. */
    ip: z.union([z.ipv4(), z.ipv6()]).optional(),
    /** Of the reader's own device, on the wireless network. */
    deviceAddress: z
      .string()
      .regex(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/iu)
      .optional(),
  }).refine(
    ({ from, to }) => Temporal.Instant.compare(from, to) <= 0,
    refusal({
      code: 'ENDS_BEFORE_IT_BEGINS',
      text: {
        fr: 'La connexion finit avant de commencer.',
        en: 'The session ends before it begins.',
      },
    }),
  ),
};
export type SessionEvent = z.output<(typeof eventSchemas)['internet.session']>;

/** What is sealed of each kind; the technical one says nothing of the reader. */
export const TechnicalTrace = z.object({
  sessionRef: z.string(),
  /** Epoch milliseconds. */
  from: z.int(),
  to: z.int(),
  library: z.string(),
  terminal: z.string().optional(),
  ip: z.string().optional(),
});
export const SecurityTrace = z.object({ deviceAddress: z.string() });
export const IdentityTrace = z.object({
  subjectRef: z.string(),
  patronRef: z.string(),
  name: z.object({ family: z.string(), given: z.array(z.string()) }),
});

/** RET-19: counted from the local day on which the session began. */
export function traceDeadline(kind: Kind, day: Temporal.PlainDate, zone: string): Deadline {
  return periodDeadline({ from: day, period: kinds[kind], zone });
}
