import type {
  Composition,
  Grant,
  PersonalDataStore,
  PluginManifest,
  RouteSpec,
  ScheduleSpec,
  TableSpec,
} from '#core/manifest.ts';
import type { Text } from '#core/text.ts';

/** Variables that the deployer fills from the whole inventory, for the function that relays the outbox. */
export type InventoryVariable = 'OUTBOX_TABLES' | 'SUBSCRIPTIONS';

/** One Lambda: the entry of a plugin with the contributions that it composes and every grant it holds. */
export interface InventoryFunction {
  /** `loans-read`: unique in the network. */
  readonly id: string;
  readonly plugin: string;
  /** Absolute path of the file that exports `create`. */
  readonly entry: string;
  readonly composes?: Composition;
  /** Absolute paths of the files whose `contribute` it receives, in the order of plugin names. */
  readonly contributions: readonly string[];
  /** Interfaces that it or its contributions call, sorted. */
  readonly requires: readonly string[];
  /** Its own, its contributions' and its required interfaces' grants, merged and sorted. */
  readonly grants: readonly Grant[];
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Event types that reach it through its own queue; empty when it has no queue. */
  readonly consumes: readonly string[];
  /** Its work queue, and where messages go that failed too often; absent when it consumes nothing. */
  readonly queue?: { readonly name: string; readonly deadLetters: string };
  readonly receives: readonly ('provider-feedback' | 'inbound-sms')[];
  /** Tables whose physical names it finds in its environment (`tableVariable`). */
  readonly tables: readonly string[];
  readonly variables: readonly InventoryVariable[];
}

export interface InventoryRoute extends RouteSpec {
  /** `loans-readList`: the operation id. */
  readonly id: string;
  readonly plugin: string;
  readonly operation: string;
  /** Id of the function. */
  readonly target: string;
  /** The address for clients with a fixed header: the function itself knows them, no token is asked for. */
  readonly byClient?: true;
}

export interface InventorySchedule extends ScheduleSpec {
  readonly id: string;
  readonly plugin: string;
  readonly target: string;
}

export interface InventoryTable extends TableSpec {
  readonly name: string;
  readonly plugin: string;
}

export interface InventoryPlugin {
  readonly name: string;
  readonly title: Text;
  readonly description: Text;
  readonly manifest: PluginManifest;
}

export type InventoryStore = PersonalDataStore & { readonly plugin: string };

/** The whole product as data, frozen and sorted. Deployment, local runtime, API, register and docs read only this. */
export interface Inventory {
  readonly plugins: readonly InventoryPlugin[];
  readonly functions: readonly InventoryFunction[];
  readonly routes: readonly InventoryRoute[];
  readonly schedules: readonly InventorySchedule[];
  readonly tables: readonly InventoryTable[];
  readonly personalData: readonly InventoryStore[];
  /** Event type → names of the queues of its consumers: the value of `SUBSCRIPTIONS`. */
  readonly subscriptions: Readonly<Record<string, readonly string[]>>;
}

/** A fault of a manifest, said so that its author can mend it without asking. */
export interface ManifestFault {
  /** Relative to the repository: `functions/loans/manifest.ts`. */
  readonly file: string;
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
}

/** A plugin as found on disk, before the checks. */
export interface LoadedPlugin {
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Path of its manifest relative to the repository. */
  readonly file: string;
  readonly manifest: PluginManifest;
}
