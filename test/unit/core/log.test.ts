import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLog, errorFields } from '#core/log.ts';

describe('[GOV-15] the log', () => {
  it('writes one JSON line with the keys of its closed list and drops every other', () => {
    const lines: string[] = [];
    const fields = { status: 422, code: 'INVALID', email: 'ana@example.org' };
    createLog((line) => lines.push(line), { function: 'patrons-write' }).info(
      'ACCESS_REFUSED',
      fields,
    );
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        level: 'INFO',
        message: 'ACCESS_REFUSED',
        code: 'INVALID',
        function: 'patrons-write',
        status: 422,
      },
    ]);
  });

  it('never lets a value of a person through an error, whatever the message says', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (personal) => {
        const said = JSON.stringify(errorFields(new TypeError(`cannot read ${personal}`)));
        expect(said).not.toContain(JSON.stringify(personal).slice(1, -1));
      }),
    );
  });
});
