import { definePlugin } from '#core/manifest.ts';

export const manifest = definePlugin({
  name: 'inactivity',
  title: { fr: 'Radiation d’office', en: 'Erasure ex officio' },
  description: {
    fr: 'Un an après le dernier prêt, prévient le lecteur puis demande l’effacement ; trois mois après un décès, l’effacement seul.',
    en: 'One year after the last loan tells the reader, then asks for the erasure; three months after a death, the erasure alone.',
  },
  functions: {
    watch: {
      entry: 'handlers/watch.ts',
      grants: [],
      requires: [
        'patrons.contact',
        'patrons.clock',
        'loans.activity',
        'notifications.request',
        'governance.signoffs',
      ],
      timeoutSeconds: 900,
    },
  },
  schedules: {
    // With the sweep: at the midnight of the mainland, and at noon for the communes overseas.
    watch: {
      function: 'watch',
      cron: '0 0,12 * * *',
      zone: 'Europe/Paris',
      title: {
        fr: 'Prévenir puis radier les lecteurs inactifs',
        en: 'Tell, then erase, inactive readers',
      },
    },
  },
});
