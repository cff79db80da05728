import type { Seed } from './seeds.ts';

/** What is read before asking to keep one's own history: explicit, and of nothing else (RET-12, CON-11). */
export const historyKeep: Seed = {
  id: 'history-keep',
  version: 1,
  purposes: ['HISTORY_KEEP'],
  channels: ['PORTAL'],
  controllers: [],
  title: { fr: 'Garder la liste de mes lectures', en: 'Keeping the list of what I read' },
  body: {
    fr: `Je demande que la liste de mes prêts soit gardée pour moi au-delà de quatre mois, trois ans au plus. Elle peut dire des choses intimes sur moi : elle est chiffrée, je suis seul à la lire, elle ne sert à rien d’autre. Les prêts déjà oubliés ne reviennent pas. Si je change d’avis, tout ce qui dépasse quatre mois est détruit dans la journée.`,
    en: `I ask that the list of my loans be kept for me beyond four months, three years at most. It may say intimate things about me: it is encrypted, I alone read it, it serves nothing else. Loans already forgotten do not come back. If I change my mind, all that is older than four months is destroyed within the day.`,
  },
};
