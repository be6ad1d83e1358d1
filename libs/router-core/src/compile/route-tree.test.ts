import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRouteTree } from './route-tree.ts';
import { compareTemplates } from './template-order.ts';

const templates = [
  ['GET', '/'],
  ['GET', '/pets'],
  ['GET', '/pets/{id}'],
  ['GET', '/pets/mine'],
  ['POST', '/pets/mine'],
  ['PURGE', '/pets/{id}'],
  ['GET', '/files/{sid}.json'],
  ['GET', '/files/{sid}'],
  ['GET', '/range/{from}-{to}'],
  ['GET', '/jobs/{id}:cancel'],
  ['GET', '/things:all'],
  ['GET', '/star/*'],
  ['GET', '/caf%C3%A9'],
  ['GET', '/müsli/{x}'],
  ['GET', '/matrix/{coords}/sub/{d}'],
  ['GET', '/repos/{owner}/{repo}/compare/{base}...{head}'],
  ['GET', '/pets/{petId}'],
] as const;

const tree = createRouteTree(
  templates.map(([method, template]) => ({ method, template, value: `${method} ${template}` })),
);

describe('a route tree', () => {
  it.each([
    ['GET', '/', 'GET /', []],
    ['GET', '/pets', 'GET /pets', []],
    ['GET', '/pets/7', 'GET /pets/{id}', ['7']],
    ['GET', '/pets/mine', 'GET /pets/mine', []],
    ['PURGE', '/pets/7', 'PURGE /pets/{id}', ['7']],
    ['GET', '/files/a.json', 'GET /files/{sid}.json', ['a']],
    ['GET', '/files/a', 'GET /files/{sid}', ['a']],
    ['GET', '/range/1-5', 'GET /range/{from}-{to}', ['1', '5']],
    ['GET', '/jobs/5:cancel', 'GET /jobs/{id}:cancel', ['5']],
    ['GET', '/things:all', 'GET /things:all', []],
    ['GET', '/star/*', 'GET /star/*', []],
    ['GET', '/caf%c3%a9', 'GET /caf%C3%A9', []],
    ['GET', '/m%C3%BCsli/1', 'GET /müsli/{x}', ['1']],
    ['GET', '/files/a%2Ejson', 'GET /files/{sid}.json', ['a']],
    ['GET', '/files/.a%2Eb.c', 'GET /files/{sid}', ['.a%2Eb.c']],
    ['GET', '/matrix/;c=1,2/sub/.5', 'GET /matrix/{coords}/sub/{d}', [';c=1,2', '.5']],
    ['GET', '/repos/o/r/compare/a...b', 'GET /repos/{owner}/{repo}/compare/{base}...{head}', ['o', 'r', 'a', 'b']],
  ])('%s %s is %s', (method, path, value, pathValues) => {
    expect(tree.find(method, path)).toEqual({ value, pathValues });
  });

  it.each([
    ['a slash at the end', '/pets/'],
    ['a doubled slash', '//pets'],
    ['dot segments', '/x/../pets'],
    ['encoded dot segments', '/x/%2e%2e/pets'],
    ['another case', '/Pets'],
    ['a backslash', '/x\\..\\pets'],
    ['an asterisk as a wildcard', '/star/anything'],
    ['an encoded slash as a separator', '/matrix/a%2Fsub%2Fb'],
  ])('does not fold %s', (_name, path) => {
    expect(tree.find('GET', path)).toBeUndefined();
  });

  it.each([
    ['an encoded slash', '/pets/a%2Fb', 'a%2Fb'],
    ['a doubly encoded letter', '/pets/%2541', '%2541'],
    ['a broken escape', '/pets/%zz', '%zz'],
    ['a lone percent sign', '/pets/%', '%'],
    ['an escaped letter, decoded as it may be', '/pets/%41', 'A'],
  ])('hands on %s undecoded', (_name, path, value) => {
    expect(tree.find('GET', path)?.pathValues).toEqual([value]);
  });

  it('reads an escaped unreserved character in a literal segment as itself', () => {
    expect(tree.find('GET', '/%70ets')?.value).toBe('GET /pets');
  });

  it('takes linear time for whatever a client sends', () => {
    const affixed = createRouteTree([{ method: 'GET', template: '/{a}-{b}-{c}-{d}.json', value: 'affixed' }]);
    expect(affixed.find('GET', `/${'-'.repeat(8000)}`)).toBeUndefined();
    expect(affixed.find('GET', `/${'x-'.repeat(4000)}.json`)?.pathValues).toHaveLength(4);
  });

  it('keeps the first of two templates of one shape', () => {
    expect(tree.find('GET', '/pets/1')?.value).toBe('GET /pets/{id}');
  });

  it('lists the methods of a path in the order of the contract', () => {
    expect(tree.methods('/pets/mine')).toEqual(['GET', 'POST', 'PURGE']);
    expect(tree.methods('/nowhere')).toEqual([]);
  });
});

/** Templates in the order of the contract, a path, and what it leads to: a template with its values, or nothing. */
const precedence: readonly (readonly [string, readonly string[], string, string | undefined, readonly string[]])[] = [
  ['literal before templated', ['/{x}', '/a'], '/a', '/a', []],
  ['literal before templated, segment by segment', ['/{x}/b', '/a/{y}'], '/a/b', '/a/{y}', ['b']],
  ['back to a templated segment where the literal one leads nowhere', ['/a/c', '/{x}/b'], '/a/b', '/{x}/b', ['a']],
  ['back over several segments', ['/a/b/c', '/a/{x}/d', '/{y}/b/e'], '/a/b/e', '/{y}/b/e', ['a']],
  ['a suffix before a whole variable', ['/{x}', '/{sid}.json'], '/a.json', '/{sid}.json', ['a']],
  ['a prefix before a whole variable', ['/{x}', '/v{version}'], '/v1', '/v{version}', ['1']],
  ['the longer suffix', ['/{x}.json', '/{x}.min.json'], '/a.min.json', '/{x}.min.json', ['a']],
  ['the longer prefix', ['/a{x}', '/ab{x}'], '/abc', '/ab{x}', ['c']],
  ['a prefix before a suffix', ['/{x}b', '/a{x}'], '/a-b', '/a{x}', ['-b']],
  ['a suffix before several variables', ['/{name}.{ext}', '/{name}.json'], '/a.json', '/{name}.json', ['a']],
  ['several variables before one', ['/{x}', '/{a}-{b}'], '/1-2', '/{a}-{b}', ['1', '2']],
  ['more literal text before less', ['/{a}.{b}', '/{a}...{b}'], '/1...2', '/{a}...{b}', ['1', '2']],
  ['more variables that all match', ['/{a}-{b}', '/{a}-{b}-{c}'], '/1-2-3', '/{a}-{b}-{c}', ['1', '2', '3']],
  ['one variable where several do not match', ['/{a}-{b}', '/{x}'], '/12', '/{x}', ['12']],
  [
    'the order of the contract where nothing else decides',
    ['/{a}-{b}', '/{a}.{b}'],
    '/1-2.3',
    '/{a}-{b}',
    ['1', '2.3'],
  ],
  ['as little as possible for the first variable', ['/{a}-{b}'], '/1-2-3', '/{a}-{b}', ['1', '2-3']],
  ['a variable is never empty', ['/{a}-{b}'], '/-2', undefined, []],
  ['nor at the end', ['/{a}-{b}'], '/1-', undefined, []],
  ['nor between', ['/{a}-{b}-{c}'], '/1--3', undefined, []],
  ['text of the delimiter within a value', ['/{a}--{b}'], '/-----', '/{a}--{b}', ['-', '--']],
  ['adjacent variables: one character for the first', ['/{a}{b}'], '/xyz', '/{a}{b}', ['x', 'yz']],
  ['adjacent variables: an escaped character is one', ['/{a}{b}'], '/%c3%a9x', '/{a}{b}', ['%C3%A9', 'x']],
  ['adjacent variables: each has one', ['/{a}{b}'], '/x', undefined, []],
  ['an escaped slash is part of a value', ['/{a}-{b}'], '/1%2F2-3', '/{a}-{b}', ['1%2F2', '3']],
  ['an escaped delimiter is that delimiter', ['/{a}-{b}'], '/1%2D2', '/{a}-{b}', ['1', '2']],
  ['a delimiter is not found within an escape', ['/{a}C3{b}'], '/x%C3y', undefined, []],
  ['nor a suffix', ['/{a}C3', '/{x}'], '/x%C3', '/{x}', ['x%C3']],
  ['a stray percent sign is part of a value', ['/{a}-{b}'], '/%-%zz', '/{a}-{b}', ['%', '%zz']],
  ['a percent sign in the template', ['/{a}%25{b}'], '/50%25off', '/{a}%25{b}', ['50', 'off']],
  ['signs that mean something to expressions', ['/f({a})+[{b}]'], '/f(1)+[2]', '/f({a})+[{b}]', ['1', '2']],
  ['the same signs escaped', ['/f({a})+[{b}]'], '/f(1)+%5B2%5D', '/f({a})+[{b}]', ['1', '2']],
  ['a colon between variables', ['/{a}:{b}'], '/1:2', '/{a}:{b}', ['1', '2']],
  ['an asterisk between variables', ['/{a}*{b}'], '/1*2', '/{a}*{b}', ['1', '2']],
  ['names that are no identifiers', ['/{a-b.c}-{pet id}'], '/1-2', '/{a-b.c}-{pet id}', ['1', '2']],
];

describe('of several templates', () => {
  it.each(precedence)('%s', (_name, contract, path, template, pathValues) => {
    const entries = contract.map((each) => ({ method: 'GET', template: each, value: each }));
    const found = createRouteTree(entries).find('GET', path);
    expect(found).toEqual(template === undefined ? undefined : { value: template, pathValues });
  });
});

describe('any templates', () => {
  const segments = [
    'a',
    'b',
    'a-b',
    'a.json',
    '{x}',
    '{x}.json',
    '{x}-{y}',
    'v{x}',
    '{x}.{y}',
    'a{x}',
    'a{x}b',
    '{x}{y}',
  ];
  const more = ['{x}b', 'a-{x}', '{x}-b', '{x}-{y}-{z}', '{x}:b', '{x}...{y}'];
  const values = [
    'a',
    'b',
    'aab',
    'a-b',
    'a-b-c',
    'a.json',
    'v1',
    '.json',
    '-',
    'a..b',
    '-b',
    'ab.json',
    'a:b',
    'x...y',
    'a%2Fb',
  ];
  const pathOf = (among: readonly string[]) =>
    fc.array(fc.constantFrom(...among), { minLength: 1, maxLength: 2 }).map((parts) => `/${parts.join('/')}`);
  const variables = /\{[^}]*\}/g;

  /** The template as one regular expression, by the letter. */
  function expressionOf(template: string): RegExp {
    const literals = template.split(variables).map((text) => text.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${literals.join('([^/]+?)')}$`);
  }

  it('lead where trying them one by one, in their order, leads', () => {
    const contracts = fc.uniqueArray(pathOf([...segments, ...more]), {
      minLength: 1,
      maxLength: 5,
      selector: (template) => template.replace(variables, '{}'),
    });
    fc.assert(
      fc.property(contracts, pathOf(values), (templates, path) => {
        const wanted = templates.toSorted(compareTemplates).find((template) => expressionOf(template).test(path));
        const found = createRouteTree(templates.map((value) => ({ method: 'GET', template: value, value }))).find(
          'GET',
          path,
        );
        expect(found?.value).toBe(wanted);
        if (wanted !== undefined) expect(found?.pathValues).toEqual(expressionOf(wanted).exec(path)?.slice(1));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });
});
