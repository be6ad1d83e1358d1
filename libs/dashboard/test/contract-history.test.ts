import { expect, it } from 'vitest';
import { createContractHistory } from '../src/contract/contract-history.ts';
import type { AppChange, WorkspaceApp } from '../src/services/workspace.ts';
import { readContractText } from './read-text.ts';

const app: WorkspaceApp = { name: 'shop', root: 'apps/shop', folder: '/workspace/apps/shop' };

const contract = (operation: string): string => `openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /items: { get: { operationId: ${operation}, responses: { '204': { description: None } } } }
`;

const broken = 'openapi: 3.1.0\ninfo: {\n';

function given(head?: string) {
  const file = { text: contract('listItems') };
  const history = createContractHistory({
    readContract: () => readContractText(file.text),
    readHead: async () => (head === undefined ? undefined : readContractText(head)),
  });
  return { file, history };
}

function change(outcome: AppChange['outcome'], at: number, kind: AppChange['kind'] = 'contract'): AppChange {
  const files = ['apps/shop/openapi.yaml'];
  return { type: 'changed', app: 'shop', at, kind, outcome, files, milliseconds: 5, findings: [] };
}

it('remembers what was served, what was refused, and what came of each change', async () => {
  const { file, history } = given();
  await history.served(app);
  file.text = broken;
  await history.changed(app, change('rejected', 1));
  expect(await history.state(app)).toMatchObject({
    file: 'apps/shop/openapi.yaml',
    text: contract('listItems'),
    findings: [{ severity: 'error' }],
    reloads: [{ at: 1, outcome: 'rejected', changes: [], diff: expect.stringContaining('+info: {') }],
  });
  file.text = contract('findItems');
  await history.changed(app, change('accepted', 2));
  const { text, findings, reloads, hash } = await history.state(app);
  expect([text, findings, hash.length]).toEqual([contract('findItems'), [], 12]);
  expect(reloads).toMatchObject([
    {
      at: 2,
      outcome: 'accepted',
      milliseconds: 5,
      changes: [
        { operation: 'findItems', change: 'added' },
        { operation: 'listItems', change: 'removed' },
      ],
    },
    { at: 1 },
  ]);
  expect(reloads[0]?.diff).toContain('-  /items: { get: { operationId: listItems');
});

it('says nothing of the contract where only code changed', async () => {
  const { history } = given();
  await history.served(app);
  await history.changed(app, change('accepted', 1, 'code'));
  const { reloads } = await history.state(app);
  expect(reloads).toMatchObject([{ kind: 'code', changes: [] }]);
  expect(reloads[0]).not.toHaveProperty('diff');
});

it.each([
  ['without git', undefined, undefined, []],
  ['the same as committed', contract('listItems'), '', []],
  [
    'another one than committed',
    contract('getItems'),
    expect.stringContaining('-  /items: { get: { operationId: getItems'),
    [
      { operation: 'listItems', change: 'added', details: ['GET /items'] },
      { operation: 'getItems', change: 'removed', details: ['GET /items'] },
    ],
  ],
  ['committed broken', broken, expect.stringContaining('-info: {'), []],
])('%s', async (_name, head, diffToHead, changesToHead) => {
  const state = await given(head).history.state(app);
  expect([state.diffToHead, state.changesToHead]).toEqual([diffToHead, changesToHead]);
});

it('keeps the hundred newest changes', async () => {
  const { history } = given();
  for (let at = 1; at <= 120; at += 1) await history.changed(app, change('accepted', at, 'code'));
  const { reloads } = await history.state(app);
  expect([reloads.length, reloads[0]?.at, reloads.at(-1)?.at]).toEqual([100, 120, 21]);
});
