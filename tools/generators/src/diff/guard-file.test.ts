import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpecError } from '@brrt/service-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from './change.ts';
import { readGuard } from './guard-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-guard-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const today = '2026-11-26';
async function guard(text: string) {
  const file = join(folder, 'contract-guard.yaml');
  await writeFile(file, text);
  return readGuard(file, today);
}

const change: Change = {
  id: 'parameter-removed',
  level: 'unknown',
  operation: 'GET /pets',
  direction: 'request',
  part: 'query parameter a',
  text: 'query parameter a is gone',
  fingerprint: '0123456789abcdef',
};
const approval = "id: parameter-removed, operation: GET /pets, fingerprint: '0123456789abcdef', reason: agreed";

it('weighs a rule as it says, and every other one as it is', async () => {
  const { levelOf } = await guard('severity: { parameter-removed: breaking, body-default: compatible }\n');
  expect(levelOf(change)).toBe('breaking');
  expect(levelOf({ ...change, id: 'body-default' })).toBe('compatible');
  expect(levelOf({ ...change, id: 'body-removed' })).toBe('unknown');
});

it.each<[string, string, Partial<Change>, string | undefined]>([
  ['the change that was looked at', approval, {}, 'agreed'],
  ['another revision of it', approval, { fingerprint: 'fedcba9876543210' }, undefined],
  ['the same in another operation', approval, { operation: 'GET /owners' }, undefined],
  ['another rule', approval, { id: 'parameter-default' }, undefined],
  ['on its last day', `${approval}, expires: '2026-11-26'`, {}, 'agreed'],
  ['after that', `${approval}, expires: '2026-11-25'`, {}, undefined],
])('approves %s', async (_name, entry, other, want) => {
  const { approvalOf } = await guard(`approvals:\n  - { ${entry} }\n`);
  expect(approvalOf({ ...change, ...other })).toBe(want);
});

it('approves nothing where there is no file', async () => {
  const { approvalOf, levelOf } = await readGuard(join(folder, 'none.yaml'), today);
  expect([approvalOf(change), levelOf(change)]).toEqual([undefined, 'unknown']);
});

describe('an entry that cannot be used', () => {
  it.each([
    ['approvals:\n  - { id: parameter-removed, operation: GET /pets }\n', '/approvals/0', /has a fingerprint/],
    [`approvals:\n  - { ${approval.replace('parameter-removed', 'parameter-gone')} }\n`, '/approvals/0', /no rule/],
    [`approvals:\n  - { ${approval}, expires: tomorrow }\n`, '/approvals/0', /is a date/],
    ['severity: { parameter-removed: error }\n', '/severity/parameter-removed', /breaking, unknown or compatible/],
    ['severity: { parameter-gone: breaking }\n', '/severity/parameter-gone', /no rule/],
    ['approve: []\n', '/approve', /neither/],
    ['[]\n', '', /is an object/],
  ])('%j', async (text, pointer, message) => {
    const error = await guard(text).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SpecError);
    if (!(error instanceof SpecError)) return;
    expect(error.diagnostics).toContainEqual(
      expect.objectContaining({ pointer, message: expect.stringMatching(message), line: expect.any(Number) }),
    );
  });
});
