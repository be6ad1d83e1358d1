import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Channel, createService, type Service } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import { readServiceModelText } from '@brrt/service-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workspaceRoot } from '../support/workspace-copy.ts';

let folder = '';
let service: Service;
let url = '';
let orders: Channel<object>;

beforeAll(async () => {
  const page = await readFile(join(workspaceRoot, 'docs/streams.md'), 'utf8');
  const [contract = '', config = ''] = blocks(page, 'yaml');
  const [code = ''] = blocks(page, 'ts');
  folder = await mkdtemp(join(import.meta.dirname, 'page-'));
  await writeFile(join(folder, 'config.yaml'), config);
  await writeFile(join(folder, 'handlers.ts'), code);
  const { model } = await readServiceModelText({ text: contract, file: 'docs/streams.md' });
  if (model === undefined) throw new TypeError('The contract of the page cannot be read');
  const handlers = await import(pathToFileURL(join(folder, 'handlers.ts')).href);
  orders = handlers.orders;
  service = createService({
    contract: createContract(model),
    config: await readConfig({ directory: folder, env: {} }),
    handlers: { followOrders: handlers.followOrders },
  });
  ({ url } = await service.listen({ port: 0, host: '127.0.0.1' }));
});

afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

function blocks(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code = '']) => code);
}

async function firstEvent(headers: Readonly<Record<string, string>>, then?: () => void): Promise<string> {
  const response = await fetch(`${url}/orders/events`, { headers });
  then?.();
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const { value = '' } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return value;
}

describe('the example of docs/streams.md', () => {
  it('tells events as they are published, and what was missed to who comes back', async () => {
    const told = await firstEvent({}, () => orders.publish({ event: 'placed', data: '17' }));
    expect(told).toMatch(/^event: placed\nid: [\w-]+\ndata: 17\n\n$/);
    orders.publish({ event: 'placed', data: '18' });
    const id = /id: (.+)/.exec(told)?.[1] ?? '';
    expect(await firstEvent({ 'last-event-id': id })).toContain('data: 18');
  });

  it('says when that is not kept', async () => {
    const response = await fetch(`${url}/orders/events`, { headers: { 'last-event-id': 'of-another-process' } });
    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({ type: 'urn:brrt:problem:resume-expired' });
  });
});
