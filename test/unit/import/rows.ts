import {
  CirculationCsv,
  HoldCsv,
  PatronCsv,
  type Mapping,
} from '../../../infra/local/import/evergreen-rows.ts';
import type { Context } from '../../../infra/local/import/map-patrons.ts';

const mapping: Mapping = {
  network: 'concerto',
  source: 'evergreen',
  defaultCountry: 'US',
  libraries: { 'SPLS-BPL': { library: 'spls-bpl', commune: 'la-comte' } },
};
export const context: Context = {
  mapping,
  today: '2026-11-23',
  libraries: [
    { id: '7', shortname: 'SPLS-BPL' },
    { id: '8', shortname: 'RPLS-EHL' },
  ],
};

export const patron = (changes: Record<string, string> = {}): PatronCsv =>
  PatronCsv.parse({
    id: '57',
    home_ou: '7',
    first_given_name: 'Terri',
    family_name: 'Brooks',
    email: '',
    day_phone: '',
    evening_phone: '',
    dob: '',
    juvenile: '0',
    guardian: '',
    city: 'Bree',
    post_code: '32961',
    active: '1',
    barred: '0',
    deleted: '0',
    create_date: '2020-10-27 10:26:51.426709-04',
    expire_date: '2030-01-01 03:00:00-05',
    ...changes,
  });
export const circulation = (changes: Record<string, string> = {}): CirculationCsv =>
  CirculationCsv.parse({
    id: '1',
    usr: '57',
    target_copy: '2',
    circ_lib: '7',
    checkin_lib: '',
    xact_start: '2026-09-14 08:39:13.070326-04',
    due_date: '2026-10-05 23:59:59-04',
    checkin_time: '',
    xact_finish: '',
    stop_fines: '',
    parent_circ: '',
    ...changes,
  });
export const hold = (changes: Record<string, string> = {}): HoldCsv =>
  HoldCsv.parse({
    id: '9',
    usr: '57',
    target: '2',
    hold_type: 'T',
    current_copy: '',
    pickup_lib: '7',
    request_time: '2026-10-27 10:26:51-04',
    shelf_time: '',
    fulfillment_time: '',
    expire_time: '',
    cancel_time: '',
    ...changes,
  });
