import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'SECURITY.md'];
const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
const { generators } = JSON.parse(read('tools/generators/generators.json')) as { readonly generators: object };
const commands = readdirSync(join(root, 'tools/generators/src/cli/commands')).map((file) => file.replace(/\..*$/, ''));

/** Every match of the pattern's group in a page, once. */
function named(page: string, pattern: RegExp): readonly string[] {
  return [...new Set([...read(page).matchAll(pattern)].map((match) => match[1] ?? ''))];
}

describe('the first handler of the README', () => {
  it('answers with a header that its contract takes: what does not fit is a 500', () => {
    const [, pattern] =
      /^ {4}ETag:\n(?: {6}.*\n)*? {6}schema: \{ type: string, pattern: '(.*)' \}/m.exec(
        read('apps/petstore/openapi.yaml'),
      ) ?? [];
    const [, given] = /headers: \{ ETag: '([^']*)' \}/.exec(read('README.md')) ?? [];
    expect(given).toMatch(new RegExp(pattern ?? 'no pattern', 'u'));
  });
});

describe.each(pages)('%s', (page) => {
  it('names only scripts that exist', () => {
    for (const name of named(page, /npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(name);
  });

  it('names only generators and commands that exist', () => {
    for (const name of named(page, /nx g brrt:([\w-]+)/g)) expect(Object.keys(generators)).toContain(name);
    for (const name of named(page, /npx brrt ([\w-]+)/g)) expect(commands).toContain(name);
  });

  it('links only to files that exist', () => {
    for (const path of named(page, /\]\(([^)#:]+)\)/g))
      expect([path, existsSync(join(root, path))]).toEqual([path, true]);
  });
});
