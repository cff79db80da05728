import { createServer, type Client } from '../client.ts';
import { countBy, sendEvents, sendPatrons, type Outcome } from '../send.ts';
import { demoNow, demoSeed, generateDemo } from './generate.ts';
import { createProgress, silent, type Screen } from './progress.ts';

/** What was loaded. Everything that is not `ACCEPTED` or `APPLIED` is in `refused`, with its reason. */
export interface DemoLoad {
  readonly patrons: readonly Outcome[];
  readonly events: readonly Outcome[];
  readonly refused: readonly [reason: string, count: number][];
}

const welcome: readonly string[] = ['ACCEPTED', 'APPLIED', 'DUPLICATE'];

function sayReason({ status, reasons }: Outcome): string {
  return `${status}: ${reasons.join(', ') || 'no reason given'}`;
}

/**
 * Loads the demo network through the public API, as a library system would.
 * @param token of role ILS for the whole network; without one it is asked from `/_local/token`.
 * @param screen draws progress and prints what was refused; without one nothing is drawn.
 */
export async function loadDemo({
  baseUrl,
  token,
  screen,
  readers = 2000,
  now = demoNow,
}: {
  readonly baseUrl: string;
  readonly token?: string;
  readonly screen?: Screen;
  readonly readers?: number;
  readonly now?: string;
}): Promise<DemoLoad> {
  const client: Client = createServer({ baseUrl, ...(token !== undefined && { token }) }).as('ILS');
  const demo = generateDemo({ seed: demoSeed, now, readers });
  const follow = async <T>(
    label: string,
    total: number,
    send: (onProgress: (count: number) => void) => Promise<T>,
  ): Promise<T> => {
    const progress = screen ? createProgress({ screen, label, total }) : silent;
    const sent = await send(progress.advance);
    progress.end();
    return sent;
  };
  const patrons = await follow('lecteurs', demo.patrons.length, (onProgress) =>
    sendPatrons({ client, items: demo.patrons, source: 'ILS', onProgress }),
  );
  const events = await follow('prêts', demo.events.length, (onProgress) =>
    sendEvents({ client, items: demo.events, onProgress }),
  );
  const refused = countBy(
    [...patrons, ...events].filter(({ status }) => !welcome.includes(status)),
    sayReason,
  );
  for (const [reason, count] of refused) screen?.write(`${count} × ${reason}\n`);
  return { patrons, events, refused };
}
