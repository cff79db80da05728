import type { ExportStep } from '#core/contributions.ts';
import type { Operations } from '#core/http/types.ts';
import { ok } from '#core/result.ts';
import { exportPerson } from '../app/export-person.ts';
import type { createRunDeps } from '../container.ts';
import type { manifest } from '../manifest.ts';

export function exportOperations(
  deps: ReturnType<typeof createRunDeps> & { steps: readonly ExportStep[] },
): Operations<typeof manifest, 'export'> {
  return {
    exportPerson: async ({ parameters, caller, now }) => {
      const person = await exportPerson(deps, { id: parameters.id, caller, now });
      if (!person.ok) return person;
      // With the first export, not at every start: it computes its tables when it loads.
      const { strToU8, zipSync } = await import('fflate');
      const body = zipSync({ 'export.json': strToU8(JSON.stringify(person.value, null, 2)) });
      return ok({
        status: 200,
        body,
        headers: {
          'content-type': 'application/zip',
          'content-disposition': 'attachment; filename="export.zip"',
        },
      });
    },
  };
}
