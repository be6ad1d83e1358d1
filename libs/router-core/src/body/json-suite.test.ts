import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kept, media, readerOf, refusal, requestWith } from './test-support.ts';

const folder = new URL('../../../../../shared/suites/json-parsing/test_parsing/', import.meta.url);

/** Texts that the suite takes and we do not, with the reason. */
const refusedOnPurpose: Readonly<Record<string, string>> = {
  'y_object_duplicated_key.json': 'a repeated member name is refused: readers disagree about which one counts',
  'y_object_duplicated_key_and_value.json': 'a repeated member name is refused',
};

const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
const reader = readerOf([media('application/json', { schema: true })]);
const requestOf = (name: string) =>
  requestWith({ contentType: 'application/json', body: readFileSync(new URL(encodeURIComponent(name), folder)) });

describe.skipIf(names.length === 0)('the suite of JSON texts as request bodies (skipped where it is absent)', () => {
  it.each(names.filter((name) => name.startsWith('n_')))('%s is a 400', async (name) => {
    expect((await refusal(reader, requestOf(name))).status).toBe(400);
  });

  it.each(names.filter((name) => name.startsWith('y_') && !(name in refusedOnPurpose)))('%s is taken', async (name) => {
    const text = readFileSync(new URL(encodeURIComponent(name), folder), 'utf8');
    expect(await reader.read(requestOf(name), kept)).toEqual(JSON.parse(text));
  });

  it.each(names.filter((name) => name.startsWith('i_')))('%s is taken or a 400', async (name) => {
    const outcome = await Promise.resolve(reader.read(requestOf(name), kept)).then(
      () => 'taken',
      (error: { status: number }) => error.status,
    );
    expect(['taken', 400]).toContain(outcome);
  });

  it.each(Object.keys(refusedOnPurpose))('%s is refused on purpose', async (name) => {
    expect((await refusal(reader, requestOf(name))).message).toContain('duplicate key');
  });
});
