import type { Runtime } from '#core/runtime.ts';
import type { SignoffReads } from '../../governance/provides.ts';
import type { Activities } from '../../loans/provides.ts';
import type { MessageRequests } from '../../notifications/provides.ts';
import type { Patron, ReaderClocks } from '../../patrons/provides.ts';

export interface WatchDeps {
  readonly runtime: Runtime;
  readonly people: { readMany(subjectRefs: readonly string[]): Promise<Map<string, Patron>> };
  readonly clocks: ReaderClocks;
  readonly activity: Pick<Activities, 'ofMany'>;
  readonly messages: MessageRequests;
  readonly signoffs: Pick<SignoffReads, 'readMany'>;
}
