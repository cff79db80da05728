import type { AccessLog } from '#core/access-log.ts';
import type { Caller } from '#core/caller.ts';
import type { Runtime } from '#core/runtime.ts';
import type { People } from '../../patrons/provides.ts';
import type { OpenLoans } from './ports.ts';
import { show, type LoanView } from './show-loan.ts';

/** An open loan and the card of who has it; no name, no contact. */
export interface NamedLoan extends LoanView {
  readonly patronRef: string;
}

interface Deps {
  readonly runtime: Runtime;
  readonly loans: Pick<OpenLoans, 'find'>;
  readonly people: Pick<People, 'readMany'>;
  readonly accessLog: AccessLog;
}

/**
 * Those of these loans that are open now, with who has them. Every reader among them is recorded as seen, once, before
 * anything is told (GOV-10); the documents are not (RET-17).
 */
export async function revealLoans(
  { runtime, loans, people, accessLog }: Deps,
  names: readonly string[],
  caller: Caller,
): Promise<NamedLoan[]> {
  const open = await loans.find(names);
  const readers = new Map(open.map(({ details }) => [details.reader.subjectRef, details.reader]));
  const known = await people.readMany([...readers.keys()]);
  const data = { role: caller.roles.join(' ') };
  await accessLog.record(
    [...readers.values()].map(({ subjectRef, commune }) => ({
      ...{ type: 'open-loans.read', commune, subjectRef, actor: caller.sub, data },
    })),
  );
  return open.flatMap((record) => {
    const reader = known.get(record.details.reader.subjectRef);
    return reader ? [{ ...show(runtime, record, 'FULL'), patronRef: reader.patronRef }] : [];
  });
}
