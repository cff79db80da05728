/** The rules of the house that no published plugin has. Each is small enough to be read here. */

/** style.md §5.1: file names are kebab-case, with the usual suffixes (`.test.ts`, `.config.js`). */
const kebabCaseFile = {
  meta: {
    type: 'suggestion',
    messages: { name: 'Name this file in kebab-case: {{ name }}.' },
    schema: [],
  },
  create: (context) => ({
    Program: (node) => {
      const name = context.filename.split(/[\\/]/u).at(-1) ?? '';
      if (/^\.?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)+$/u.test(name)) return;
      context.report({ node, messageId: 'name', data: { name } });
    },
  }),
};

/** style.md §5.1: whoever switches a rule off says why, after ` -- `. */
const reasonedDisable = {
  meta: {
    type: 'suggestion',
    messages: { reason: 'Say why, after ` -- `.', broad: 'Name the rules that are switched off.' },
    schema: [],
  },
  create: (context) => ({
    Program: () => {
      for (const comment of context.sourceCode.getAllComments()) {
        const directive = /^\s*eslint-disable(?:-next-line|-line)?(?<rest>[\s\S]*)$/u.exec(
          comment.value,
        );
        if (!directive) continue;
        const [names = '', reason = ''] = (directive.groups?.rest ?? '').split(/\s--\s/u);
        // Reported before the first line, where the directive itself does not reach.
        if (names.trim() === '')
          context.report({ loc: { line: 0, column: 0 }, messageId: 'broad' });
        else if (reason.trim().length < 10)
          context.report({ loc: comment.loc, messageId: 'reason' });
      }
    },
  }),
};

const maximum = [
  { type: 'object', properties: { max: { type: 'integer' } }, additionalProperties: false },
];

const functions = ':matches(FunctionDeclaration, FunctionExpression, ArrowFunctionExpression)';

/**
 * style.md §5.1: a function is read at a glance. What counts is its own lines: a factory that returns an object of small
 * functions, our way of doing without classes, is as long as the text between them, and each of them counts for itself.
 */
const ownLines = {
  meta: {
    type: 'suggestion',
    messages: { long: 'This function has {{ lines }} lines of its own; {{ max }} are allowed.' },
    schema: maximum,
  },
  create: (context) => {
    const [{ max }] = context.options;
    const inner = [];
    return {
      [functions]: () => inner.push(0),
      [`${functions}:exit`]: (node) => {
        const all = node.loc.end.line - node.loc.start.line + 1;
        const lines = all - inner.pop();
        if (lines > max) context.report({ node, messageId: 'long', data: { lines, max } });
        // The line on which an inner function starts belongs to the outer one.
        if (inner.length > 0) inner[inner.length - 1] += all - 1;
      },
    };
  },
};

/**
 * style.md §5.1: complexity as McCabe counts it, the decisions of a function plus one. ESLint's own rule also counts `??`,
 * `?.` and default values, which lead nowhere else; nor does `...(x && { x })`, which only says that `x` may be absent.
 */
const decisions = {
  meta: {
    type: 'suggestion',
    messages: { many: 'This function has a complexity of {{ count }}; {{ max }} is allowed.' },
    schema: maximum,
  },
  create: (context) => {
    const [{ max }] = context.options;
    const counts = [];
    const decide = () => {
      if (counts.length > 0) counts[counts.length - 1] += 1;
    };
    const branches = [
      'IfStatement, ConditionalExpression, CatchClause, SwitchCase[test]',
      'ForStatement, ForInStatement, ForOfStatement, WhileStatement, DoWhileStatement',
    ];
    return {
      [functions]: () => counts.push(1),
      [`:matches(${branches.join(', ')})`]: decide,
      'LogicalExpression[operator!="??"]': (node) => {
        if (node.parent.type !== 'SpreadElement') decide();
      },
      [`${functions}:exit`]: (node) => {
        const count = counts.pop();
        if (count > max) context.report({ node, messageId: 'many', data: { count, max } });
      },
    };
  },
};

/**
 * French keeps `:` and `»` with the word before them and `«` with the one after: the texts of pages carry the no-break
 * space (U+00A0) themselves, so that no page changes what it is given. `eslint --fix` writes it.
 */
const boundFrench = {
  meta: {
    type: 'suggestion',
    fixable: 'whitespace',
    messages: { bound: 'Put a no-break space (U+00A0) here; `eslint --fix` does.' },
    schema: [],
  },
  create: (context) => ({
    'Literal:not([regex]), TemplateElement, JSXText': (node) => {
      const written = context.sourceCode.getText(node);
      const bound = written
        .replaceAll(/ (?=[:;?!»])/gu, '\u00A0')
        .replaceAll(/(?<=«) /gu, '\u00A0');
      if (bound === written) return;
      context.report({ node, messageId: 'bound', fix: (fixer) => fixer.replaceText(node, bound) });
    },
  }),
};

export const localRules = {
  rules: {
    'kebab-case-file': kebabCaseFile,
    'reasoned-disable': reasonedDisable,
    'own-lines': ownLines,
    decisions,
    'bound-french': boundFrench,
  },
};

/** Zod as a namespace only: one `import { z }` anywhere keeps 53 languages, 360 KB, in every bundle (style.md §8.6). */
export const zodAsNamespace = {
  selector:
    "ImportDeclaration[source.value='zod'] > :matches(ImportSpecifier, ImportDefaultSpecifier)",
  message: "Write `import * as z from 'zod'`.",
};

export const noDefaultExport = {
  selector: ':matches(ExportDefaultDeclaration, ExportSpecifier[exported.name="default"])',
  message: 'Export by name.',
};

/**
 * A bundle leaves out whatever of a module nothing refers to (docs/adr/0025), and would leave out an effect with it: so a
 * module declares, and does nothing.
 */
export const onlyDeclarations = {
  selector:
    'Program > :matches(ImportDeclaration[specifiers.length=0], :not(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, ExportDefaultDeclaration, VariableDeclaration, FunctionDeclaration, ClassDeclaration, TSInterfaceDeclaration, TSTypeAliasDeclaration))',
  message: 'A module only declares: an effect of its top level may be left out of a bundle.',
};

/** Time, environment and chance come in through the Runtime, so that a test or the local clock can set them. */
export const noAmbient = [
  {
    selector:
      ":matches(MemberExpression[object.name='Date'][property.name='now'], NewExpression[callee.name='Date'][arguments.length=0])",
    message: 'Take the time from `runtime.clock`.',
  },
  {
    selector: "MemberExpression[object.name='Temporal'][property.name='Now']",
    message: 'Take the time from `runtime.clock`.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Take chance from `runtime.ids` or `runtime.randomBytes`.',
  },
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Read the environment through `variable(runtime, …)`.',
  },
];

/** In code that is deployed, `Date` and the random functions of Node are as ambient as the above. */
export const noAmbientModules = {
  paths: [
    {
      name: 'node:crypto',
      importNames: ['randomBytes', 'randomUUID', 'randomInt', 'getRandomValues', 'webcrypto'],
      message: 'Take chance from `runtime.ids` or `runtime.randomBytes`.',
    },
    { name: 'node:process', message: 'Nothing deployed knows its process.' },
  ],
  patterns: [
    {
      regex: '^node:(?:fs|child_process|net|http|https)(?:/|$)',
      message: 'Nothing deployed touches files or sockets.',
    },
    {
      regex: '^(?!node:)(?:fs|path|crypto|process|http|https|util|url)$',
      message: 'Write the `node:` prefix.',
    },
  ],
};
