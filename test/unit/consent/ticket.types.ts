/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment, @typescript-eslint/no-misused-spread -- these mistakes are what is under test */
import type { Temporal } from 'temporal-polyfill';
import type { Providers } from '../../../functions/delivery/app/ports.ts';
import type { Gate, Ticket } from '../../../functions/consent/provides.ts';

/**
 * CON-04, for the compiler alone (`tsc -p .`): nothing but the gate makes a ticket, and nothing but a ticket is taken by
 * the senders. Each line marked as an error must be one, or the build fails.
 */
export async function sendsOnlyWithTheGate(args: {
  gate: Gate;
  providers: Providers;
  email: Parameters<Providers['sendEmail']>[1];
  sms: Parameters<Providers['sendSms']>[1];
  id: Parameters<Providers['sendEmail']>[2];
  now: Temporal.Instant;
}): Promise<void> {
  const { gate, providers, email, sms, id, now } = args;
  const request = { purpose: 'HOLD', channel: 'EMAIL', at: now } as const;
  const admitted = await gate.admit('r', request);
  if (admitted.ok) {
    await providers.sendEmail(admitted.value, email, id);
    await providers.sendSms(admitted.value, sms);
  }

  // @ts-expect-error a look-alike has no private field
  const forged: Ticket = {
    subjectRef: 'r',
    commune: 'c',
    purpose: 'HOLD',
    channel: 'EMAIL',
    recipient: 'PATRON',
    consentSeq: 1,
    decidedAt: now,
    isFresh: () => true,
    delivery: () => ({ to: 'a@example.org', language: 'fr' }),
  };
  await providers.sendSms(forged, sms);

  if (admitted.ok) {
    // @ts-expect-error a copy with another time loses it too
    const renewed: Ticket = { ...admitted.value, decidedAt: now };
    await providers.sendSms(renewed, sms);
  }

  // @ts-expect-error an address is not a ticket
  await providers.sendSms('+33612345678', sms);
  const dryRun = (await gate.decideMany(['r'], request)).get('r');
  // @ts-expect-error a dry run is a decision, not a ticket
  if (dryRun) await providers.sendSms(dryRun, sms);
}
