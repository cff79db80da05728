import type { Destruction, FormToShred, PaperForm } from '../domain/form.ts';

/** Where a form lies, and of which reader: an opaque ref, until the reader is erased or the form is gone. */
export interface FiledForm extends Omit<PaperForm, 'patronRef'> {
  readonly formNumber: string;
  readonly commune: string;
  readonly subjectRef: string;
}

export interface Forms {
  /** `false` when the number is another's already. */
  file(form: FiledForm): Promise<boolean>;
  /** `false` when there is no such form, or it is gone already. */
  destroy(form: { commune: string; formNumber: string }, how: Destruction): Promise<boolean>;
  toShred(commune: string): Promise<FormToShred[]>;
  ofReader(subjectRef: string): Promise<FormToShred[]>;
  /** The reader is erased: their forms are nobody's from now on, and to be shredded. Returns how many. */
  release(subjectRef: string): Promise<number>;
}
