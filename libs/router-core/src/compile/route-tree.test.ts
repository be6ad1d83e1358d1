import { describe, expect, it } from 'vitest';
import { createRouteTree } from './route-tree.ts';

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

  it('keeps the first of two templates of one shape', () => {
    expect(tree.find('GET', '/pets/1')?.value).toBe('GET /pets/{id}');
  });

  it('lists the methods of a path in the order of the contract', () => {
    expect(tree.methods('/pets/mine')).toEqual(['GET', 'POST', 'PURGE']);
    expect(tree.methods('/nowhere')).toEqual([]);
  });
});
