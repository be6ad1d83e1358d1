import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { requireBuiltins } from './require-builtins.ts';

const folder = await mkdtemp(join(tmpdir(), 'brrt-builtins-'));

afterAll(() => rm(folder, { recursive: true }));

const program = `
import fs, { readFileSync } from 'node:fs';
import * as http from 'http';
import { IncomingMessage, STATUS_CODES } from 'node:http';
import https from 'node:https';
class Message extends IncomingMessage {}
const loaded = process.moduleLoadList.filter((name) => /undici|internal.fs.streams/.test(name));
const found = [readFileSync === fs.readFileSync, http.STATUS_CODES === STATUS_CODES, typeof https.createServer, new Message().complete];
console.log(JSON.stringify({ loaded, found }));
`;

test('a module that is imported later has its exports too, in a program of several files', async () => {
  const contents = `
import { STATUS_CODES } from 'node:http';
const [{ Agent, ...http }, { readFileSync }] = await Promise.all([import('http'), import('node:fs')]);
console.log(typeof Agent, typeof readFileSync, http.STATUS_CODES === STATUS_CODES);
`;
  const stdin = { contents, resolveDir: folder };
  const outdir = join(folder, 'later');
  const output = { outdir, outExtension: { '.js': '.mjs' }, bundle: true, splitting: true } as const;
  await build({ stdin, ...output, platform: 'node', format: 'esm', plugins: [requireBuiltins] });

  const { stdout } = await promisify(execFile)(process.execPath, [join(outdir, 'stdin.mjs')]);

  expect(stdout).toBe('function function true\n');
});

test('modules of Node offer the same, and load nothing that was not asked for', async () => {
  const outfile = join(folder, 'main.mjs');
  const stdin = { contents: program, resolveDir: folder };
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'esm', plugins: [requireBuiltins] });

  const { stdout } = await promisify(execFile)(process.execPath, [outfile]);

  expect(JSON.parse(stdout)).toEqual({ loaded: [], found: [true, true, 'function', false] });
});
