import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DashboardError, openState, readState } from '../src/link.ts';
import { writeState } from '../src/server/state-file.ts';

let root = '';
let folder = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'brrt-state-'));
  folder = join(root, '.brrt');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const file = (): string => join(folder, 'dashboard.json');

it('makes a token once, for its owner alone', () => {
  const { token } = openState(folder);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(openState(folder).token).toBe(token);
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
});

it('keeps the token when the address changes', () => {
  const { token } = openState(folder);
  writeState(folder, { token, url: 'http://127.0.0.1:4000', otlpUrl: 'http://127.0.0.1:4318', pid: 7 });
  expect(readState(folder)).toEqual({ token, url: 'http://127.0.0.1:4000', otlpUrl: 'http://127.0.0.1:4318', pid: 7 });
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
});

it('believes no address beyond this machine', () => {
  const { token } = openState(folder);
  writeState(folder, { token, url: 'http://attacker.example:4000', otlpUrl: 'http://127.0.0.1.attacker.example:1' });
  expect(readState(folder)).toEqual({ token });
});

describe.skipIf(process.platform === 'win32')('is refused', () => {
  beforeEach(() => void openState(folder));

  it.each<readonly [string, () => void]>([
    ['a file that others can read', () => chmodSync(file(), 0o644)],
    ['a file that others can write', () => chmodSync(file(), 0o620)],
    ['a folder that others can write', () => chmodSync(folder, 0o770)],
    [
      'a symbolic link',
      () => {
        writeFileSync(join(root, 'elsewhere'), readFileSync(file()), { mode: 0o600 });
        rmSync(file());
        symlinkSync(join(root, 'elsewhere'), file());
      },
    ],
    [
      'a link instead of the folder',
      () => {
        rmSync(folder, { recursive: true });
        mkdirSync(join(root, 'elsewhere'), { mode: 0o700 });
        symlinkSync(join(root, 'elsewhere'), folder);
      },
    ],
    ['a file without a token', () => writeFileSync(file(), '{}')],
    ['a file that is no JSON', () => writeFileSync(file(), 'token')],
    ['a token that is too short to be secret', () => writeFileSync(file(), '{"token":"abc"}')],
  ])('%s', (_name, spoil) => {
    spoil();
    expect(() => openState(folder)).toThrow(DashboardError);
  });

  it.skipIf(process.getuid?.() !== 0)('a file of another user', () => {
    chownSync(file(), 65_534, 65_534);
    expect(() => openState(folder)).toThrow('belongs to another user');
  });
});
