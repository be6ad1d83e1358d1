import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandContext } from './command.ts';
import { call } from './commands/call.ts';
import { diff } from './commands/diff.ts';
import { generate } from './commands/generate.ts';
import { lint } from './commands/lint.ts';
import { lock } from './commands/lock.ts';
import { mock } from './commands/mock.ts';
import { newWorkspace } from './commands/new.ts';
import { serve } from './commands/serve.ts';
import { runCommand } from './run-command.ts';

const commands = { call, diff, generate, lint, lock, mock, new: newWorkspace, serve };

const repository = resolve(import.meta.dirname, '../../../..');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brrt-named-'));
  mkdirSync(join(folder, 'folder'));
  symlinkSync('loop', join(folder, 'loop'));
  writeFileSync(join(folder, 'binary'), Uint8Array.of(0x7f, 0x45, 0xff, 0xfe, 0));
  writeFileSync(join(folder, 'empty'), '');
  writeFileSync(join(folder, 'broken.yaml'), 'openapi: [3.1.0');
  writeFileSync(join(folder, 'pets.yaml'), 'openapi: 3.1.0\ninfo: { title: Pets, version: 1.0.0 }\npaths: {}\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** `./x` is in the folder of the test. */
async function run(name: keyof typeof commands, line: string): Promise<readonly [number, string]> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  const context: CommandContext = { workspaceRoot: repository, env: {}, print, warn: print, forward: print };
  const code = await runCommand(commands[name], line.replaceAll('./', `${folder}/`).split(' '), context);
  const [first = ''] = lines.join('\n').split('\nUsage: ');
  return [code, first.replaceAll(`${folder}/`, './')];
}

const addPet = (body: string) => `petstore add_pet --body ${body}`;

describe('a command says of a path that is not what it needs which option that is, and what is wrong', () => {
  it.each<readonly [keyof typeof commands, string, string]>([
    ['call', addPet('@./nowhere'), '--body: there is no file ./nowhere'],
    ['call', addPet('@./folder'), '--body: ./folder is a folder, not a file'],
    ['call', addPet('@./loop'), '--body: ./loop cannot be read (ELOOP)'],
    ['call', addPet('@./pets.yaml/x'), '--body: there is no file ./pets.yaml/x'],
    ['call', addPet('@./binary'), '--body: ./binary is not UTF-8 text, and application/json has to be'],
    ['call', addPet('@'), '--body: @ is followed by the path of a file'],
    ['call', addPet('@-'), '--body: there is no file -, and standard input is not read'],
    ['lint', './folder', './folder is a folder, not a file'],
    ['lint', '-', 'there is no file -, and standard input is not read'],
    ['lint', './pets.yaml --overlay ./folder', '--overlay: ./folder is a folder, not a file'],
    ['generate', './pets.yaml --out ./new --overlay ./nowhere', '--overlay: there is no file ./nowhere'],
    ['generate', './pets.yaml --out ./empty', '--out: ./empty is a file, not a folder'],
    ['generate', './pets.yaml --out ./loop', '--out: ./loop cannot be read (ELOOP)'],
    ['generate', './pets.yaml --out ./empty/a/b', '--out: ./empty is a file, not a folder'],
    ['lock', './folder', './folder is a folder, not a file'],
    ['diff', './pets.yaml ./pets.yaml --guard ./nowhere', '--guard: there is no file ./nowhere'],
    ['diff', './pets.yaml ./pets.yaml --guard ./folder', '--guard: ./folder is a folder, not a file'],
    ['mock', './pets.yaml --overlay ./loop', '--overlay: ./loop cannot be read (ELOOP)'],
    ['mock', './pets.yaml --state ./folder', '--state: ./folder is a folder, not a file'],
    ['mock', './pets.yaml --state ./nowhere/state.json', '--state: there is no folder ./nowhere'],
    ['mock', './pets.yaml --state ./empty/state.json', '--state: ./empty is a file, not a folder'],
    ['serve', './nowhere.yaml', 'there is no file ./nowhere.yaml'],
    ['serve', './pets.yaml --config ./folder', '--config: ./folder is a folder, not a file'],
    ['serve', './pets.yaml --overlay ./nowhere', '--overlay: there is no file ./nowhere'],
    ['serve', './pets.yaml --handlers ./empty', '--handlers: ./empty is a file, not a folder'],
    ['serve', './pets.yaml --handlers ./nowhere', '--handlers: there is no folder ./nowhere'],
    ['new', './shop --spec ./nowhere', '--spec: there is no file ./nowhere'],
    ['new', './shop --spec ./folder', '--spec: ./folder is a folder, not a file'],
    ['new', './shop --spec ./binary', '--spec: ./binary is not UTF-8 text'],
    ['new', './empty --skip-install --skip-git', './empty is a file, not a folder'],
    ['new', './empty/shop --skip-install --skip-git', './empty is a file, not a folder'],
  ])('brrt %s %s', async (command, line, want) => {
    const before = readdirSync(folder);
    expect(await run(command, line)).toEqual([2, `brrt: ${want}`]);
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('a contract that cannot be read', () => {
  it.each([
    ['./binary', 'unreadable-file'],
    ['./empty', 'empty-document'],
    ['./broken.yaml', 'malformed-document'],
  ])('has nothing locked: %s', async (path, finding) => {
    const [code, said] = await run('lock', `${path} --allow example.com`);
    expect([code, said.includes(finding), said.endsWith('Nothing was written.')]).toEqual([1, true, true]);
  });
});

it('a guard that is no YAML is named as it was given', async () => {
  const [code, said] = await run('diff', './pets.yaml ./pets.yaml --guard ./broken.yaml');
  expect(code).toBe(1);
  expect(said).toBe('brrt: The guard cannot be used:\n./broken.yaml:1:1 unusable-approval broken.yaml is no YAML');
});
