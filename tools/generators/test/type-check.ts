import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const workspace = join(import.meta.dirname, '../../..');
const compiler = join(workspace, 'node_modules/typescript-native/bin/tsc');

/** Checks files in a folder of their own inside the workspace, so that its packages are found; gives the errors. */
export async function typeCheck(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  mkdirSync(join(workspace, 'tmp'), { recursive: true });
  const folder = mkdtempSync(join(workspace, 'tmp/type-check-'));
  try {
    for (const [path, text] of Object.entries({ ...files, 'tsconfig.json': tsconfig })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await errorsOf(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Only what was emitted is on trial, not the libraries it imports.
const tsconfig = '{ "extends": "../../tsconfig.base.json", "include": ["."] }';

async function errorsOf(folder: string): Promise<readonly string[]> {
  const output = await promisify(execFile)(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
  }).then(
    ({ stdout }) => stdout,
    (error: { readonly stdout: string }) => error.stdout,
  );
  // An error may go on in indented lines.
  const errors = output.split(/\n(?! )/).map((error) => error.trim());
  return errors.filter((error) => /error TS/.test(error) && !error.startsWith('..'));
}
