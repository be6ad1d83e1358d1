import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const page = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');
const listed = [...page.matchAll(/\| (\w+): ([^|]+) \|$/gm)].map(([, file, name]) => `${file}: ${name}`);

/** Titles of tests and, where there is a test for each of several rows, of the rows. */
function namesIn(file: string): readonly string[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const titles = [...text.matchAll(/\bit\(\s*'([^']+)'/g)].map(([, title]) => title);
  const rows = [...text.matchAll(/^ {2,4}\[\s*'(\w+ [\w, ]+)',/gm)].map(([, row]) => row);
  return [...titles, ...rows].map((name) => `${file.replace('.test.ts', '')}: ${name}`);
}

it('docs/faults.md lists every test of a fault, and no other', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /^(?!page).*\.test\.ts$/.test(name));
  expect(listed.toSorted()).toEqual(files.flatMap(namesIn).toSorted());
});
