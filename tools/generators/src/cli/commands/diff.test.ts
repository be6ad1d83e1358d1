import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diff } from './diff.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-diff-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Contract {
  readonly version?: string;
  readonly servers?: string;
  /** Of the only operation. */
  readonly fields?: string;
}

async function run(old: Contract, fresh: Contract, ...options: readonly string[]) {
  const write = async (name: string, { version = '1.0.0', servers = '[]', fields = '' }: Contract): Promise<string> => {
    const operation = `{ operationId: listPets, responses: { '200': { description: all } }, ${fields} }`;
    const text = `openapi: 3.1.0\ninfo: { title: T, version: ${version} }\nservers: ${servers}\npaths: { /pets: { get: ${operation} } }\n`;
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const lines: string[] = [];
  const say = (line: string): number => lines.push(line);
  const files = [await write('old.yaml', old), await write('openapi.yaml', fresh)];
  const context = { workspaceRoot: folder, env: {}, print: say, warn: say };
  const code = await diff.run([...files, ...options], context as never);
  return { code, output: lines.join('\n') };
}

describe('--check-version', () => {
  const deprecated = 'deprecated: true';
  it.each([
    ['1.0.0', '1.1.0', 0],
    ['1.0.0', '2.0.0', 0],
    ['1.0.0', '1.0.1', 1],
    ['1.2.0', '1.1.0', 1],
    ['0.1.0', '0.2.0', 0],
    ['1.0.0-rc.1', '1.1.0-rc.1', 0],
    // Dates are no steps: another one is enough.
    ['2026-01-31', '2026-02-01', 0],
    ['2026-01-31', '2026-01-31', 1],
  ])('from %s to %s ends with %i where a minor step is asked for', async (old, fresh, code) => {
    const contracts = [{ version: `'${old}'` }, { version: `'${fresh}'`, fields: deprecated }] as const;
    expect(await run(...contracts, '--check-version')).toMatchObject({ code });
  });
});

it('tells a change that has no place in one line, and no slash at the end of a server', async () => {
  const at = (url: string): Contract => ({ servers: `[{ url: '${url}' }]` });
  const { output } = await run(at('https://a.example/'), at('https://b.example'));
  expect(output).toMatch(/^unknown server-changed https:\/\/a\.example is no longer among the servers$/m);
  expect((await run(at('https://a.example/v1'), at('https://a.example/v1/'))).output).toMatch(
    /: 0 breaking, 0 unknown, 0 compatible;/,
  );
});
