import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { countParts, toGsm7 } from '../../../functions/delivery/domain/gsm7.ts';
import { saysStop } from '../../../functions/delivery/domain/stop.ts';

describe('[NOT-04] a reply that says stop', () => {
  it.each([
    'STOP',
    'stop',
    ' Stop ',
    'STOP.',
    '"STOP"',
    '« Arrêt. »',
    ' Arrêt. ',
    'ARRET',
    'ARRÊT',
    'arre\u0302t',
    'Stop 36180',
    'STOP SVP',
    'stop!',
    'STOP\n',
    'Stop, merci',
    'S.T.O.P',
    'UNSUBSCRIBE',
    'Quit',
    'cancel',
    'END',
    'opt-out',
    'OPT OUT',
    'désabonner',
    'Désinscription',
    'STOPSMS',
    'ＳＴＯＰ',
    'stop/arret',
  ])('%j', (text) => {
    expect(saysStop(text)).toBe(true);
  });

  it.each([
    '',
    ' ',
    'Merci',
    'Je passe demain',
    'oui',
    'non stop la lecture',
    'stopper',
    'Arrêtez',
    'START',
    'weekend',
    '36180',
  ])('but not %j', (text) => {
    expect(saysStop(text)).toBe(false);
  });
});

describe('the alphabet of a short SMS', () => {
  it('costs one part where the accents would cost two', () => {
    const text =
      'Votre réservation est prête à la médiathèque du Centre, jusqu’au 30/11/2026. À bientôt, vos bibliothécaires. STOP au 36180';
    expect(countParts(text)).toBe(2);
    expect(countParts(toGsm7(text))).toBe(1);
    expect(toGsm7('prête, ça, « œuvre » – l’été…')).toBe('prete, ca, " oeuvre " - l\'été...');
  });

  it('always ends within the alphabet, and leaves what is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(new SegmentedMessage(toGsm7(text)).getNonGsmCharacters()).toEqual([]);
      }),
    );
    expect(toGsm7('àäéèùüìòöñ £€ É@?')).toBe('àäéèùüìòöñ £€ É@?');
  });
});
