import type { Server } from '../client.ts';
import { createProgress, silent, type Screen } from '../demo/progress.ts';
import { sendEvents, sendPatrons, type Outcome } from '../send.ts';
import type { IlsEvent, PatronRow } from '../wire.ts';
import type { EvergreenExport, Mapping } from './evergreen-rows.ts';
import { mapEvents } from './map-events.ts';
import { mapPatrons } from './map-patrons.ts';
import type { Mapped } from './remarks.ts';

export interface ImportRun {
  readonly patrons: Mapped<PatronRow>;
  readonly events: Mapped<IlsEvent>;
  readonly patronOutcomes: readonly Outcome[];
  readonly eventOutcomes: readonly Outcome[];
}

/**
 * Maps an export and sends it through the public API.
 * @param today local date for ages and expiries: the server's clock when it tells it.
 */
export async function runImport({
  server,
  data,
  mapping,
  today,
  screen,
}: {
  readonly server: Server;
  readonly data: EvergreenExport;
  readonly mapping: Mapping;
  readonly today: string;
  readonly screen?: Screen;
}): Promise<ImportRun> {
  const context = { mapping, today, libraries: data.libraries };
  const patrons = mapPatrons(data.patrons, context);
  const known = new Set(patrons.items.map(({ patronRef }) => patronRef));
  const events = mapEvents({ rows: data, context, known });
  const client = server.as('ILS');
  const follow = (label: string, total: number) =>
    screen ? createProgress({ screen, label, total }) : silent;

  const patronProgress = follow('lecteurs', patrons.items.length);
  const patronOutcomes = await sendPatrons({
    client,
    items: patrons.items,
    source: 'MIGRATION',
    onProgress: patronProgress.advance,
  });
  patronProgress.end();

  const eventProgress = follow('événements', events.items.length);
  const eventOutcomes = await sendEvents({
    client,
    items: events.items,
    onProgress: eventProgress.advance,
  });
  eventProgress.end();
  return { patrons, events, patronOutcomes, eventOutcomes };
}
