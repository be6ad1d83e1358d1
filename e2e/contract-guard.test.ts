import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from './support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy, workspaceRoot } from './support/workspace-copy.ts';

const brrtProgram = join(workspaceRoot, 'tools/generators/bin/brrt.cjs');
const nxProgram = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');

function gitIn(root: string) {
  return (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
}

async function replace(file: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(from);
  await writeFile(file, text.replace(from, to));
}

describe('the target contract', () => {
  let copy: WorkspaceCopy;
  const contract = () => join(copy.root, 'apps/user-service/openapi.yaml');
  const run = (app: string, base = 'HEAD') =>
    runProgram(process.execPath, [nxProgram, 'run', `${app}:contract`, '--output-style=static'], {
      cwd: copy.root,
      env: { ...process.env, NX_BASE: base, NX_DAEMON: 'false' },
    });

  beforeAll(async () => {
    copy = await copyWorkspace();
    const git = gitIn(copy.root);
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
  });
  afterAll(() => copy[Symbol.asyncDispose]());

  it('passes while nothing has changed, and for an app that is new', async () => {
    expect(await run('user-service')).toMatchObject({
      code: 0,
      output: expect.stringContaining('0 breaking, 0 unknown'),
    });
    await mkdir(join(copy.root, 'apps/fresh'), { recursive: true });
    await cp(contract(), join(copy.root, 'apps/fresh/openapi.yaml'));
    expect(await run('fresh')).toMatchObject({
      code: 0,
      output: expect.stringMatching(/apps\/fresh\/openapi\.yaml: new/),
    });
  });

  it('fails for a breaking change, with a witness and who is hit, until it is approved; a later change is not', async () => {
    await replace(
      contract(),
      /(operationId: getUser\n)/,
      '$1      parameters: [{ name: view, in: query, required: true, schema: { type: string } }]\n',
    );
    const { code, output } = await run('user-service');
    expect(output).toMatch(/breaking apps\/user-service\/openapi\.yaml:\d+:\d+ parameter-required GET \/users\/\{id\}/);
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/try {2}curl -s .*http:\/\/127\.0\.0\.1:8082\/users\//);
    expect(output).toMatch(/hits bff apps\/bff\/src\/dashboard\/ask-for-parts\.ts:\d+ .*getUser\(/);
    const [, fingerprint] = /fingerprint (\w{16})/.exec(output) ?? [];
    const guard = join(copy.root, 'apps/user-service/contract-guard.yaml');
    const approval = `{ id: parameter-required, operation: 'GET /users/{id}', fingerprint: '${fingerprint}', reason: agreed with the team of the BFF }`;
    await writeFile(guard, `approvals:\n  - ${approval}\n`);
    expect(await run('user-service')).toMatchObject({
      code: 0,
      output: expect.stringContaining('approved: agreed with'),
    });
    await replace(
      contract(),
      'required: true, schema: { type: string } }]',
      'required: true, schema: { type: string, maxLength: 9 } }]',
    );
    expect((await run('user-service')).code).not.toBe(0);
    await writeFile(guard, `approvals:\n  - ${approval.replace(' }', ", expires: '2001-01-01' }")}\n`);
    await replace(contract(), ', maxLength: 9 } }]', ' } }]');
    expect((await run('user-service')).code).not.toBe(0);
  });

  it('compares all apps at once, as the comment of a pull request', async () => {
    await rm(join(copy.root, 'apps/petstore/openapi.yaml'));
    const { code, output } = await runProgram(
      process.execPath,
      [brrtProgram, 'diff', 'apps', '--base', 'HEAD', '--format', 'markdown'],
      { cwd: copy.root },
    );
    expect(code, output).toBe(1);
    expect(output).toMatch(
      /^\| apps\/user-service\/openapi\.yaml \| 1 \| 0 \| \d+ \| .* but a major step is asked for \|$/m,
    );
    expect(output).toContain('| apps/fresh/openapi.yaml | new |');
    expect(output).toContain('| apps/petstore/openapi.yaml | **gone** |');
    expect(output).toMatch(
      /- GET \/users\/\{id\}: query parameter view has to be sent.* \(parameter-required, \w{16}\)\n {2}```\n {2}curl -s/,
    );
    expect(output).toMatch(/ {2}- hits bff ask-for-parts\.ts:\d+ /);
  });
});

describe('brrt diff', () => {
  let root: string;
  const run = (...args: readonly string[]) =>
    runProgram(process.execPath, [brrtProgram, 'diff', ...args], { cwd: root });
  const document = `openapi: 3.1.0
info: { title: T, version: 1.0.0 }
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: { required: true, content: { application/json: { schema: { $ref: parts/pet.yaml#/Pet } } } }
      responses: { '201': { description: made } }
`;

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'brrt-diff-e2e-')));
    const git = gitIn(root);
    git('init', '-q', '-b', 'main');
    await mkdir(join(root, 'parts'));
    await writeFile(join(root, 'openapi.yaml'), document);
    await writeFile(join(root, 'parts/pet.yaml'), 'Pet: { type: object, properties: { name: { type: string } } }\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
    await writeFile(
      join(root, 'parts/pet.yaml'),
      'Pet: { type: object, properties: { name: { type: string, maxLength: 5 } } }\n',
    );
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('reads a contract of several files as it was in a revision', async () => {
    const { code, output } = await run('main:openapi.yaml', 'openapi.yaml');
    expect(code, output).toBe(1);
    expect(output).toMatch(
      /breaking openapi\.yaml:7:\d+ body-narrowed POST \/pets: body application\/json takes less at \/name/,
    );
    expect(output).toMatch(/was {2}main:openapi\.yaml:7/);
    expect((await run('openapi.yaml', '--base', 'HEAD', '--fail-on', 'none')).code).toBe(0);
  });

  it('says the same to machines, to code scanning, to GitHub and as a changelog', async () => {
    const json = JSON.parse((await run('main:openapi.yaml', 'openapi.yaml', '--json')).output);
    expect(json).toMatchObject({
      semver: 'major',
      isVersionEnough: false,
      changes: [{ id: 'body-narrowed', level: 'breaking', operationId: 'addPet' }],
    });
    const sarif = JSON.parse((await run('main:openapi.yaml', 'openapi.yaml', '--format', 'sarif')).output);
    expect(sarif.runs[0].results[0]).toMatchObject({ ruleId: 'body-narrowed', level: 'error' });
    expect((await run('main:openapi.yaml', 'openapi.yaml', '--format', 'github')).output).toMatch(
      /^::error file=openapi\.yaml,line=7,col=\d+,title=body-narrowed::POST \/pets/,
    );
    expect((await run('main:openapi.yaml', 'openapi.yaml', '--format', 'markdown')).output).toContain(
      '### Breaking\n\n- `POST /pets`: ',
    );
  });

  it('asks for a version that tells', async () => {
    const { code, errors } = await run('main:openapi.yaml', 'openapi.yaml', '--fail-on', 'none', '--check-version');
    expect([code, errors]).toEqual([1, expect.stringContaining('tells less than a major step')]);
  });

  it.each([
    [['openapi.yaml'], /which two revisions/],
    [['nowhere.yaml', 'openapi.yaml'], /there is no file nowhere\.yaml/],
    [['never:openapi.yaml', 'openapi.yaml'], /git rev-parse failed: there is no revision never/],
    [['--format', 'xml', 'a', 'b'], /--format has to be one of/],
  ])('refuses %j', async (args, want) => {
    const { code, errors } = await run(...args);
    expect([code, errors]).toEqual([2, expect.stringMatching(want)]);
  });
});
