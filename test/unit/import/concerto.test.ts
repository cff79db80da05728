import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { libraryByCode } from '#core/network.ts';
import { Network } from '#core/network-schema.ts';
import { readMapping } from '../../../infra/local/import/read-folder.ts';

const root = new URL('../../../', import.meta.url).pathname;
const mapping = await readMapping(
  `${root}infra/local/import/mappings/evergreen-concerto.concerto.yaml`,
);
const network = Network.parse(parse(await readFile(`${root}infra/networks/concerto.yaml`, 'utf8')));

describe('the concerto mapping', () => {
  it('names the 22 libraries of the test data', () => {
    expect(Object.keys(mapping.libraries)).toHaveLength(22);
    expect(mapping.network).toBe(network.id);
  });

  it.each(Object.entries(mapping.libraries))(
    'places %s where the network file has it',
    (shortname, place) => {
      const found = libraryByCode(network, `${mapping.source}:${shortname}`);
      expect({ library: found?.library.id, commune: found?.commune.id }).toEqual(place);
    },
  );
});
