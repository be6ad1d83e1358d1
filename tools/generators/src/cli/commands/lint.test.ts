import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lint } from './lint.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-lint-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const contract = (id: string, example: string): string => `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets:
    get:
      operationId: ${id}
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { age: { type: integer } } }
              example: ${example}
`;

async function run(text: string, ...options: string[]): Promise<{ readonly code: number; readonly output: string }> {
  const file = join(folder, 'openapi.yaml');
  await writeFile(file, text);
  const lines: string[] = [];
  const context = {
    workspaceRoot: folder,
    env: {},
    print: (line: string) => lines.push(line),
    warn: (line: string) => lines.push(line),
  };
  const code = await lint.run([file, ...options], context as never);
  return { code, output: lines.join('\n') };
}

describe('brrt lint', () => {
  it('passes a sound contract', async () => {
    expect(await run(contract('listPets', '{ age: 3 }'))).toMatchObject({
      code: 0,
      output: expect.stringContaining('0 error(s)'),
    });
  });

  it('says what code calls otherwise, and fails for none of it', async () => {
    const { code, output } = await run(`${contract('delete', '{ age: 3 }')}components: { schemas: { string: {} } }\n`);
    expect(code).toBe(0);
    expect(output).toMatch(/openapi\.yaml:6:\d+ changed-name .*"delete" becomes "deleteOperation"/);
    expect(output).toMatch(/openapi\.yaml:14:\d+ changed-name .*"string" becomes "stringSchema"/);
  });

  it.each([
    [
      'an example that breaks its schema',
      contract('listPets', '{ age: old }'),
      /openapi\.yaml:11:\d+ invalid-example .*at \/age: must be integer/,
    ],
    ['a contract that cannot be read', 'openapi: [', /openapi\.yaml:1:\d+ /],
  ])('fails for %s, with its place', async (_name, text, want) => {
    const { code, output } = await run(text);
    expect(code).toBe(1);
    expect(output).toMatch(want);
  });

  it('fails for what can be read but breaks OpenAPI, unless it is told to be lenient', async () => {
    const text = contract('listPets', '{ age: 3 }').replace("version: '1'", 'version: 1');
    const strict = await run(text);
    expect(strict).toMatchObject({ code: 1, output: expect.stringMatching(/error .*openapi\.yaml:2:\d+ wrong-type/) });
    const lenient = await run(text, '--lenient');
    expect(lenient).toMatchObject({
      code: 0,
      output: expect.stringMatching(/warning .*openapi\.yaml:2:\d+ wrong-type/),
    });
  });

  it('judges the contract with its overlays, those beside it first', async () => {
    const overlay = (change: string): string =>
      `overlay: 1.1.0\ninfo: { title: T, version: '1' }\nactions:\n  - { target: $.info, update: ${change} }\n`;
    const given = join(folder, 'given.yaml');
    const beside = join(folder, 'openapi.overlay.yaml');
    await writeFile(given, overlay('{ tittle: Given }'));
    await writeFile(beside, overlay('{ x-beside: true }'));
    expect(await run(contract('listPets', '{ age: 3 }'))).toMatchObject({ code: 0 });
    const options = ['--overlay', given, '--json', '--ruleset', 'none'];
    const { code, output } = await run(contract('listPets', '{ age: 3 }'), ...options);
    await rm(beside);
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      errors: 1,
      diagnostics: [{ code: 'unknown-field', file: given, line: 4, pointer: '/actions/0/update/tittle' }],
    });
  });

  it('says the same to machines', async () => {
    const { output } = await run(contract('listPets', '{ age: old }'), '--json', '--ruleset', 'none');
    expect(JSON.parse(output)).toMatchObject({
      errors: 1,
      warnings: 0,
      configuration: 'none',
      diagnostics: [{ code: 'invalid-example', line: 11 }],
    });
  });

  it('shows the line of an error, and counts by rule what is too much to show', async () => {
    const { output } = await run(contract('listPets', '{ age: old }'), '--limit', '1');
    expect(output).toContain('11 |             application/json:\n');
    expect(output).toMatch(/\^\n… and \d+ more \(--limit 0 shows all\):\n +1 {2}/);
    expect((await run(contract('listPets', '{ age: old }'), '--limit', '0')).output).not.toContain('more (--limit');
  });

  it('says the same to GitHub and to code scanning', async () => {
    const github = await run(contract('listPets', '{ age: old }'), '--github', '--ruleset', 'none');
    expect(github.output).toMatch(/^::error file=.*openapi\.yaml,line=11,col=13,title=invalid-example::the example/);
    const sarif = await run(contract('listPets', '{ age: old }'), '--sarif', '--ruleset', 'none');
    expect(JSON.parse(sarif.output)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { rules: [{ id: 'invalid-example' }] } },
          results: [
            {
              ruleId: 'invalid-example',
              ruleIndex: 0,
              level: 'error',
              locations: [{ physicalLocation: { region: { startLine: 11, startColumn: 13 } } }],
            },
          ],
        },
      ],
    });
  });

  it('fails beyond the warnings that are allowed', async () => {
    expect((await run(contract('listPets', '{ age: 3 }'), '--max-warnings', '0')).code).toBe(1);
    expect((await run(contract('listPets', '{ age: 3 }'), '--max-warnings', '100')).code).toBe(0);
  });

  it.each([
    [['--ruleset', 'nice'], /no ruleset 'nice': there are recommended, minimal/],
    [['--limit', 'all'], /--limit has to be a whole number/],
    [['--json', '--sarif'], /--json and --sarif exclude each other/],
  ])('refuses %j', async (options, want) => {
    await expect(run(contract('listPets', '{ age: 3 }'), ...options)).rejects.toThrow(want);
  });
});
