import { afterEach, describe, expect, it } from '@jest/globals';
import type { Moved } from '../../support/local.ts';
import { makeProbeTree, startProbe, storedIn, type Probe } from './support.ts';

const tree = makeProbeTree();
let probe: Probe;

afterEach(async () => {
  await probe.local.stop();
});

const move: Probe['move'] = (request) => probe.move(request);
const runsOf = ({ ran }: Moved, schedule: string) =>
  ran.filter((run) => run.schedule === `probe-${schedule}`);

describe('POST /_local/clock', () => {
  it('runs what is due on the way, in order, each at its instant', async () => {
    probe = await startProbe(tree.root);
    const moved = await move({ advance: 'P9D' });
    expect(moved.now).toBe('2026-12-02T09:00:00+01:00');
    const coarse = moved.ran.filter(({ schedule }) => /nightly|monthly/u.test(schedule));
    expect(coarse.map(({ schedule, at }) => `${schedule} ${at}`)).toEqual([
      ...['24', '25', '26', '27', '28', '29', '30'].map(
        (day) => `probe-nightly 2026-11-${day}T02:30:00+01:00`,
      ),
      'probe-nightly 2026-12-01T02:30:00+01:00',
      'probe-monthly 2026-12-01T03:00:00+01:00',
      'probe-nightly 2026-12-02T02:30:00+01:00',
    ]);
    expect(moved.ran.every(({ outcome }) => outcome === 'OK')).toBe(true);
    const instants = moved.ran.map(({ at }) => Date.parse(at));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    const { records } = await storedIn(probe);
    expect(records.map(({ now }) => now)).toContain('2026-11-24T01:30:00Z');
    expect(records[0]?.event).toEqual({ schedule: 'probe-nightly', at: '2026-11-24T01:30:00Z' });
  });

  it('runs a fine schedule at each due instant of a short way, and at least daily on a long one', async () => {
    probe = await startProbe(tree.root);
    expect(runsOf(await move({ advance: 'PT1H' }), 'often')).toHaveLength(6);
    const long = runsOf(await move({ advance: 'P60D' }), 'often');
    const days = new Set(long.map(({ at }) => at.slice(0, 10)));
    expect(days.size).toBeGreaterThanOrEqual(60);
    expect(long.length).toBeLessThan(800);
  });

  it.each([
    ['autumn', '2026-10-24T12:00:00+02:00', ['2026-10-25T02:30:00+02:00']],
    ['spring', '2027-03-27T12:00:00+01:00', ['2027-03-28T03:00:00+02:00']],
  ])('runs a nightly schedule once when clocks change in %s', async (_, start, expected) => {
    probe = await startProbe(tree.root);
    await move({ now: start });
    await probe.local.stop();
    probe = await startProbe(tree.root, { clock: { held: true, start: probe.local.clock.now() } });
    expect(runsOf(await move({ advance: 'P1D' }), 'nightly').map(({ at }) => at)).toEqual(expected);
  });

  it('set back, runs nothing, and nothing twice when it comes by again', async () => {
    probe = await startProbe(tree.root);
    expect(runsOf(await move({ advance: 'P2D' }), 'nightly')).toHaveLength(2);
    expect(await move({ now: '2026-11-23T09:00:00+01:00' })).toEqual({
      now: '2026-11-23T09:00:00+01:00',
      ran: [],
    });
    expect(runsOf(await move({ advance: 'P3D' }), 'nightly').map(({ at }) => at)).toEqual([
      '2026-11-26T02:30:00+01:00',
    ]);
  });

  it('counts months by the calendar of the network', async () => {
    probe = await startProbe(tree.root);
    expect((await move({ advance: 'P5M' })).now).toBe('2027-04-23T09:00:00+02:00');
  });

  it('delivers on the way what a queue had put off', async () => {
    probe = await startProbe(tree.root);
    const { queues } = probe.local.aws;
    queues.send('probe-listen', { body: '{"type":"thing.changed"}', delaySeconds: 600 });
    await probe.local.background.drain();
    expect(queues.depth('probe-listen').delayed).toBe(1);
    await move({ advance: 'PT11M' });
    const { records } = await storedIn(probe);
    expect(records[0]?.now).toBe('2026-11-23T08:10:00Z');
  });
});
