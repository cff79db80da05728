import * as z from 'zod';
import { Instant, Ref } from '#core/schemas.ts';
import { Step, StepState } from '../domain/notification.ts';
import { Outcome, WorklistName } from '../domain/worklist.ts';

export const NotificationInput = z
  .strictObject({
    purpose: z.string().max(40),
    patronRef: Ref,
    template: z.string().max(60).optional(),
    locale: z.enum(['fr', 'en']).optional(),
    /** Checked by purpose: numbers, dates and places, never what somebody reads (NOT-10). */
    data: z.record(z.string().max(40), z.unknown()).default({}),
    dedupeKey: z.string().min(1).max(200),
    notBefore: Instant.optional(),
    urgent: z.boolean().default(false),
  })
  .meta({ id: 'NotificationRequest' });

export const NotificationView = z
  .object({
    notificationId: z.string(),
    purpose: z.string(),
    steps: z.array(Step.omit({ attempt: true })),
    state: StepState,
  })
  .meta({ id: 'Notification' });

export const NotificationPath = z.object({ id: z.string().max(80) });
export const WorklistPath = z.object({ list: WorklistName });
export const TaskPath = z.object({ list: WorklistName, taskId: z.string().max(80) });
export const OutcomeInput = z.strictObject({ outcome: Outcome }).meta({ id: 'TaskOutcome' });

export const TaskView = z
  .object({
    taskId: z.string(),
    purpose: z.string(),
    channel: z.enum(['POST', 'PHONE']),
    name: z.string(),
    to: z.string(),
    text: z.string(),
    leaseUntil: z.string(),
  })
  .meta({ id: 'Task' });
