import * as z from 'zod';
import type { Runtime } from '#core/runtime.ts';
import type { Stop } from '../../consent/provides.ts';
import { saysStop } from '../domain/stop.ts';
import type { Messages } from './ports.ts';

/** Two-way SMS payload of AWS End User Messaging (sending-facts §3.6); unknown fields pass. */
export const InboundSms = z.object({
  originationNumber: z.string().regex(/^\+[1-9]\d{5,14}$/u),
  messageBody: z.string(),
  inboundMessageId: z.string(),
});
export type InboundSms = z.infer<typeof InboundSms>;

/**
 * NOT-04: a STOP is applied, once; what it says besides is not kept. The note that it was handled comes last, so that a
 * STOP on which we died is applied when the provider tells us again.
 */
export async function receiveSms(
  deps: { runtime: Runtime; messages: Messages; stop: Stop },
  sms: InboundSms,
): Promise<'STOPPED' | 'NOT_STOP' | 'DUPLICATE'> {
  if (!saysStop(sms.messageBody)) return 'NOT_STOP';
  if (await deps.messages.hasReceived(sms.inboundMessageId)) return 'DUPLICATE';
  await deps.stop.stopSms({ mobile: sms.originationNumber });
  deps.runtime.reached('delivery.stop.recorded');
  await deps.messages.markReceived(sms.inboundMessageId);
  return 'STOPPED';
}
