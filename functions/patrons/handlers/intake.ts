import type { IntakeOutcome, IntakeStep } from '#core/contributions.ts';
import type { Contribute } from '#core/entry.ts';
import { applyNews } from '../app/apply-news.ts';
import { createDeps } from '../container.ts';
import { newsSchemas, type PatronNews } from '../domain/news.ts';

export const contribute: Contribute<IntakeStep<PatronNews>> = (runtime) => {
  const deps = createDeps(runtime);
  return {
    schemas: newsSchemas,
    apply: async (context, events) => {
      const outcomes: IntakeOutcome[] = [];
      for (const news of events) outcomes.push(await applyNews(deps, context, news));
      return outcomes;
    },
  };
};
