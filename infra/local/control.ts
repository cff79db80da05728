import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { notFound, unavailable, unreadable } from '#core/problem.ts';
import { Instant } from '#core/schemas.ts';
import { parseShape } from '#core/validation.ts';
import type { Network } from '#core/network.ts';
import { FeedbackRequest, InboundSms } from './aws/feedback.ts';
import { renderInbox } from './aws/inbox-page.tsx';
import { channels, ProviderChange } from './aws/provider.ts';
import type { LocalAws } from './aws/server.ts';
import type { Background } from './background.ts';
import type { SettableClock } from './clock.ts';
import type { Meter } from './consumed.ts';
import { CrashRequest, type Crash } from './crash.ts';
import { TokenRequest, type Identity } from './identity.ts';
import type { RawCount } from './raw.ts';
import {
  html,
  json,
  noContent,
  refuse,
  type LocalRequest,
  type LocalRoutes,
  type Reply,
} from './reply.ts';
import type { Scheduler } from './scheduler.ts';

export interface Controlled {
  readonly network: Network;
  readonly clock: SettableClock;
  readonly scheduler: Scheduler;
  readonly background: Background;
  readonly aws: LocalAws;
  readonly identity: Identity;
  readonly meter: Meter;
  readonly crash: Crash;
  readonly raw: (text: string) => Promise<RawCount>;
  readonly health: () => { ready: boolean; engine: string; version: string };
}

/** The control surface of `api.md`: what tests, demos and benches use, and nothing hidden. */
export function controlRoutes(local: Controlled): LocalRoutes {
  const { aws, meter, crash, background, clock } = local;
  const now = () => clock.now().toString({ timeZone: local.network.zone });
  const caught = async ({ query }: LocalRequest) => {
    await settle(background);
    const filter = OutboxFilter.safeParse(Object.fromEntries(query));
    return filter.success ? aws.outbox.list(filter.data) : [];
  };
  return {
    'GET /_local/health': () => json({ ...local.health(), network: local.network.id, now: now() }),
    'GET /_local/clock': () => json({ now: now() }),
    'POST /_local/clock': withBody(ClockRequest, async (request) => {
      const ran = await local.scheduler.moveTo(targetOf(request, local));
      return json({ now: now(), ran });
    }),
    'GET /_local/outbox': async (request) => json({ items: await caught(request) }),
    'DELETE /_local/outbox': () => {
      aws.outbox.clear();
      return noContent;
    },
    'GET /_local/inbox': async (request) =>
      html(
        renderInbox(await caught(request), request.query.get('id') ?? undefined, request.locale),
      ),
    'POST /_local/provider': withBody(ProviderChange, (change) => {
      aws.setProvider(change);
      return noContent;
    }),
    'POST /_local/inbound-sms': withBody(InboundSms, async (sms, request) =>
      pushed(async () => aws.inboundSms(sms), background, request),
    ),
    'POST /_local/feedback': withBody(FeedbackRequest, async (feedback, request) => {
      if (!aws.outbox.find(feedback.messageId)) return refuse(notFound, request);
      return pushed(() => aws.feedback(feedback), background, request);
    }),
    'GET /_local/crash': async () => json({ items: await crash.points() }),
    'POST /_local/crash': withBody(CrashRequest, async (armed, request) =>
      (await crash.arm(armed)) ? json(armed, 202) : refuse(unknownPoint, request),
    ),
    'POST /_local/token': withBody(TokenRequest, async (token) =>
      json({ access_token: await local.identity.issue(token), token_type: 'Bearer' }),
    ),
    'GET /_local/consumed': () => json(meter.read()),
    'DELETE /_local/consumed': () => {
      meter.reset();
      return noContent;
    },
    'GET /_local/raw': async (request) => {
      const text = request.query.get('contains') ?? '';
      return text === '' ? refuse(nothingToFind, request) : json(await local.raw(text));
    },
  };
}

/** A channel that is none has no messages. */
const OutboxFilter = z.object({ channel: z.enum(channels).optional(), to: z.string().optional() });

const Duration = z.string().transform((text, context) => {
  try {
    return Temporal.Duration.from(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'ISO 8601 duration expected: P30D' });
    return z.NEVER;
  }
});
const ClockRequest = z.union([
  z.strictObject({ now: Instant }),
  z.strictObject({ advance: Duration }),
]);

/** A month is a month of the network's calendar, and a day has 23 or 25 hours when it has. */
function targetOf(
  request: z.infer<typeof ClockRequest>,
  { clock, network }: Controlled,
): Temporal.Instant {
  if ('now' in request) return request.now;
  return clock.now().toZonedDateTimeISO(network.zone).add(request.advance).toInstant();
}

/** What was asked just before has had its effects; a long sending is not waited for. */
async function settle(background: Background): Promise<void> {
  const patience = new AbortController();
  await Promise.race([
    background.drain(),
    sleep(1000, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
}

/** The functions have received it, and what they wrote has had its effects. */
async function pushed(
  push: () => Promise<unknown>,
  background: Background,
  request: LocalRequest,
): Promise<Reply> {
  try {
    await push();
  } catch {
    return refuse(unavailable, request);
  }
  await settle(background);
  return noContent;
}

function withBody<S extends z.ZodType>(
  schema: S,
  run: (body: z.output<S>, request: LocalRequest) => Promise<Reply> | Reply,
): (request: LocalRequest) => Promise<Reply> | Reply {
  return (request) => {
    const body = parseJson(request.body);
    if (body === undefined) return refuse(notJson, request);
    const parsed = parseShape(schema, body);
    return parsed.ok ? run(parsed.value, request) : refuse(parsed.problem, request);
  };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const notJson = unreadable({ fr: 'Le corps n’est pas du JSON.', en: 'The body is not JSON.' });

const nothingToFind = unreadable({
  fr: 'Dites quel texte chercher : /_local/raw?contains=…',
  en: 'Say which text to look for: /_local/raw?contains=…',
});

const unknownPoint = {
  ...notFound,
  detail: {
    fr: 'Aucun code ne passe par ce point : GET /_local/crash les nomme tous.',
    en: 'No code comes by this point: GET /_local/crash names them all.',
  },
};
