import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createVault } from '#core/vault/vault.ts';
import { createReadDeps } from '../../../functions/loans/container.ts';
import { contribute as eraseHolds } from '../../../functions/loans/handlers/erase-holds.ts';
import { contribute as eraseOpen } from '../../../functions/loans/handlers/erase-open.ts';
import { contribute as eraseReturned } from '../../../functions/loans/handlers/erase-returned.ts';
import { contribute as exportLoans } from '../../../functions/loans/handlers/export.ts';
import { createActivity } from '../../../functions/loans/provides.ts';
import type { TestGround } from '../../support/runtime.ts';
import {
  created,
  held,
  intake,
  openLoansGround,
  returned,
  stored,
  subjectOf,
  text,
} from './ground.ts';

const reader = subjectOf('koha:1042');
const other = subjectOf('koha:1043');
let ground: TestGround;

beforeEach(async () => {
  ground = await openLoansGround('2026-02-20T09:00:00+01:00');
});
afterEach(() => ground.stop());

const steps = () =>
  [eraseReturned, eraseHolds, eraseOpen].map((contribute) => contribute(ground.runtime()));
const counts = (subject = reader) => Promise.all(steps().map((step) => step.count(subject)));

async function lend(): Promise<void> {
  await intake(ground.runtime())(
    ...[created(1), returned(1)],
    ...[created(2), returned(2, { at: '2026-02-03T10:00:00+01:00' })],
    ...[created(3, { patronRef: 'koha:1043' }), returned(3)],
    created(4),
    held('hold.placed', { patronRef: 'koha:1042', title: 'Nana', at: '2026-02-01T10:00:00+01:00' }),
  );
}

describe('what a reader leaves behind', () => {
  it('[RET-09] [RET-11] tells the other plugins dates and a number, and nothing else', async () => {
    expect(await createActivity(ground.runtime()).of(reader)).toEqual({ openLoans: 0 });
    await lend();
    expect(await createActivity(ground.runtime()).of(reader)).toEqual({
      openLoans: 1,
      oldestOpenSince: '2026-01-02',
      lastLoanEnd: '2026-02-03',
    });
  });

  it('[RGT-06] [RET-11] an open loan keeps only itself and its key', async () => {
    await lend();
    const now = ground.runtime().clock.now();
    const [returnedStep, holdsStep, openStep] = steps();
    expect(await returnedStep?.blockers(reader, now)).toEqual([]);
    expect(await openStep?.blockers(reader, now)).toEqual([
      { code: 'OPEN_LOAN', since: '2026-01-02' },
    ]);
    await returnedStep?.erase(reader);
    await holdsStep?.erase(reader);
    expect(await counts()).toEqual([0, 0, 2]);
    const { circulation } = createReadDeps(ground.runtime());
    expect(await circulation.returned(reader.subjectRef)).toEqual([]);
    expect(await circulation.open(reader.subjectRef, 'LOAN')).toHaveLength(1);
    expect(await circulation.returned(other.subjectRef)).toHaveLength(1);
    expect((await createActivity(ground.runtime()).of(reader)).lastLoanEnd).toBe('2026-02-03');
    await intake(ground.runtime())(returned(4, { at: '2026-02-10T10:00:00+01:00' }));
    expect(await openStep?.blockers(reader, now)).toEqual([]);
  });

  it('[RGT-06] erases everything of one reader and nothing of another, however often', async () => {
    await lend();
    await intake(ground.runtime())(returned(4, { at: '2026-02-10T10:00:00+01:00' }));
    const theirs = (await stored(ground)).filter((item) => text([item]).includes(other.subjectRef));
    const keys = createVault(ground.runtime()).keys;
    await keys.entomb(reader.subjectRef, 2_000_000_000);
    await keys.destroy(reader.subjectRef, ['loans']);
    for (const step of [...steps(), ...steps()]) await step.erase(reader);
    expect(await counts()).toEqual([0, 0, 0]);
    expect(text(await stored(ground))).not.toContain(reader.subjectRef);
    expect(await stored(ground)).toEqual(expect.arrayContaining(theirs));
    expect(await counts(other)).toEqual([1, 0, 1]);
  });

  it('[RGT-06] leaves restored copies unreadable, open and returned, once the key is gone', async () => {
    await lend();
    const copy = (await stored(ground)).filter((item) => 'sealed' in item);
    expect(copy).toHaveLength(5);
    await createVault(ground.runtime()).keys.destroy(reader.subjectRef, ['loans']);
    for (const step of steps()) await step.erase(reader);
    for (const Item of copy)
      await ground.client.send(new PutItemCommand({ TableName: 'Loans', Item }));
    const { circulation } = createReadDeps(ground.runtime());
    expect(await circulation.open(reader.subjectRef, 'LOAN')).toEqual([]);
    expect(await circulation.open(reader.subjectRef, 'HOLD')).toEqual([]);
    expect(await circulation.returned(reader.subjectRef)).toEqual([]);
  });

  it('takes no loan of an erased reader, whatever the library system says', async () => {
    const keys = createVault(ground.runtime()).keys;
    await keys.entomb(reader.subjectRef, 2_000_000_000);
    const [outcome] = await intake(ground.runtime())(created(1));
    expect(outcome?.errors?.[0]?.code).toBe('ERASED');
    expect(await counts()).toEqual([0, 0, 0]);
  });

  it('[RGT-03] hands over loans and holds with their dates, and nothing past its deadline', async () => {
    await lend();
    const read = () => exportLoans(ground.runtime()).read(reader, ground.runtime().clock.now());
    expect(await read()).toMatchObject({
      loans: [
        { loanRef: 'koha:4', title: 'La Bête humaine' },
        expect.anything(),
        expect.anything(),
      ],
      holds: [{ holdRef: 'koha:hold:7', title: 'Nana' }],
    });
    ground.setNow('2026-06-01T00:00:00+02:00');
    expect(await read()).toMatchObject({ loans: [{ loanRef: 'koha:4' }, { loanRef: 'koha:2' }] });
  });
});
