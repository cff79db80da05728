import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createVault } from '#core/vault/vault.ts';
import { contribute as eraseDebts } from '../../../functions/debts/handlers/erase-debts.ts';
import { contribute as eraseTitles } from '../../../functions/debts/handlers/erase-titles.ts';
import { contribute as exportStep } from '../../../functions/debts/handlers/export.ts';
import { contribute as intake } from '../../../functions/debts/handlers/intake.ts';
import { createOpenDebts } from '../../../functions/debts/adapters/open-debts.ts';
import { enrol, ilsOf, take } from '../../support/intake.ts';
import type { TestGround } from '../../support/runtime.ts';
import {
  opened,
  openDebtsGround,
  settled,
  stored,
  sweep,
  tell,
  text,
  titled,
  titles,
} from './ground.ts';

let ground: TestGround;
let reader: { subjectRef: string; commune: string };
beforeEach(async () => {
  ground = await openDebtsGround('2026-11-22T09:00:00+01:00');
  reader = await enrol(ground.runtime(), 'koha:1042');
});
afterEach(() => ground.stop());

const blockers = async (of = reader) =>
  (await eraseDebts(ground.runtime()).blockers(of, ground.runtime().clock.now())).map(
    ({ code }) => code,
  );
/** Amounts and days of what is open. */
const owed = async () =>
  (await createOpenDebts(ground.runtime()).ofReader(reader.subjectRef))
    .map(({ claim }) => `${String(claim.amountCents)} ${claim.openedOn}`)
    .toSorted();

describe('an open debt', () => {
  it('[RET-11] holds its reader back with an end and an owner, until it is settled', async () => {
    await tell(ground, opened(1), opened(2, { amountCents: 300, at: '2026-10-05T10:00:00+02:00' }));
    expect(await owed()).toEqual(['1250 2026-11-02', '300 2026-10-05']);
    const step = eraseDebts(ground.runtime());
    const found = await step.blockers(reader, ground.runtime().clock.now());
    expect(found.toSorted((a, b) => (a.since < b.since ? -1 : 1))).toEqual([
      { code: 'DEBT', since: '2026-10-05', until: '2030-10-06', owner: 'REGISSEUR' },
      { code: 'DEBT', since: '2026-11-02', until: '2030-11-03', owner: 'REGISSEUR' },
    ]);
    await tell(ground, settled(1), settled(2, { patronRef: 'koha:1042', amountCents: 300 }));
    expect([await blockers(), await owed()]).toEqual([[], []]);
    expect(text(await stored(ground, 'Debts'))).not.toContain(reader.subjectRef);
  });

  it('ends the same in whatever order its events come, and however often', async () => {
    expect(await tell(ground, settled(1), opened(1), opened(1))).toEqual([
      { status: 'APPLIED' },
      { status: 'STALE' },
      { status: 'STALE' },
    ]);
    expect(
      await tell(
        ground,
        opened(2),
        opened(2),
        opened(2, { id: 'more', at: '2026-11-05T10:00:00+01:00', amountCents: 2000 }),
        opened(2, { id: 'less', at: '2026-11-03T10:00:00+01:00', amountCents: 100 }),
      ),
    ).toEqual([
      { status: 'APPLIED' },
      { status: 'DUPLICATE' },
      { status: 'APPLIED' },
      { status: 'STALE' },
    ]);
    expect(await owed()).toEqual(['2000 2026-11-02']);
  });

  it('[DAT-01] knows no reason: a title of a book, a note or an unknown reader is refused', async () => {
    const refused = async (event: { type: string }, caller = ilsOf('*')) => {
      const [outcome] = await take(intake, ground.runtime(), [event], caller);
      return outcome?.errors?.map(({ code }) => code);
    };
    expect(await refused(opened(1, { title: 'Germinal' }))).toEqual(['UNKNOWN_FIELD']);
    expect(await refused(opened(1, { itemRef: 'koha:item:1' }))).toEqual(['UNKNOWN_FIELD']);
    expect(await refused(opened(1, { patronRef: 'koha:404' }))).toEqual(['UNKNOWN_PATRON']);
    expect(await refused(opened(1, { library: 'nowhere' }))).toEqual(['UNKNOWN_LIBRARY']);
    expect(await refused(opened(1), ilsOf('montfort'))).toEqual(['NOT_FOUND']);
    expect(await refused(titled(1, { on: '2026-11-23' }))).toEqual(['FUTURE']);
    expect(await stored(ground, 'Debts')).toEqual([]);
  });

  it('[RET-14] for which no title is ever issued leaves when it can no longer be recovered', async () => {
    await tell(ground, opened(1));
    ground.setNow('2030-11-02T23:59:59+01:00');
    expect([await blockers(), await sweep(ground)]).toEqual([['DEBT'], []]);
    ground.setNow('2030-11-03T00:00:00+01:00');
    expect([await blockers(), await owed()]).toEqual([[], []]);
    expect(await sweep(ground)).toMatchObject([
      { rule: 'RET-14', category: 'DEBT', found: 1, deleted: 1, recount: 0, from: '2026-11-02' },
    ]);
    expect(await stored(ground, 'Debts')).toEqual([]);
  });
});

describe('a titre de recettes', () => {
  it('[RET-14] [RET-11] [DIS-07] copies the debtor as the directory has them, and sets the reader free', async () => {
    await tell(ground, opened(1), titled(1));
    expect(await titles(ground)).toEqual([
      {
        titleRef: 'koha:title:118',
        commune: 'valserine',
        issuedOn: '2026-11-21',
        debtor: {
          name: { family: 'Nguyên', given: ['Ana'] },
          address: { lines: ['3 rue du Bac'], postCode: '01200', city: 'Valserine' },
        },
        amountCents: 1250,
        debts: [{ debtRef: 'koha:debt:1', openedOn: '2026-11-02', amountCents: 1250 }],
        keptUntil: '2036-12-31',
      },
    ]);
    expect([await blockers(), await owed()]).toEqual([[], []]);
    expect(text(await stored(ground, 'Debts'))).not.toContain(reader.subjectRef);
    expect(text(await stored(ground, 'Titles'))).not.toMatch(/Nguyên|rue du Bac|koha:/u);
  });

  it('[RET-14] one title of several debts is one title with their sum', async () => {
    await tell(ground, opened(1), opened(2, { amountCents: 300 }), titled(1), titled(2));
    const [title, ...others] = await titles(ground);
    expect([title?.amountCents, title?.debts.length, others]).toEqual([1550, 2, []]);
  });

  it('[RET-11] TITLE_ISSUED holds the reader back only until the record can be made', async () => {
    expect(await tell(ground, titled(1, { patronRef: 'koha:1042' }))).toEqual([
      { status: 'APPLIED' },
    ]);
    expect([await blockers(), await titles(ground)]).toEqual([['TITLE_ISSUED'], []]);
    expect(await tell(ground, opened(1), titled(1), settled(1))).toEqual([
      { status: 'APPLIED' },
      { status: 'STALE' },
      { status: 'STALE' },
    ]);
    expect(await blockers()).toEqual([]);
    expect(await titles(ground)).toHaveLength(1);
  });

  it('[RET-14] told before its debt and without a reader, it waits without naming anybody', async () => {
    await tell(ground, titled(1));
    expect(text(await stored(ground, 'Debts'))).not.toContain(reader.subjectRef);
    await tell(ground, opened(1));
    expect(await titles(ground)).toMatchObject([{ debtor: { name: { family: 'Nguyên' } } }]);
  });

  it('[RET-14] the guardian of a minor is the debtor, reader or not', async () => {
    const child = { category: 'CHILD', birthYear: undefined, birthDate: '2016-05-04' };
    const name = { family: 'Enfant', given: ['Lou'] };
    await enrol(ground.runtime(), 'koha:7', {
      ...child,
      name,
      guardian: { patronRef: 'koha:1042' },
    });
    const outside = { name: { family: 'Parent', given: ['Max'] } };
    await enrol(ground.runtime(), 'koha:8', { ...child, name, guardian: outside });
    await tell(
      ground,
      opened(7, { patronRef: 'koha:7' }),
      titled(7, { titleRef: 'koha:title:7' }),
      opened(8, { patronRef: 'koha:8' }),
      titled(8, { titleRef: 'koha:title:8' }),
    );
    expect((await titles(ground)).map(({ debtor }) => debtor.name.family)).toEqual([
      'Nguyên',
      'Parent',
    ]);
    const now = ground.runtime().clock.now();
    const read = await exportStep(ground.runtime()).read(reader, now);
    expect(read).toMatchObject({ debts: [], titles: [{ titleRef: 'koha:title:7' }] });
  });

  it('[RET-14] [RET-22] opens when the reader is erased and their keys are gone, and says so', async () => {
    await tell(ground, opened(1), titled(1));
    await createVault(ground.runtime()).keys.entomb(reader.subjectRef, 2_000_000_000);
    const step = eraseTitles(ground.runtime());
    expect([step.keptOn, await step.count(reader), await step.erase(reader)]).toEqual([
      'GDPR 17(3)(b)',
      1,
      0,
    ]);
    expect(await titles(ground)).toMatchObject([{ debtor: { name: { family: 'Nguyên' } } }]);
  });

  it('[RET-14] issued 2026-11-21, it is there on 2036-12-31 and gone on 2037-01-01, every copy of it', async () => {
    await tell(ground, opened(1), titled(1));
    const copy = await stored(ground, 'Titles');
    ground.setNow('2036-12-31T23:59:59+01:00');
    await sweep(ground);
    expect(await titles(ground)).toHaveLength(1);
    ground.setNow('2037-01-01T00:00:00+01:00');
    expect(await titles(ground)).toEqual([]);
    expect(await sweep(ground)).toMatchObject([
      { rule: 'RET-14', commune: 'valserine', category: 'TITLE', found: 1, deleted: 1, recount: 0 },
    ]);
    expect(await stored(ground, 'Titles')).toEqual([]);
    for (const Item of copy)
      await ground.client.send(new PutItemCommand({ TableName: 'Titles', Item }));
    ground.setNow('2036-06-01T00:00:00+02:00'); // A restored copy, and even the clock set back: the key is gone.
    expect(await titles(ground)).toEqual([]);
  });

  it('[RET-14] older than ten years already, it leaves nothing behind', async () => {
    await tell(
      ground,
      opened(1, { at: '2015-03-01T10:00:00+01:00' }),
      titled(1, { on: '2015-04-01' }),
    );
    expect([await titles(ground), await blockers()]).toEqual([[], []]);
    expect(await stored(ground, 'Titles')).toEqual([]);
  });
});
