import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { sitAt, type Desk } from '../../support/messages.ts';
import { ana, startTestNetwork, type TestNetwork } from '../../support/network.ts';
import { countRaw } from '../../support/rights.ts';

let network: TestNetwork;
let ils: Desk;

beforeAll(async () => {
  network = await startTestNetwork();
  ils = await sitAt(network, { role: 'ILS' });
});
afterAll(() => network.stop());

const Errors = z.array(z.looseObject({ field: z.string(), rule: z.string().optional() }));
const rulesIn = (errors: unknown) =>
  Errors.parse(errors).map(({ field, rule }) => `${field} ${String(rule)}`);

const other = { email: undefined, mobile: undefined };

const refused: readonly (readonly [string, string, unknown, string])[] = [
  ['a number of the CCAS', 'ccasRef', 'zz-ccas-4471', 'DAT-08'],
  ['a number of the CAF', 'caf', 'zz-caf-4472', 'DAT-08'],
  ['a pupil’s number', 'ineNumber', 'zz-ine-4473', 'DAT-08'],
  ['an electoral number', 'electorId', 'zz-elec-4474', 'DAT-08'],
  ['a tax number', 'fiscal', 'zz-fisc-4475', 'DAT-08'],
  ['the gender', 'sex', 'zz-sex-4476', 'DAT-09'],
  ['the nationality', 'nationality', 'zz-nat-4477', 'DAT-09'],
  ['the family situation', 'maritalStatus', 'zz-mar-4478', 'DAT-09'],
  ['a photo', 'photo', 'zz-photo-4479', 'DAT-09'],
];

describe('[DAT-08] [DAT-09] what is not asked of a reader', () => {
  it.each(refused)(
    '%s: the record is refused with its rule, and nothing of it is kept',
    async (...[, field, value, rule]) => {
      const answer = await ils.put('/v1/patrons/koha:7707', ana({ [field]: value }));
      expect(answer.status).toBe(422);
      expect(rulesIn(answer.body['errors'])).toEqual([`${field} DAT-01`, `${field} ${rule}`]);
      expect(JSON.stringify(answer.body)).not.toContain(String(value));
      expect((await ils.get('/v1/patrons/koha:7707')).status).toBe(404);
      expect(await countRaw(network, String(value))).toBe(0);
    },
  );

  it.each(refused)(
    '%s: nor by an import, which takes the other rows',
    async (...[, field, value, rule]) => {
      const rows = [
        { patronRef: 'koha:7708', ...ana({ [field]: value }) },
        {
          patronRef: `koha:ok-${field}`,
          ...ana({ ...other, name: { family: field, given: ['Ada'] } }),
        },
      ];
      const { body } = await ils.post('/v1/imports', {
        source: 'MIGRATION',
        commune: 'valserine',
        rows,
      });
      const [first, second] = z
        .array(z.looseObject({ status: z.string(), errors: Errors }))
        .parse(body['outcomes']);
      expect([first?.status, second?.status]).toEqual(['REJECTED', 'ACCEPTED']);
      expect(rulesIn(first?.errors)).toContain(`${field} ${rule}`);
      expect(await countRaw(network, String(value))).toBe(0);
    },
  );
});
