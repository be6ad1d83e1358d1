import { readFile } from 'node:fs/promises';
import type { Service } from '@brrt/router-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contract } from '../src/generated/contract.gen.ts';
import { answerRows } from './answer-rows.ts';
import { openPetstore, request } from './petstore.ts';

let service: Service;
beforeEach(async () => {
  service = await openPetstore();
});
afterEach(() => service.close());

it.each(answerRows)('%s answers %s', async (_operation, target, sending, { status = 200, headers = {}, body }) => {
  const response = await service.fetch(request(target, sending));
  const text = await response.text();
  expect([response.status, status === response.status ? '' : text]).toEqual([status, '']);
  for (const [name, value] of Object.entries(headers))
    expect([name, response.headers.get(name)]).toEqual([name, value]);
  if (body !== undefined) expect(JSON.parse(text)).toMatchObject(body as object);
});

it.each(['../README.md', '../../../README.md'])('has as many operations as %s says', async (file) => {
  const text = await readFile(new URL(file, import.meta.url), 'utf8');
  expect(/\b(\d+) operations\b/.exec(text)?.[1]).toBe(String(contract.model.operations.length));
});

it('covers every operation of the contract', () => {
  const covered = new Set(answerRows.map(([operation]) => operation));
  const answering = contract.model.operations.filter(({ webSocket }) => webSocket === undefined);
  expect(answering.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});
