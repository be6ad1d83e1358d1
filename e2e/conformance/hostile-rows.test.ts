import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { openRows, provenRows, rowIds } from './hostile-rows.ts';

const places = ['e2e', 'libs', 'apps', 'tools'];
const skipped = new Set(['node_modules', 'dist', 'ui', 'generated']);

function* testFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* testFiles(path);
    else if (/(?:\.test|-rows)\.ts$/.test(entry.name) && entry.name !== 'hostile-rows.ts') yield path;
  }
}

/** Ids that begin a text or stand in its parentheses, as `'A26 the chunk size'` and `'is ignored (E15)'`. */
function idsIn(text: string): readonly string[] {
  return [...text.matchAll(/['"`(]([A-H]\d\d)\b/g)].map(([, id = '']) => id);
}

const files = places.flatMap((place) => [...testFiles(join(workspaceRoot, place))]);
const named = new Set(files.flatMap((file) => idsIn(readFileSync(file, 'utf8'))));

describe('each row of the tables of hostile input', () => {
  it('is in the title of a test, or has a test that is named here, or a reason why it has none', () => {
    const lost = rowIds.filter((id) => !named.has(id) && !(id in provenRows) && !(id in openRows));
    expect(lost).toEqual([]);
  });

  it('is not excused when it is tested', () => {
    expect(Object.keys(openRows).filter((id) => named.has(id) || id in provenRows)).toEqual([]);
  });

  it.each(Object.entries(provenRows))('%s is where it is said to be', (id, proofs) => {
    expect(rowIds).toContain(id);
    for (const [file, title] of proofs) {
      const path = join(workspaceRoot, file);
      expect([file, existsSync(path) && readFileSync(path, 'utf8').includes(title) ? title : 'no such title']).toEqual([
        file,
        title,
      ]);
    }
  });

  const specification = join(workspaceRoot, '../shared/reference/security.md');
  it.skipIf(!existsSync(specification))('is on the list (skipped without ../shared/reference)', () => {
    const [, tables = ''] = readFileSync(specification, 'utf8').split('# Part 3');
    expect([...tables.matchAll(/^\| ([A-H]\d\d) \|/gm)].map(([, id]) => id)).toEqual(rowIds);
  });
});
