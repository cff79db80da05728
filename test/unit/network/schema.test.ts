import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';
import { fields } from '../../../infra/network/fields.ts';
import { networkJsonSchema, pathsOfSchema } from '../../../infra/network/json-schema.ts';
import { changed, valid } from './valid.ts';

const filepath = 'infra/networks/network.schema.json';

describe('the JSON Schema of network files', () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(networkJsonSchema());
  const accepts = (text: string) => validate(parse(text, { merge: true }));

  it('is committed as the code says it (npm run generate)', async () => {
    const options = { ...(await resolveConfig(filepath)), filepath };
    expect(readFileSync(filepath, 'utf8')).toBe(
      await format(JSON.stringify(networkJsonSchema()), options),
    );
  });

  it.each(['concerto', 'pays-de-valserine'])(
    'is named by the first line of %s, which fits',
    (id) => {
      const text = readFileSync(`infra/networks/${id}.yaml`, 'utf8');
      expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./network.schema.json');
      expect(accepts(text)).toBe(true);
    },
  );

  it('accepts what the reader accepts, and tells editors of the plain faults', () => {
    expect(accepts(valid)).toBe(true);
    expect(accepts(changed('smsWindow:', 'smsWindows:'))).toBe(false);
    expect(accepts(changed('eu-west-3', 'us-east-1'))).toBe(false);
    expect(accepts(changed('OVERDUE', 'POLITICAL'))).toBe(false);
    expect(accepts(changed('MEDIATHEQUE', 'MEDIATHEQUES'))).toBe(false);
  });

  it('explains every key, and explains nothing that is not there', () => {
    const explained = Object.keys(fields);
    const keys = pathsOfSchema().filter(
      (path) =>
        ![
          'communes.*',
          'communes.*.libraries.*',
          'communes.*.signoffs.*',
          'elections.*',
          'identity.roleNames.*',
          'identity.communeNames.*',
          'vendors.*',
        ].includes(path),
    );
    expect(explained.toSorted()).toEqual([...keys].toSorted());
  });
});
