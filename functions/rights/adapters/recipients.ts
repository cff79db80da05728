import { newEvent } from '#core/events.ts';
import type { Runtime } from '#core/runtime.ts';
import { Ref } from '#core/schemas.ts';
import { createVault } from '#core/vault/vault.ts';
import { createPeople } from '../../patrons/provides.ts';
import type { Recipients } from '../app/ports.ts';
import type { RightsCase } from '../domain/case.ts';
import { createCaseStore } from './case-store.ts';

const identity = (caseId: string) => ['Cases', caseId, 'sealedRef'];

export function createRecipients(runtime: Runtime): Recipients {
  const cases = createCaseStore(runtime);
  const vault = createVault(runtime);
  const people = createPeople(runtime);
  const save = async (theCase: RightsCase, actor: string): Promise<RightsCase> => {
    const { id: caseId, commune, subjectRef } = theCase;
    const event = newEvent(runtime, {
      type: 'case.noted',
      commune,
      subjectRef,
      actor,
      data: { caseId },
    });
    if (!(await cases.save(theCase, event))) throw new Error('the case changed meanwhile');
    return { ...theCase, version: theCase.version + 1 };
  };

  const sealRef = async (theCase: RightsCase): Promise<RightsCase> => {
    const { subjectRef, commune } = theCase;
    const patron = await people.read(subjectRef);
    const sealedRef =
      patron &&
      (await vault.seal({
        subject: { subjectRef, commune },
        keyClass: 'case',
        identity: identity(theCase.id),
        value: patron.patronRef,
      }));
    return sealedRef ? { ...theCase, sealedRef } : theCase;
  };

  return {
    sealRef,
    keepRef: async (theCase) => {
      if (theCase.sealedRef) return theCase;
      const next = await sealRef(theCase);
      return next.sealedRef ? save(next, 'SYSTEM:erasure') : theCase;
    },
    refOf: async (caseId) => {
      const theCase = await cases.find(caseId);
      if (!theCase?.sealedRef) return undefined;
      const { subjectRef, sealedRef: sealed } = theCase;
      return vault.open({
        subjectRef,
        keyClass: 'case',
        identity: identity(caseId),
        sealed,
        schema: Ref,
      });
    },
    acknowledge: async (caseId, { recipient, state }) => {
      const theCase = await cases.find(caseId);
      if (!theCase) return;
      const { sealedRef: _read, ...rest } = theCase;
      const recipients = rest.recipients.map((one) =>
        one.id === recipient ? { ...one, state } : one,
      );
      await save({ ...rest, recipients }, `RECIPIENT:${recipient}`);
      if (recipients.every((one) => one.state !== 'PENDING'))
        await vault.keys.destroy(theCase.subjectRef, ['case']);
    },
  };
}
