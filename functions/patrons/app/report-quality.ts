import type { Patron } from '../domain/patron.ts';
import { codeFor, isDoubleCode, othersOf } from './find-doubles.ts';
import type { Directory } from './ports.ts';

export interface QualityReport {
  readonly commune: string;
  readonly quarantined: number;
  readonly rejected: number;
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * What is to be corrected in a commune before anything is sent (DAT-07): counts, no names. Reads only the records that have
 * a problem and the rows that were refused; a double is looked at again, since the other record may be gone.
 */
export async function reportQuality(directory: Directory, commune: string): Promise<QualityReport> {
  const refs = await directory.withProblems(commune);
  const patrons = refs.length > 0 ? [...(await directory.readMany(refs)).values()] : [];
  const rejections = await directory.rejections(commune);
  const counts: Record<string, number> = {};
  const count = (code: string) => {
    counts[code] = (counts[code] ?? 0) + 1;
  };
  for (const patron of patrons) (await currentProblems(directory, patron)).forEach(count);
  rejections.flat().forEach(count);
  const quarantined = patrons.filter((patron) => patron.quarantined).length;
  return { commune, quarantined, rejected: rejections.length, counts };
}

async function currentProblems(directory: Directory, patron: Patron): Promise<string[]> {
  const own = patron.problems.filter((code) => !isDoubleCode(code));
  if (own.length === patron.problems.length) return own;
  const others = await othersOf(directory, patron);
  return [...own, ...new Set(others.map((other) => codeFor(patron, other)))];
}
