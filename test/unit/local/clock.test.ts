import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { openClock } from '../../../infra/local/clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'discretion-clock-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('starts where a demo starts, and not again once it has been set', () => {
  const file = join(folder, 'held.json');
  const clock = openClock({ file, held: true });
  expect(clock.now().toString()).toBe('2026-11-23T08:00:00Z');
  clock.set(Temporal.Instant.from('2027-12-31T23:59:59.999Z'));
  clock.set(Temporal.Instant.from('2027-01-01T00:00:00Z'));
  clock.close();
  const again = openClock({ file, held: true });
  expect(again.now().toString()).toBe('2027-01-01T00:00:00Z');
  again.close();
});

it('goes on by itself unless it is held', async () => {
  const clock = openClock({ file: join(folder, 'running.json') });
  const before = clock.now();
  await new Promise((passed) => setTimeout(passed, 20));
  expect(Temporal.Instant.compare(clock.now(), before)).toBe(1);
  clock.close();
});
