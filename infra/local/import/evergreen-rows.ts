import * as z from 'zod';

/** Columns of the Evergreen exports that are read; others are let pass and never sent (DAT-01). */
const Text = z.string().trim();
const Required = Text.min(1);
const Flag = z.enum(['0', '1', 't', 'f', '']).transform((flag) => flag === '1' || flag === 't');

export const PatronCsv = z.object({
  id: Required,
  home_ou: Required,
  first_given_name: Text,
  family_name: Required,
  email: Text,
  day_phone: Text,
  evening_phone: Text,
  dob: Text,
  juvenile: Flag,
  guardian: Text,
  active: Flag,
  barred: Flag,
  deleted: Flag,
  create_date: Required,
  expire_date: Text,
});
export type PatronCsv = z.infer<typeof PatronCsv>;

export const CirculationCsv = z.object({
  id: Required,
  usr: Required,
  target_copy: Required,
  circ_lib: Required,
  checkin_lib: Text,
  xact_start: Required,
  due_date: Required,
  checkin_time: Text,
  xact_finish: Text,
  stop_fines: Text,
  parent_circ: Text,
});
export type CirculationCsv = z.infer<typeof CirculationCsv>;

export const HoldCsv = z.object({
  id: Required,
  usr: Required,
  target: Required,
  hold_type: Required,
  current_copy: Text,
  pickup_lib: Required,
  request_time: Required,
  shelf_time: Text,
  fulfillment_time: Text,
  expire_time: Text,
  cancel_time: Text,
});
export type HoldCsv = z.infer<typeof HoldCsv>;

export const LibraryCsv = z.object({ id: Required, shortname: Required });
export type LibraryCsv = z.infer<typeof LibraryCsv>;

export const CopyCsv = z.object({ id: Required, record: Text, title: Text, author: Text });
export type CopyCsv = z.infer<typeof CopyCsv>;

/** The five exports of one folder. */
export interface EvergreenExport {
  readonly patrons: readonly PatronCsv[];
  readonly circulations: readonly CirculationCsv[];
  readonly holds: readonly HoldCsv[];
  readonly libraries: readonly LibraryCsv[];
  readonly copies: readonly CopyCsv[];
}

/** Where each Evergreen library belongs in the network (`mappings/*.yaml`). */
export const Mapping = z.strictObject({
  /** Network file that knows these libraries. */
  network: z.string(),
  /** Prefix of every reference: `evergreen:57`. */
  source: z.string().regex(/^[a-z]+$/u),
  /** Country of phone numbers written without a prefix, ISO 3166-1. */
  defaultCountry: z.enum(['US', 'FR', 'CA', 'GB']),
  /** Shortname of the organisational unit → library and commune of the network. */
  libraries: z.record(z.string(), z.strictObject({ library: z.string(), commune: z.string() })),
});
export type Mapping = z.infer<typeof Mapping>;
export type Place = Mapping['libraries'][string];
