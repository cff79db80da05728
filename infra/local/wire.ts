/** Shapes that the loaders post, in the words of the public API (OpenAPI: `PatronRow`, `IlsEvent`). */
export interface PersonName {
  readonly family: string;
  readonly given: readonly string[];
}

export interface Address {
  readonly lines: readonly string[];
  readonly postCode: string;
  readonly city: string;
}

export type Guardian =
  | { readonly patronRef: string }
  | {
      readonly name: PersonName;
      readonly email?: string;
      readonly mobile?: string;
      readonly address?: Address;
    };

export interface Informed {
  readonly purpose: string;
  readonly notice: string;
  readonly version: number;
  readonly by: string;
  /** Local date. */
  readonly on: string;
}

/** One reader of `POST /v1/imports`. Dates are local dates, numbers E.164. */
export interface PatronRow {
  readonly patronRef: string;
  readonly library: string;
  readonly commune: string;
  readonly category: 'ADULT' | 'CHILD' | 'TEEN';
  readonly name: PersonName;
  readonly birthYear?: number;
  /** Minors only (DAT-06). */
  readonly birthDate?: string;
  readonly address?: Address;
  readonly email?: string;
  readonly mobile?: string;
  readonly landline?: string;
  readonly language?: string;
  readonly enrolledOn: string;
  readonly renewedOn?: string;
  readonly expiresOn?: string;
  readonly guardian?: Guardian;
  readonly informed?: readonly Informed[];
}

interface EventBase {
  readonly id: string;
  /** ISO-8601 with offset. */
  readonly at: string;
  readonly patronRef: string;
  readonly library: string;
}

interface LoanEvent extends EventBase {
  readonly loanRef: string;
  readonly itemRef: string;
}

interface HoldEvent extends EventBase {
  readonly type: 'hold.placed' | 'hold.waiting' | 'hold.filled' | 'hold.cancelled' | 'hold.expired';
  readonly holdRef: string;
  readonly itemRef?: string;
  readonly title?: string;
  readonly pickupLibrary?: string;
  readonly pickupBy?: string;
}

interface LoanCreated extends LoanEvent {
  readonly type: 'loan.created';
  readonly dueOn: string;
  readonly title?: string;
  readonly author?: string;
  readonly subjects?: readonly string[];
}

interface LoanRenewed extends LoanEvent {
  readonly type: 'loan.renewed';
  readonly dueOn: string;
}

interface LoanReturned extends LoanEvent {
  readonly type: 'loan.returned';
}

/** One event of `POST /v1/ils-events`. */
export type IlsEvent = LoanCreated | LoanRenewed | LoanReturned | HoldEvent;
