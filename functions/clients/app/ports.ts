import type { Client } from '../domain/client.ts';

/** Why a known client was refused. */
export type Refusal = 'wrongSecret' | 'expired' | 'tooFast';

/** A request of a client: whose, on which local day, and when (epoch milliseconds). */
export interface Call {
  readonly id: string;
  readonly day: string;
  readonly now: number;
}

export interface Clients {
  find(id: string): Promise<Client | undefined>;
  list(): Promise<Client[]>;
  /** The client and its audit record in one transaction; `false` when somebody was faster. */
  save(client: Client, act: Act): Promise<boolean>;
  remove(client: Client, act: Act): Promise<boolean>;
}

export interface Act {
  readonly type: 'client.created' | 'client.rotated' | 'client.removed';
  readonly actor: string;
}

/** What a request of a client needs of the store: nothing that could list or change clients. */
export interface Door {
  find(id: string): Promise<Client | undefined>;
  /** Takes a token of the bucket and counts the use; else the seconds to wait. */
  pass(call: Call): Promise<{ readonly waitSeconds?: number }>;
  /** Counts a refusal of the day, for the audit. */
  refused(call: Call, why: Refusal): Promise<void>;
  /** Notes that the secret at this place is in use. Bears repetition and lateness. */
  markUsed(client: Client, place: number): Promise<void>;
}
