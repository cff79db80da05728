import type { Runtime } from '#core/runtime.ts';
import { createPeople } from '../patrons/provides.ts';
import { createRecipients } from '../rights/provides.ts';
import { createNewsFeed } from './adapters/news-feed.ts';
import type { Names } from './app/tell-news.ts';

export function createNewsDeps(runtime: Runtime) {
  return { feed: createNewsFeed(runtime), names: createNames(runtime) };
}

/** A living reader's ref comes from the directory, an erased one's from the case, until the answer. */
function createNames(runtime: Runtime): Names {
  const people = createPeople(runtime);
  const recipients = createRecipients(runtime);
  return {
    refOf: async ({ subjectRef, data }) => {
      const caseId = data['caseId'];
      if (caseId !== undefined) return recipients.refOf(String(caseId));
      return subjectRef && (await people.read(subjectRef))?.patronRef;
    },
    answered: async ({ data }, state) => {
      const caseId = data['caseId'];
      if (caseId !== undefined)
        await recipients.acknowledge(String(caseId), { recipient: 'ILS', state });
    },
  };
}
