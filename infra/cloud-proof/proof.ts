import type { Network } from '#core/network.ts';
import type { Identity } from '../local/identity.ts';
import type { Cloud } from './cloud.ts';
import type { Deployed, Site } from './deploy.ts';
import type { Tools } from './python.ts';
import type { Report } from './report.ts';
import type { StoryClock } from './story-clock.ts';

export interface Proof {
  readonly root: string;
  readonly build: string;
  readonly log: string;
  readonly tools: Tools;
  readonly report: Report;
}

/** Enough to lose some. */
export const demoReaders = 40;

/** A deployed network and all that is needed to use it. */
export interface Use {
  readonly cloud: Cloud;
  readonly clock: StoryClock;
  readonly identity: Identity;
  readonly network: Network;
  readonly deployed: Deployed;
  /** Ids of the functions that a schedule starts. */
  readonly scheduled: readonly string[];
  /** Tables whose items expire, by their names in the account. */
  readonly expiring: readonly { readonly TableName: string; readonly attribute: string }[];
  /** The front before the deployed API, which knows the words of `/_local`. */
  readonly baseUrl: string;
}

export interface Proved {
  readonly proof: Proof;
  readonly site: Site;
  readonly use: Use;
}
