import { describe, expect, it } from '@jest/globals';
import type { CirculationCsv, HoldCsv } from '../../../infra/local/import/evergreen-rows.ts';
import { mapEvents } from '../../../infra/local/import/map-events.ts';
import { circulation, context, hold } from './rows.ts';

const eventsOf = (
  circulations: CirculationCsv[],
  holds: HoldCsv[] = [],
  known = ['evergreen:57'],
) =>
  mapEvents({
    rows: {
      circulations,
      holds,
      copies: [{ id: '2', record: '2', title: 'Le concerto', author: 'Ferchault, Guy' }],
    },
    context,
    known: new Set(known),
  });

describe('an Evergreen circulation', () => {
  it('opens a loan with its title', () => {
    expect(eventsOf([circulation()]).items).toEqual([
      {
        id: 'evergreen-circ-1-out',
        type: 'loan.created',
        at: '2026-09-14T08:39:13-04:00',
        dueOn: '2026-10-05',
        patronRef: 'evergreen:57',
        library: 'spls-bpl',
        loanRef: 'evergreen:loan:1',
        itemRef: 'evergreen:item:2',
        title: 'Le concerto',
        author: 'Ferchault, Guy',
      },
    ]);
  });

  it('[RET-06] stays open when lost or open for years, and says so', () => {
    const { items, warnings } = eventsOf([
      circulation({ xact_start: '2014-05-14 08:39:13-04', stop_fines: 'LOST' }),
    ]);
    expect(items.map(({ type }) => type)).toEqual(['loan.created']);
    expect(warnings.map(({ code }) => code)).toEqual(['LOST_OPEN', 'OPEN_FOR_YEARS']);
  });

  it('[RET-01] is sent with a return long past: the API alone decides what is still kept', () => {
    const returned = circulation({
      xact_start: '2014-05-14 08:39:13-04',
      checkin_time: '2014-05-20 10:00:00-04',
    });
    expect(eventsOf([returned]).items.map(({ type, at }) => `${type} ${at}`)).toEqual([
      'loan.created 2014-05-14T08:39:13-04:00',
      'loan.returned 2014-05-20T10:00:00-04:00',
    ]);
  });

  it('paid as lost ends when its account closed', () => {
    const { items, warnings } = eventsOf([
      circulation({ stop_fines: 'LOST', xact_finish: '2026-10-01 10:00:00-04' }),
    ]);
    expect(items.at(-1)).toMatchObject({ type: 'loan.returned', at: '2026-10-01T10:00:00-04:00' });
    expect(warnings.map(({ code }) => code)).toEqual(['CLOSED_WITHOUT_CHECKIN']);
  });

  it('renewed twice is one loan', () => {
    const chain = [
      circulation({ stop_fines: 'RENEW', checkin_time: '2026-10-01 10:00:00-04' }),
      circulation({
        id: '2',
        parent_circ: '1',
        stop_fines: 'RENEW',
        xact_start: '2026-10-01 10:00:00-04',
        checkin_time: '2026-10-20 10:00:00-04',
      }),
      circulation({
        id: '3',
        parent_circ: '2',
        xact_start: '2026-10-20 10:00:00-04',
        checkin_time: '2026-11-03 10:00:00-05',
      }),
    ];
    const { items } = eventsOf(chain);
    expect(items.map(({ id }) => id)).toEqual([
      'evergreen-circ-1-out',
      'evergreen-circ-2-ren',
      'evergreen-circ-3-ren',
      'evergreen-circ-3-ret',
    ]);
    expect(new Set(items.map((event) => 'loanRef' in event && event.loanRef))).toEqual(
      new Set(['evergreen:loan:1']),
    );
  });

  it('renewing an absent loan is a loan, and a circle of parents ends', () => {
    expect(eventsOf([circulation({ id: '5', parent_circ: '4' })]).warnings).toContainEqual({
      ref: 'evergreen:loan:5',
      code: 'PARENT_ABSENT',
    });
    const circle = [
      circulation({ id: '1', parent_circ: '2' }),
      circulation({ id: '2', parent_circ: '1' }),
    ];
    expect(eventsOf(circle).items).toHaveLength(2);
  });

  it('of an unknown reader, library or time is left out and counted', () => {
    const { items, skipped } = eventsOf([
      circulation({ usr: '1' }),
      circulation({ id: '2', circ_lib: '8' }),
      circulation({ id: '3', due_date: 'bientôt' }),
    ]);
    expect(items).toEqual([]);
    expect(skipped.map(({ code }) => code)).toEqual([
      'PATRON_NOT_IMPORTED',
      'LIBRARY_UNKNOWN',
      'TIME_UNREADABLE',
    ]);
  });
});

describe('an Evergreen hold', () => {
  const typesOf = (changes: Record<string, string>) =>
    eventsOf([], [hold(changes)]).items.map(({ type }) => type);
  const later = '2026-11-01 10:00:00-05';

  it.each([
    [{}, ['hold.placed']],
    [{ shelf_time: later }, ['hold.placed', 'hold.waiting']],
    [
      { shelf_time: later, fulfillment_time: '2026-11-02 10:00:00-05' },
      ['hold.placed', 'hold.waiting', 'hold.filled'],
    ],
    [{ cancel_time: later }, ['hold.placed', 'hold.cancelled']],
    [{ expire_time: later }, ['hold.placed', 'hold.expired']],
    [{ expire_time: '2027-01-01 10:00:00-05' }, ['hold.placed']],
    [{ expire_time: later, cancel_time: later }, ['hold.placed', 'hold.cancelled']],
  ])('[RET-07] with %j is %j', (changes, types) => {
    expect(typesOf(changes)).toEqual(types);
  });

  it('names the title of its record, or says that it cannot', () => {
    expect(eventsOf([], [hold()]).items[0]).toMatchObject({
      title: 'Le concerto',
      pickupLibrary: 'spls-bpl',
    });
    expect(eventsOf([], [hold({ hold_type: 'M' })]).warnings).toEqual([
      { ref: 'evergreen:hold:9', code: 'TITLE_UNKNOWN' },
    ]);
  });
});
