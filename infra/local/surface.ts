import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Inventory } from '../inventory/types.ts';
import { createBackground, type Background } from './background.ts';
import type { Cloud } from './cloud.ts';
import { controlRoutes } from './control.ts';
import { createExpiry } from './expiry.ts';
import { createFront } from './front.ts';
import { repository, type Closers, type Ground } from './ground.ts';
import { createVerify, openIdentity, type Identity } from './identity.ts';
import { identityRoutes } from './oauth.ts';
import { pageRoutes } from './pages.tsx';
import { countRaw } from './raw.ts';
import { localMark } from './refusal.ts';
import { createRouter } from './routing.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';

/** What moves by itself. */
export interface Work {
  readonly background: Background;
  readonly scheduler: Scheduler;
}

export function openWork({ ground, setting, aws, invoke, client }: Cloud, closers: Closers): Work {
  const { inventory, folder, clock } = ground;
  const writes = () => setting.meter.writes();
  const deliverPushes = () => aws.deliverPending();
  const { queues } = aws;
  const background = createBackground({ inventory, invoke, clock, writes, queues, deliverPushes });
  const { tablePrefix: prefix } = folder;
  const expiry = createExpiry({ client, prefix, tables: inventory.tables, clock });
  const scheduler = createScheduler({
    network: setting.network,
    schedules: withoutRelay(inventory),
    file: join(folder.path, 'schedules.json'),
    clock,
    invoke,
    background,
    writes,
    expire: () => expiry.run(),
  });
  closers.push(() => {
    scheduler.close();
  });
  closers.push(() => background.stop());
  if (!clock.held) closers.push(keepTime(scheduler));
  return { background, scheduler };
}

/** The relay runs after each write (`background`): on a schedule as well, it would look into empty outboxes all the way. */
function withoutRelay({ functions, schedules }: Inventory) {
  const relays = functions.flatMap(({ id, composes }) => (composes === 'relay' ? [id] : []));
  return schedules.filter(({ target }) => !relays.includes(target));
}

/** Every second: what has come due, and what a push of the provider has left to do. @returns how to stop */
function keepTime(scheduler: Scheduler): () => Promise<unknown> {
  let running: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    running ??= scheduler.catchUp().finally(() => {
      running = undefined;
    });
  }, 1000);
  return () => {
    clearInterval(timer);
    return Promise.resolve(running);
  };
}

/** HTTP: the routes of the inventory, and those of the runtime itself. */
export async function openSurface(cloud: Cloud, work: Work, closers: Closers): Promise<Identity> {
  const { ground, setting, invoke } = cloud;
  const { inventory, folder, clock, port } = ground;
  const { network, ids } = setting;
  const identity = await openIdentity({
    keyFile: join(folder.path, 'keys', 'identity.json'),
    clock,
    issuer: port.url,
    audience: network.identity.audience,
    network: network.id,
  });
  const { provider: jwks } = ground.options;
  const verify = jwks ? createVerify({ ...network.identity, jwks, clock }) : identity.verify;
  const raw = rawOf(cloud);
  const health = healthOf(ground);
  const localRoutes = {
    ...pageRoutes({ inventory, network, clock, url: port.url }),
    ...identityRoutes(identity),
    ...controlRoutes({ ...setting, ...work, aws: cloud.aws, clock, identity, raw, health }),
  };
  const router = createRouter(inventory.routes);
  const afterwards = () => {
    work.background.poke();
  };
  port.serve(createFront({ router, localRoutes, verify, invoke, clock, ids, afterwards }));
  // Closed first of all: no new request, and the answers of those that are running.
  closers.push(() => port.close());
  return identity;
}

function rawOf({ client, ground: { inventory, folder } }: Cloud) {
  const tables = inventory.tables.map(({ name }) => folder.tablePrefix + name);
  return (text: string) => countRaw(text, { client, tables, dataFolder: folder.path });
}

const Package = z.object({ version: z.string() });

function healthOf({ engine }: Ground) {
  const file = readFileSync(join(repository, 'package.json'), 'utf8');
  const { version } = Package.parse(JSON.parse(file));
  return () => ({ ready: true, engine: engine.kind, version, runtime: localMark });
}
