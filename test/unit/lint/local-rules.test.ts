import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Linter, type ESLint } from 'eslint';

interface House {
  readonly localRules: ESLint.Plugin;
  readonly zodAsNamespace: object;
  readonly noDefaultExport: object;
  readonly onlyDeclarations: object;
  readonly noAmbient: readonly object[];
}

const file = resolve(import.meta.dirname, '../../../infra/lint/local-rules.js');
const house = (await import(pathToFileURL(file).href)) as House;

const everywhere = [house.zodAsNamespace, house.noDefaultExport, ...house.noAmbient];

const unbound = (source: string) =>
  new Linter()
    .verify(source, {
      plugins: { local: house.localRules },
      rules: { 'local/bound-french': 'error' },
    })
    .map(({ ruleId, message }) => ruleId ?? message);

/** Ids of the rules that a source breaks. */
function broken(
  source: string,
  filename = join('functions', 'a', 'good-name.js'),
  syntax: readonly object[] = everywhere,
): string[] {
  const found = new Linter().verify(
    source,
    {
      linterOptions: { reportUnusedDisableDirectives: 'off' },
      plugins: { local: house.localRules },
      rules: {
        'local/kebab-case-file': 'error',
        'local/reasoned-disable': 'error',
        'local/own-lines': ['error', { max: 4 }],
        'local/decisions': ['error', { max: 2 }],
        'no-restricted-syntax': ['error', ...syntax],
      },
    },
    filename,
  );
  return found.map(({ ruleId, message }) => ruleId ?? message);
}

describe('the local lint rules', () => {
  it.each(['good.ts', 'two-words.test.ts', 'page-2.tsx', '.dependency-cruiser.js'])(
    'accept the file name %s',
    (name) => {
      expect(broken('', name.replace(/tsx?$/u, 'js'))).toEqual([]);
    },
  );

  it.each(['camelCase.js', 'Pascal.js', 'snake_case.js', 'two--dashes.js'])(
    'refuse the file name %s',
    (name) => {
      expect(broken('', name)).toEqual(['local/kebab-case-file']);
    },
  );

  it('want a reason and a name for what is switched off', () => {
    expect(broken('// eslint-disable-next-line eqeqeq\nlet a;')).toEqual([
      'local/reasoned-disable',
    ]);
    expect(broken('/* eslint-disable */\nlet a;')).toEqual(['local/reasoned-disable']);
    expect(broken('// eslint-disable-next-line eqeqeq -- the driver returns both\nlet a;')).toEqual(
      [],
    );
  });

  it('count the own lines of a function, not those of the functions in it', () => {
    const inner = '  x: () => {\n    a();\n    b();\n  },\n';
    expect(broken(`const make = () => ({\n${inner}${inner}});`)).toEqual([]);
    expect(broken('function f() {\n  a();\n  b();\n  c();\n}')).toEqual(['local/own-lines']);
  });

  it('count decisions, not defaults', () => {
    expect(broken('const f = (a, b = 1) => a?.b ?? b ?? (a ? 1 : 2);')).toEqual([]);
    expect(broken('const f = (a) => ({ ...(a && { a }), ...(a && { b: a }) });')).toEqual([]);
    expect(broken('const f = (a, b) => (a && b ? 1 : 2);')).toEqual(['local/decisions']);
    expect(broken('function f(a) { if (a) return 1; for (const b of a) return b; }')).toEqual([
      'local/decisions',
    ]);
    expect(broken('const f = (a) => { const g = () => (a ? 1 : 2); return a ? g : 1; };')).toEqual(
      [],
    );
  });

  it.each([
    "import { z } from 'zod';",
    "import z from 'zod';",
    'export default 1;',
    'const a = 1; export { a as default };',
    'Date.now();',
    'new Date();',
    'Temporal.Now.instant();',
    'Math.random();',
    'process.env.HOME;',
  ])('refuse %s', (source) => {
    expect(broken(source)).toEqual(['no-restricted-syntax']);
  });

  it.each(["import * as z from 'zod';", 'new Date(0);', 'export const a = 1;'])(
    'accept %s',
    (source) => {
      expect(broken(source)).toEqual([]);
    },
  );
  it.each(["'Oui : non'", "'Vraiment ?'", "'« non'", "'non »'", 'const a = `${b} : ${b}`'])(
    'want French bound to its signs: %s',
    (source) => {
      expect(unbound(source)).toEqual(['local/bound-french']);
    },
  );

  it.each(["'Oui\u00A0: «\u00A0non\u00A0»'", "'Yes: no'", 'a ? b : c', '/ :/u'])(
    'leave %s as it is',
    (source) => {
      expect(unbound(source)).toEqual([]);
    },
  );

  const effects = (source: string) => broken(source, 'good.js', [house.onlyDeclarations]);

  it.each([
    'schemas.add(1);',
    "import './register.js';",
    'if (schemas) schemas.add(1);',
    'await schemas.add(1);',
    'for (const one of schemas) one.add(1);',
    '{ schemas.add(1); }',
  ])('refuse of what is deployed, at the top of a module: %s', (source) => {
    expect(effects(source)).toEqual(['no-restricted-syntax']);
  });

  it('accept of it what a bundle may leave out', () => {
    const imports =
      "import * as z from 'zod';\nexport * from './a.js';\nexport { b } from './b.js';";
    const rest =
      'export const c = z.object({});\nconst d = () => { c.add(1); };\nfunction e() { d(); }';
    expect(effects(`${imports}\n${rest}\nexport function f() { e(); }`)).toEqual([]);
  });
});
