import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Runtime } from '#core/runtime.ts';
import { manifest as consent } from '../../../functions/consent/manifest.ts';
import { manifest as governance } from '../../../functions/governance/manifest.ts';
import { manifest as patrons } from '../../../functions/patrons/manifest.ts';
import { createPeople, createReaderClocks } from '../../../functions/patrons/provides.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { enrol } from '../../support/intake.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';

let ground: TestGround;
beforeEach(async () => {
  ground = await openTestGround({
    manifests: [patrons, consent, governance, rights],
    now: '2026-11-21T20:00:00+01:00',
  });
});
afterEach(() => ground.stop());

/** A network whose communes let their staff write in their own words. */
const runtime = (): Runtime => {
  const { communes } = ground.network;
  const wordy = communes.map((commune) => ({ ...commune, freeTextNotes: true }));
  return ground.runtime({ network: { ...ground.network, communes: wordy } });
};
const clocks = () => createReaderClocks(runtime());
async function read(subjectRef: string) {
  const patron = await createPeople(runtime()).read(subjectRef);
  if (!patron) throw new Error('nobody');
  return patron;
}
const hold = async (subjectRef: string) => clocks().hold(await read(subjectRef));

describe('a reader whose erasure is held back', () => {
  it('[DAT-04] leaves a note that ends by itself on its day, and is written for nothing else', async () => {
    const notes = [{ text: 'Rappeler lundi', by: 'accueil', on: '2026-11-19' }];
    const { subjectRef } = await enrol(runtime(), 'koha:1042', { notes });
    const other = await enrol(runtime(), 'koha:1043', { notes: [{ code: 'PREFERS_A_CALL' }] });
    const { version } = await read(other.subjectRef);
    await hold(subjectRef);
    await hold(other.subjectRef);
    const watched = await clocks().toLookAt('2026-11-22');
    expect(watched.map((one) => [one.subjectRef, one.on])).toEqual([[subjectRef, '2026-11-22']]);
    expect((await read(other.subjectRef)).version).toBe(version);
    ground.setNow('2027-03-18T20:00:00+01:00');
    await hold(subjectRef);
    expect((await read(subjectRef)).notes).toEqual(notes);
    ground.setNow('2027-03-19T01:00:00+01:00');
    await hold(subjectRef);
    expect((await read(subjectRef)).notes).toBeUndefined();
  });

  it('[RET-11] is a guardian as long as a child of theirs reads and lives', async () => {
    await enrol(runtime(), 'koha:77');
    const child = {
      category: 'CHILD',
      birthYear: undefined,
      birthDate: '2016-07-08',
      guardian: { patronRef: 'koha:77' },
    };
    expect(await clocks().isGuardian('koha:77')).toBe(false);
    await enrol(runtime(), 'koha:78', child);
    expect(await clocks().isGuardian('koha:77')).toBe(true);
    await enrol(runtime(), 'koha:78', { ...child, deceasedOn: '2026-11-20' });
    expect(await clocks().isGuardian('koha:77')).toBe(false);
  });
});
