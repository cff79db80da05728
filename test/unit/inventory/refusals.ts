import { describe, expect, it } from '@jest/globals';
import type { ManifestFault } from '../../../infra/inventory/types.ts';
import { editFile, faultsOf, makeTree, type Edit } from './tree.ts';

export const club = 'functions/reading-club/manifest.ts';
export const house = 'functions/house/manifest.ts';
export const shapeRemedy = 'Write it as PluginManifest of layers/core/manifest.ts says.';

export const inClub = (find: Edit['find'], write: string): Edit => ({
  file: 'reading-club/manifest.ts',
  find,
  write,
});
export const inHouse = (find: Edit['find'], write: string): Edit => ({
  file: 'house/manifest.ts',
  find,
  write,
});

export interface Refusal {
  readonly title: string;
  /** What is changed in a tree without fault… */
  readonly edits: readonly Edit[];
  /** …and all that is then said of it. */
  readonly faults: readonly ManifestFault[];
}

export function itRefuses(refusals: readonly Refusal[]): void {
  describe('the inventory refuses', () => {
    it.each(refusals)('$title', async ({ edits, faults }) => {
      const root = makeTree('house', 'reading-club');
      for (const edit of edits) editFile(root, edit);
      expect(await faultsOf(root)).toEqual(faults);
    });
  });
}
