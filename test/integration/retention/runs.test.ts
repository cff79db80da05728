import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { SweepReport, SweepStep } from '#core/contributions.ts';
import { runSweep } from '../../../functions/retention/app/run-sweep.ts';
import { readSlip } from '../../../functions/retention/app/slip.ts';
import { createReadDeps, createSweepDeps } from '../../../functions/retention/container.ts';
import { manifest } from '../../../functions/retention/manifest.ts';
import { slipPage } from '../../../functions/retention/pages/slip.tsx';
import { openTestGround, type TestGround } from '../../support/runtime.ts';

const midnight = Temporal.Instant.from('2026-06-01T00:00:00+02:00');
let ground: TestGround;

beforeEach(async () => {
  ground = await openTestGround({ manifests: [manifest], now: midnight.toString() });
});
afterEach(() => ground.stop());

const report = (more: Partial<SweepReport> = {}): SweepReport => ({
  rule: 'RET-01',
  commune: 'valserine',
  category: 'LOAN_LINK',
  found: 1204,
  deleted: 1204,
  recount: 0,
  from: '2026-01-02',
  to: '2026-01-31',
  ...more,
});
const stepOf = (...reports: SweepReport[]): SweepStep => ({
  sweep: async (_, record) => {
    await record(reports);
    return reports;
  },
});
const broken: SweepStep = {
  sweep: () => Promise.reject(new Error('Jean Dupont borrowed La Bête humaine')),
};

const run = (steps: readonly SweepStep[], at = midnight) =>
  runSweep(createSweepDeps(ground.runtime(), steps), at);
const list = (
  communes = ['valserine', 'montfort', 'les-essarts'],
  page: { limit: number; cursor?: string } = { limit: 50 },
) => createReadDeps(ground.runtime()).runs.list({ communes, ...page });

const caller = {
  sub: 'dpo',
  network: 'pays-de-valserine',
  communes: ['valserine'],
  roles: ['DPO'],
  guardianOf: [],
} as const;

describe('retention runs', () => {
  it('[RET-04] records a line once, however often or side by side the run is started', async () => {
    await Promise.all([run([stepOf(report())]), run([stepOf(report())])]);
    expect(await run([stepOf(report())])).toEqual({ recorded: 0 });
    expect((await list()).items).toHaveLength(1);
    await run([stepOf(report())], midnight.add({ hours: 24 }));
    expect((await list()).items).toHaveLength(2);
  });

  it('records what fell due at one instant once, from whichever run it is reported', async () => {
    await run([stepOf(report({ due: midnight }))]);
    await run([stepOf(report({ due: midnight }))], midnight.add({ hours: 6 }));
    expect((await list()).items).toHaveLength(1);
  });

  it('fails as long as something is still there, and replaces the line when it is gone', async () => {
    await expect(run([stepOf(report({ deleted: 1203, recount: 1 }))])).rejects.toThrow(
      'not forgotten',
    );
    expect((await list()).items).toMatchObject([{ recount: 1 }]);
    await run([stepOf(report())]);
    expect((await list()).items).toMatchObject([{ recount: 0, deleted: 1204 }]);
  });

  it('lets no plugin keep the others from forgetting, and logs no word of what went wrong', async () => {
    await expect(run([broken, stepOf(report())])).rejects.toThrow('not forgotten');
    expect((await list()).items).toHaveLength(1);
    expect(ground.logged.join('\n')).not.toMatch(/Dupont|Bête/u);
  });

  it('says nothing of a night in which nothing fell due', async () => {
    await run([stepOf(report({ found: 0, deleted: 0 }))]);
    expect((await list()).items).toEqual([]);
  });

  it('[GOV-10] pages through the runs of the communes of the caller, newest first, none twice', async () => {
    for (let day = 0; day < 4; day += 1) {
      const lines = ['valserine', 'montfort'].flatMap((commune) => [
        report({ commune }),
        report({ commune, category: 'HOLD_LINK', rule: 'RET-07' }),
      ]);
      await run([stepOf(...lines)], midnight.add({ hours: 24 * day }));
    }
    const all = (await list()).items.map(({ runId }) => runId);
    expect(all).toHaveLength(16);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(undefined, { limit: 3, ...(cursor !== undefined && { cursor }) });
      paged.push(...page.items.map(({ runId }) => runId));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
    expect((await list(['montfort'])).items.every(({ commune }) => commune === 'montfort')).toBe(
      true,
    );
  });

  it('[RET-21] prints a slip with category, count, dates, rule and visa, and no name', async () => {
    await run([stepOf(report())]);
    const [line] = (await list()).items;
    const deps = createReadDeps(ground.runtime());
    const slip = await readSlip(deps, { id: line?.runId ?? '', caller });
    if (!slip.ok) throw new Error('no slip');
    expect(slip.value).toMatchObject({
      archivesVisaRef: 'AD01-2025-118',
      communeName: 'Valserine',
    });
    const page = slipPage(slip.value, 'fr');
    for (const part of ['1204', '2 janvier 2026 – 31 janvier 2026', 'RET-01', 'AD01-2025-118'])
      expect(page).toContain(part);
    expect(page).not.toMatch(/\d{4}-\d\d-\d\d|LOAN_LINK/u);
    const foreign = await readSlip(deps, {
      id: line?.runId ?? '',
      caller: { ...caller, communes: ['montfort'] },
    });
    expect(foreign.ok || foreign.problem.status).toBe(404);
    expect((await readSlip(deps, { id: 'nonsense', caller })).ok).toBe(false);
  });
});
