import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..');
const readme = readFileSync(join(folder, 'README.md'), 'utf8');

function block(language: string): string {
  return readme.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';
}

it('the example of the README prints what the README says', () => {
  const code = block('ts').replace('@brrt/service-model', join(folder, 'src/index.ts'));
  const output = execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    encoding: 'utf8',
  });
  expect(output).toBe(block('text'));
});

it('the README has at most 60 lines', () => {
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});
