import { writeCsv } from '#core/csv.ts';
import type { LoanView } from '../app/show-loan.ts';

const columns = ['title', 'author', 'loanedAt', 'dueOn', 'returnedAt', 'visibleUntil'] as const;

export const readingListCsv = (loans: readonly LoanView[]): string => writeCsv(columns, loans);
