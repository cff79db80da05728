import { deepStrictEqual } from 'node:assert';
import { afterAll, beforeAll, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { epochSeconds } from '#core/calendar.ts';
import type { Runtime } from '#core/runtime.ts';
import { createGateReads } from '../../../functions/consent/adapters/gate-reads.ts';
import { createSuppressions } from '../../../functions/consent/adapters/suppressions.ts';
import { contribute as forgetting } from '../../../functions/consent/handlers/sweep.ts';
import { manifest as consent } from '../../../functions/consent/manifest.ts';
import { manifest as governance } from '../../../functions/governance/manifest.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { openTestGround, type TestGround } from '../../support/runtime.ts';

/**
 * Against a list with one key for ever: whatever is refused when, and whenever the sweep comes by, the keys of the years
 * forget nothing earlier and nothing later.
 */

let ground: TestGround;

beforeAll(async () => {
  const manifests = [rights, consent, governance];
  ground = await openTestGround({ manifests, now: '2027-01-01T00:00:00Z' });
});
afterAll(() => ground.stop());

const unheard = () => Promise.resolve();

const zone = 'Europe/Paris';
const codes = ['OVERDUE', 'HOLD', 'SURVEY', '*'];

interface Listed {
  readonly until: number;
  readonly purposes: ReadonlySet<string>;
}
type Model = Map<string, Listed>;

function standing(model: Model, contact: string, now: Temporal.Instant): string[] {
  const listed = model.get(contact);
  return listed && epochSeconds(now) < listed.until ? [...listed.purposes].toSorted() : [];
}

function list(model: Model, contact: string, purposes: string[], now: Temporal.Instant): void {
  const end = now.toZonedDateTimeISO(zone).add({ years: 3 }).toInstant();
  const all = new Set([...purposes, ...standing(model, contact, now)]);
  model.set(contact, { until: epochSeconds(end), purposes: all });
}

async function seen(runtime: Runtime, contacts: string[]): Promise<string[][]> {
  const asked = { subjectRefs: [], contacts, communes: [] };
  const { suppressed } = await createGateReads(runtime).readMany(asked);
  return contacts.map((one) => [...(suppressed.get(one)?.purposes ?? [])].toSorted());
}

const step = fc.record({
  /** Often around the end of a year, and around three years. */
  hours: fc.oneof(
    fc.integer({ min: 0, max: 48 }),
    fc.integer({ min: 100, max: 800 }).map((days) => days * 24),
    fc.constantFrom(3 * 365 * 24, 3 * 365 * 24 + 24, 3 * 365 * 24 + 25),
  ),
  who: fc.constantFrom(0, 0, 0, 1),
  does: fc.oneof(
    fc.record({ purposes: fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1 }) }),
    fc.constantFrom('SWEEP' as const, 'LOOK' as const),
  ),
});

let run = 0;

it('[RET-18] no rotation forgets what was opposed, and none keeps it longer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 48 }),
      fc.array(step, { minLength: 3, maxLength: 12 }),
      async (first, steps) => {
        run += 1;
        const contacts = [0, 1].map((n) => `+336${String(run).padStart(5, '0')}${String(n)}`);
        const model: Model = new Map();
        const warm = ground.runtime();
        let now = Temporal.Instant.from('2027-12-31T00:00:00Z').add({ hours: first });
        for (const { hours, who, does } of steps) {
          now = now.add({ hours });
          ground.setNow(now.toString());
          const contact = contacts[who] ?? '';
          const suppressions = createSuppressions(ground.runtime());
          if (does === 'SWEEP') await forgetting(ground.runtime()).sweep(now, unheard);
          else if (does !== 'LOOK') {
            await suppressions.add(contact, does.purposes);
            list(model, contact, does.purposes, now);
          }
          const expected = contacts.map((one) => standing(model, one, now));
          deepStrictEqual(await seen(warm, contacts), expected);
        }
        const last = contacts.map((one) => standing(model, one, now));
        deepStrictEqual(await seen(ground.runtime(), contacts), last);
      },
    ),
    { numRuns: 15 },
  );
});
