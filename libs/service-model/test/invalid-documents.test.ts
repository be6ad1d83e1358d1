import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readServiceModel } from '../src/index.ts';

const folder = join(import.meta.dirname, '../testdata/invalid');

/** Expected findings stand at the end of their line: `#! error unresolved-reference, note ignored-header`. */
function expectedFindings(text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const marks = line.split('#!')[1];
    return marks === undefined ? [] : marks.split(',').map((mark) => `${index + 1} ${mark.trim()}`);
  });
}

describe('a document with mistakes', () => {
  it.each(readdirSync(folder))('%s: every mistake is reported with its line, all at once', async (name) => {
    const file = join(folder, name);
    const { model, diagnostics, files } = await readServiceModel(file);
    const found = diagnostics.map(({ line, severity, code }) => `${line} ${severity} ${code}`);
    expect([...found].sort()).toEqual([...expectedFindings(readFileSync(file, 'utf8'))].sort());
    expect(model === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
    expect(files).toEqual([file]);
  });
});
