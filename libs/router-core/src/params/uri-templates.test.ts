import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { JsonSchema, ParameterStyle } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { encodePath, encodeQuery } from './encode-request.ts';
import { encodeLiteral } from './encode-text.ts';
import { parameter, read } from './test-support.ts';

type Variables = Readonly<Record<string, unknown>>;
/** A template and its expansion, or several that are right, or false where the template is none. */
type Case = readonly [template: string, expected: string | readonly string[] | false];

interface Variable {
  readonly name: string;
  readonly explode: boolean;
  readonly isPrefix: boolean;
}

interface Expression {
  readonly before: string;
  readonly operator: string;
  readonly variables: readonly Variable[];
}

// OpenAPI 3.2 appendix C: which styles are which operators.
const styles: ReadonlyMap<string, ParameterStyle> = new Map([
  ['', 'simple'],
  ['+', 'simple'],
  ['.', 'label'],
  [';', 'matrix'],
  ['?', 'form'],
]);

function parseTemplate(template: string): { readonly expressions: readonly Expression[]; readonly after: string } {
  const pieces = template.split(/\{([^{}]*)\}/);
  const expressions = pieces.flatMap((text, index) => {
    if (index % 2 === 0) return [];
    const [, operator = '', list = ''] = /^([+#./;?&]?)(.*)$/.exec(text) ?? [];
    const variables = list.split(',').map((variable) => ({
      name: decodeURIComponent(variable.replace(/\*$|:\d+$/, '')),
      explode: variable.endsWith('*'),
      isPrefix: /:\d+$/.test(variable),
    }));
    return [{ before: pieces[index - 1] ?? '', operator, variables }];
  });
  return { expressions, after: pieces.at(-1) ?? '' };
}

function isUndefined(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Why a case says nothing about parameters of OpenAPI; undefined where it does. */
function inapplicable([template, expected]: Case, variables: Variables): string | undefined {
  if (expected === false) return 'not a template of RFC 6570: OpenAPI has its own rules for names in braces';
  const { expressions } = parseTemplate(template);
  const all = expressions.flatMap((expression) => expression.variables);
  if (expressions.length === 0) return 'no variable';
  const foreign = expressions.find(({ operator }) => !styles.has(operator));
  if (foreign !== undefined) return `the operator ${foreign.operator} is no style`;
  const inQuery = expressions.find(({ before, operator }) => before.includes('?') && operator !== '?');
  if (inQuery !== undefined) return 'no variable in the literal query of a path';
  if (all.some(({ isPrefix }) => isPrefix)) return 'no prefix of a value';
  if (expressions.some(({ operator, variables: list }) => list.length > 1 && (operator === '' || operator === '+'))) {
    return 'no comma between parameters of a path';
  }
  const inPath = expressions.filter(({ operator }) => operator !== '?').flatMap((expression) => expression.variables);
  if (inPath.some(({ name }) => isUndefined(variables[name]))) return 'a path parameter always has a value';
  const values = inPath.map(({ name }) => variables[name]);
  // Style matrix has its name there.
  const isNamed = expressions.every(({ operator }) => operator === ';' || operator === '.');
  if (values.includes('') && !isNamed) return 'a path parameter is never empty';
  if (expressions.some(({ operator }) => operator === '+')) {
    const escaped = values.flatMap((value) => (typeof value === 'object' ? Object.values(value ?? {}) : [value]));
    if (escaped.some((value) => /[/?#[\]]/.test(String(value)))) return 'no / ? # [ ] in a path, reserved or not';
    if (values.some((value) => typeof value === 'object') && escaped.some((value) => String(value).includes(','))) {
      return 'a reserved delimiter inside of an element is undefined: here it is escaped';
    }
  }
  const hasDots = (value: unknown): boolean => typeof value === 'object' && JSON.stringify(value).includes('.');
  if (
    expressions.some(
      (expression) => isExplodedLabel(expression) && expression.variables.some(({ name }) => hasDots(variables[name])),
    )
  ) {
    return 'a dot inside of an element of style label is escaped here, so that it can be read';
  }
  return undefined;
}

function isExplodedLabel({ operator, variables }: Expression): boolean {
  return operator === '.' && variables.some(({ explode }) => explode);
}

function schemaOf(value: unknown): JsonSchema {
  if (Array.isArray(value)) return { type: 'array', items: { type: 'string' } };
  if (typeof value === 'object' && value !== null) return { type: 'object', additionalProperties: { type: 'string' } };
  return { type: typeof value === 'number' ? 'number' : 'string' };
}

/** The operation that a template stands for: its path, and a parameter for each variable. */
function operationOf(template: string, variables: Variables) {
  const { expressions, after } = parseTemplate(template);
  const parameters = expressions.flatMap(({ operator, variables: list }) =>
    list.map(({ name, explode }) =>
      parameter(operator === '?' ? 'query' : 'path', name, schemaOf(variables[name]), {
        style: styles.get(operator) ?? 'simple',
        explode,
        allowReserved: operator === '+',
      }),
    ),
  );
  const inPath = ({ operator, variables: list }: Expression): string =>
    operator === '?' ? '' : list.map(({ name }) => `{${name}}`).join('');
  return { path: expressions.map((one) => one.before + inPath(one)).join('') + after, parameters };
}

function expectBothWays([template, expected]: Case, variables: Variables): void {
  const operation = operationOf(template, variables);
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => !isUndefined(value)));
  const path = encodePath(operation, given);
  const query = encodeQuery(operation, given);
  expect([expected].flat()).toContain(path + query);
  const pathParameters = operation.parameters.filter((one) => one.in === 'path');
  const [only] = pathParameters;
  const [before = '', after = ''] = operation.path.split(/\{[^{}]*\}/);
  const start = encodeLiteral(before).length;
  const pathValues = only === undefined ? [] : [path.slice(start, path.length - encodeLiteral(after).length)];
  // Where one variable ends and the next begins is for the matching of paths to say.
  const readable =
    pathParameters.length > 1 ? operation.parameters.filter((one) => one.in === 'query') : operation.parameters;
  const { params, violations } = read(readable, { path: pathValues, query: query.slice(1) });
  expect(violations).toEqual([]);
  const want = readable.flatMap(({ name }) => (Object.hasOwn(given, name) ? [[name, given[name]]] : []));
  const decoded = { ...params.path, ...params.query };
  // `+` lets triplets pass: they are read as what they stand for.
  const isReserved = operation.parameters.some(({ allowReserved }) => allowReserved);
  expect(decoded).toEqual(
    isReserved
      ? JSON.parse(decodeURIComponentLoosely(JSON.stringify(Object.fromEntries(want))))
      : Object.fromEntries(want),
  );
}

function decodeURIComponentLoosely(text: string): string {
  return text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, decodeURIComponent);
}

// RFC 6570 §3.2 with the variables of its examples.
const variables: Variables = {
  count: ['one', 'two', 'three'],
  dom: ['example', 'com'],
  hello: 'Hello World!',
  half: '50%',
  who: 'fred',
  list: ['red', 'green', 'blue'],
  keys: { semi: ';', comma: ',' },
  x: '1024',
  y: '768',
  empty: '',
};

describe('RFC 6570', () => {
  it.each<[string, string]>([
    ['{hello}', 'Hello%20World%21'],
    ['{half}', '50%25'],
    ['{list}', 'red,green,blue'],
    ['{list*}', 'red,green,blue'],
    ['{keys}', 'semi,%3B,comma,%2C'],
    ['{keys*}', 'semi=%3B,comma=%2C'],
    ['{+hello}', 'Hello%20World!'],
    ['X{.who}', 'X.fred'],
    ['X{.dom*}', 'X.example.com'],
    ['X{.list}', 'X.red,green,blue'],
    ['X{.keys*}', 'X.semi=%3B.comma=%2C'],
    ['{;who}', ';who=fred'],
    ['{;empty}', ';empty'],
    ['{;x,y,empty}', ';x=1024;y=768;empty'],
    ['{;list*}', ';list=red;list=green;list=blue'],
    ['{;keys}', ';keys=semi,%3B,comma,%2C'],
    ['{;keys*}', ';semi=%3B;comma=%2C'],
    ['{?x,y,empty}', '?x=1024&y=768&empty='],
    ['{?x,y,undef}', '?x=1024&y=768'],
    ['{?list}', '?list=red,green,blue'],
    ['{?list*}', '?list=red&list=green&list=blue'],
    ['{?keys*}', '?semi=%3B&comma=%2C'],
    ['/find{?count*,who}', '/find?count=one&count=two&count=three&who=fred'],
  ])('%s is %s, both ways', (template, expected) => {
    expectBothWays([template, expected], variables);
  });
});

const folder = new URL('../../../../../shared/suites/uritemplate/', import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

type Suite = Readonly<Record<string, { readonly variables: Variables; readonly testcases: readonly Case[] }>>;

const groups = files.flatMap((file) => {
  const suite: Suite = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  return Object.entries(suite).map(([name, { variables: given, testcases }]) => ({
    name: `${file}: ${name}`,
    // Names of parameters are not escaped.
    variables: Object.fromEntries(Object.entries(given).map(([key, value]) => [decodeURIComponent(key), value])),
    testcases,
  }));
});

describe.skipIf(groups.length === 0)('the suite of URI templates (skipped where it is absent)', () => {
  it.each(groups.map((group) => [group.name, group] as const))('%s', (_name, { variables: given, testcases }) => {
    for (const one of testcases) {
      if (inapplicable(one, given) === undefined) expectBothWays(one, given);
    }
  });

  it('is left out only for these reasons', () => {
    const reasons = groups.flatMap(({ variables: given, testcases }) =>
      testcases.map((one) => inapplicable(one, given) ?? 'applies'),
    );
    const counts = Object.fromEntries(
      [...new Set(reasons)].map((reason) => [reason, reasons.filter((one) => one === reason).length]),
    );
    expect(counts).toEqual({
      applies: 105,
      'the operator # is no style': 24,
      'the operator / is no style': 36,
      'the operator & is no style': 19,
      'no prefix of a value': 20,
      'no comma between parameters of a path': 7,
      'no variable in the literal query of a path': 6,
      'a path parameter always has a value': 7,
      'a path parameter is never empty': 2,
      'no / ? # [ ] in a path, reserved or not': 4,
      'a reserved delimiter inside of an element is undefined: here it is escaped': 4,
      'not a template of RFC 6570: OpenAPI has its own rules for names in braces': 36,
    });
  });
});
