import * as z from 'zod';
import { IlsEvent, withPatron } from '#core/ils-event.ts';

const news = <const T extends string>(type: T) =>
  IlsEvent.extend({ type: z.literal(type), ...withPatron });

/** The events of the library system that concern the reader and not a loan. */
export const newsSchemas = {
  'patron.updated': news('patron.updated'),
  'patron.deleted': news('patron.deleted'),
  'patron.deceased': news('patron.deceased'),
};

export type PatronNews = z.output<(typeof newsSchemas)[keyof typeof newsSchemas]>;

/** What other plugins wait for. `patron.lapsed`: the clock of RET-09 or RGT-11 has run out. */
export const announcedEvents = [
  'patron.deleted',
  'patron.deceased',
  'patron.lapsed',
  'patron.untold',
  'patron.fifteen',
  'patron.came-of-age',
] as const;
