import * as z from 'zod';
import type { Create } from '#core/entry.ts';
import { applyFeedback } from '../app/apply-feedback.ts';
import { InboundSms, receiveSms } from '../app/receive-sms.ts';
import { createFeedbackDeps } from '../container.ts';
import { readFeedback } from '../domain/feedback.ts';

const Pushed = z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })) });

/** Both topics of the providers: replies by SMS, and what became of what was sent. */
export const create: Create = (runtime) => {
  const deps = createFeedbackDeps(runtime);
  return async (event) => {
    for (const { Sns } of Pushed.parse(event).Records) {
      const message: unknown = JSON.parse(Sns.Message);
      const reply = InboundSms.safeParse(message);
      if (reply.success) {
        runtime.log.info('PROVIDER_OUTCOME', {
          channel: 'SMS',
          outcome: await receiveSms(deps, reply.data),
        });
        continue;
      }
      const feedback = readFeedback(message);
      if (feedback) await applyFeedback(deps, feedback);
    }
    return {};
  };
};
