import { PutItemCommand, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contribute as erase } from '../../../functions/archives/handlers/erase.ts';
import { contribute as exportStep } from '../../../functions/archives/handlers/export.ts';
import { contribute as intake } from '../../../functions/archives/handlers/intake.ts';
import { contribute as sweepStep } from '../../../functions/archives/handlers/sweep.ts';
import { manifest as archives } from '../../../functions/archives/manifest.ts';
import { manifest as patrons } from '../../../functions/patrons/manifest.ts';
import { manifest as rights } from '../../../functions/rights/manifest.ts';
import { createVault } from '#core/vault/vault.ts';
import { enrol, ilsOf, take } from '../../support/intake.ts';
import { openTestGround, unrecorded, type TestGround } from '../../support/runtime.ts';

const start = '2026-11-21T18:00:00+01:00';
let ground: TestGround;
let reader: { subjectRef: string; commune: string };
beforeEach(async () => {
  ground = await openTestGround({ manifests: [archives, patrons, rights], now: start });
  reader = await enrol(ground.runtime(), 'koha:1042');
});
afterEach(() => ground.stop());

const consulted = (n: number, at: string, more: object = {}) => ({
  id: `consulted-${String(n)}`,
  type: 'archive.consulted',
  at,
  site: 'vs-centre',
  patronRef: 'koha:1042',
  documentRef: `koha:fonds:${String(n)}`,
  ...more,
});
const inventory = (at: string, more: object = {}) => ({
  id: `inventory-${at}`,
  type: 'inventory.done',
  at,
  site: 'vs-centre',
  ...more,
});
const tell = (...events: { type: string }[]) => take(intake, ground.runtime(), events);
const sweep = () => sweepStep(ground.runtime()).sweep(ground.runtime().clock.now(), unrecorded);
const dayOf = (at: string): void => {
  ground.setNow(at);
};

/** What the access export still shows, by document. */
async function shown(): Promise<unknown[]> {
  const now = ground.runtime().clock.now();
  const read = await exportStep(ground.runtime()).read(reader, now);
  return (read as { consultations: { documentRef: string }[] }).consultations.map(
    ({ documentRef }) => documentRef,
  );
}
async function stored(): Promise<Record<string, AttributeValue>[]> {
  const { Items = [] } = await ground.client.send(new ScanCommand({ TableName: 'Consultations' }));
  return Items;
}
const kept = async () => (await stored()).filter(({ reader: owner }) => owner !== undefined).length;

describe('archive consultations', () => {
  it('[RET-08] [#17] consulted 2026-11-21, inventory 2028-06-30: gone on 2028-07-01, with the day and no name on the slip', async () => {
    await tell(consulted(1, '2026-11-21T15:00:00+01:00'));
    dayOf('2028-06-30T17:00:00+02:00');
    expect(await tell(inventory('2028-06-30T16:00:00+02:00'))).toEqual([{ status: 'APPLIED' }]);
    expect([await sweep(), await shown()]).toEqual([[], ['koha:fonds:1']]);
    dayOf('2028-07-01T00:00:00+02:00');
    expect(await shown()).toEqual([]);
    const [line, ...others] = await sweep();
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      ...{ rule: 'RET-08', commune: 'valserine', category: 'ARCHIVE_CONSULTATION' },
      ...{ found: 1, deleted: 1, recount: 0, from: '2026-11-21', to: '2026-11-21' },
    });
    expect(line?.due?.toString()).toBe('2028-06-30T22:00:00Z');
    expect(await kept()).toBe(0);
  });

  it('[RET-08] without an inventory: visible to the end of 2036-11-21, gone the next midnight', async () => {
    const [outcome] = await tell(consulted(1, '2026-11-21T15:00:00+01:00'));
    expect(outcome).toEqual({
      status: 'APPLIED',
      visibleUntil: '2036-11-21T23:59:59+01:00',
      purgeAt: '2036-11-22T00:00:00+01:00',
    });
    dayOf('2036-11-21T23:59:59+01:00');
    expect([await sweep(), await shown()]).toEqual([[], ['koha:fonds:1']]);
    dayOf('2036-11-22T00:00:00+01:00');
    expect(await shown()).toEqual([]);
    expect(await sweep()).toMatchObject([{ found: 1, deleted: 1, recount: 0 }]);
    expect(await kept()).toBe(0);
  });

  it('[RET-08] an inventory covers what came before it at its site, and nothing else', async () => {
    dayOf('2027-03-01T20:00:00+01:00');
    await tell(
      consulted(1, '2027-02-27T10:00:00+01:00'),
      consulted(2, '2027-03-01T09:00:00+01:00'),
      consulted(3, '2027-03-01T17:00:00+01:00'),
      consulted(4, '2027-02-27T10:00:00+01:00', { site: 'vs-gare' }),
      consulted(5, '2027-02-27T10:00:00+01:00', { site: 'reserve', library: 'vs-centre' }),
      inventory('2027-03-01T12:00:00+01:00'),
    );
    dayOf('2027-03-02T00:00:00+01:00');
    expect(await sweep()).toMatchObject([{ found: 2, from: '2027-02-27', to: '2027-03-01' }]);
    expect((await shown()).toSorted()).toEqual(['koha:fonds:3', 'koha:fonds:4', 'koha:fonds:5']);
  });

  it('[RET-08] an inventory that is told late, twice or after a later one forgets what it covers all the same', async () => {
    await tell(consulted(1, '2026-11-21T15:00:00+01:00'));
    dayOf('2028-07-05T09:00:00+02:00');
    const late = inventory('2028-06-30T16:00:00+02:00');
    expect(await tell(late, late, inventory('2027-06-30T16:00:00+02:00'))).toEqual([
      { status: 'APPLIED' },
      { status: 'STALE' },
      { status: 'STALE' },
    ]);
    expect(await shown()).toEqual([]);
    const reports = await sweep();
    expect(reports.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(1);
    expect(await kept()).toBe(0);
  });

  it('[RET-08] a consultation that arrives after its own deadline is answered with it and not stored', async () => {
    dayOf('2028-07-05T09:00:00+02:00');
    expect(
      await tell(
        consulted(1, '2028-05-02T10:00:00+02:00'),
        inventory('2028-06-30T16:00:00+02:00'),
        consulted(2, '2018-01-15T10:00:00+01:00', { site: 'vs-gare' }),
      ),
    ).toMatchObject([
      { status: 'APPLIED', purgeAt: '2028-07-01T00:00:00+02:00' },
      { status: 'APPLIED' },
      { status: 'APPLIED', purgeAt: '2028-01-16T00:00:00+01:00' },
    ]);
    expect(await kept()).toBe(0);
  });

  it('[RET-08] a consultation that arrives between the inventory and its midnight leaves with it', async () => {
    dayOf('2028-06-30T18:00:00+02:00');
    await tell(inventory('2028-06-30T16:00:00+02:00'));
    const [late] = await tell(consulted(1, '2028-06-30T10:00:00+02:00'));
    expect(late).toMatchObject({ status: 'APPLIED', purgeAt: '2028-07-01T00:00:00+02:00' });
    dayOf('2028-07-01T00:00:00+02:00');
    await sweep();
    expect(await kept()).toBe(0);
  });

  it('takes each event once, knows libraries and readers, and touches no other commune (GOV-10)', async () => {
    const one = consulted(1, '2026-11-21T15:00:00+01:00');
    expect(await tell(one)).toMatchObject([{ status: 'APPLIED' }]);
    expect(await tell(one)).toMatchObject([{ status: 'DUPLICATE' }]);
    const codes = async (event: { type: string }, caller = ilsOf('*')) => {
      const [outcome] = await take(intake, ground.runtime(), [event], caller);
      return outcome?.errors?.map(({ code }) => code);
    };
    const at = '2026-11-21T15:00:00+01:00';
    expect(await codes(consulted(2, at, { site: 'nowhere' }))).toEqual(['UNKNOWN_LIBRARY']);
    expect(await codes(consulted(3, at, { patronRef: 'koha:404' }))).toEqual(['UNKNOWN_PATRON']);
    expect(await codes(consulted(4, at), ilsOf('montfort'))).toEqual(['NOT_FOUND']);
    expect(await codes(consulted(5, at, { title: 'Registres' }))).toEqual(['UNKNOWN_FIELD']);
    expect(await kept()).toBe(1);
  });
});

describe('what a reader consulted', () => {
  it('[RGT-06] goes with the reader, whose key turns every copy to noise', async () => {
    const other = await enrol(ground.runtime(), 'koha:1043', { email: 'b@example.org' });
    await tell(
      consulted(1, '2026-11-20T15:00:00+01:00'),
      consulted(2, '2026-11-21T15:00:00+01:00'),
      consulted(3, '2026-11-21T15:00:00+01:00', { patronRef: 'koha:1043' }),
    );
    const copy = await stored();
    const step = erase(ground.runtime());
    expect(step.keyClasses).toEqual(['loans']);
    expect(await step.count(reader)).toBe(2);
    await createVault(ground.runtime()).keys.destroy(reader.subjectRef, step.keyClasses);
    expect([await step.erase(reader), await step.count(reader), await step.erase(reader)]).toEqual([
      2, 0, 0,
    ]);
    expect(await step.count(other)).toBe(1);
    for (const Item of copy)
      await ground.client.send(new PutItemCommand({ TableName: 'Consultations', Item }));
    expect(await shown()).toEqual([]);
  });

  it('[GOV-15] [#28] stands nowhere in the clear: neither the document nor the reader’s number', async () => {
    await tell(consulted(1, '2026-11-21T15:00:00+01:00'));
    const bytes = JSON.stringify(await stored(), (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(bytes).toContain(reader.subjectRef);
    for (const trace of ['koha:fonds:1', 'koha:1042', 'consulted-1'])
      expect(bytes).not.toContain(trace);
  });
});
