import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@brrt/router-core/config';
import { createWebhookSecret } from '@brrt/router-core/webhooks';
import { expect, it } from 'vitest';
import { runExample } from './example.ts';
import { startReceiver } from './receiver.ts';

const page = await readFile(join(import.meta.dirname, '../../../docs/webhooks.md'), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);

it('the example of the page is the one that runs', async () => {
  const source = await readFile(join(import.meta.dirname, 'example.ts'), 'utf8');
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
  for (const block of blocks('ts')) expect(plain(source)).toContain(plain(block));
});

it('the example delivers what it says', async () => {
  await using receiver = await startReceiver();
  await using _ = await runExample(receiver.url);
  await receiver.until(1);
  expect(receiver.received[0]).toMatchObject({ method: 'POST', body: '{"order":"o1"}' });
});

it.each(blocks('yaml').filter((text) => !text.startsWith('components')))(
  'the configuration of the page is read',
  async (yaml) => {
    const folder = await mkdtemp(join(tmpdir(), 'brrt-webhook-docs-'));
    await writeFile(join(folder, 'config.yaml'), yaml);
    const env = { NODE_ENV: 'production', WEBHOOK_SECRET: createWebhookSecret() };
    const { warnings } = await readConfig({ directory: folder, env });
    await rm(folder, { recursive: true });
    expect(warnings).toEqual([]);
  },
);

it('shows the defaults', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-webhook-docs-'));
  const yaml = blocks('yaml').find((text) => text.startsWith('webhooks')) ?? '';
  await writeFile(join(folder, 'config.yaml'), yaml);
  const shown = await readConfig({ directory: folder, env: {} });
  await writeFile(join(folder, 'config.yaml'), 'port: 1\n');
  expect(shown.webhooks).toEqual((await readConfig({ directory: folder, env: {} })).webhooks);
  await writeFile(join(folder, 'config.yaml'), 'webhooks: { allow_loopback: true }\n');
  await expect(readConfig({ directory: folder, env: { NODE_ENV: 'production' } })).rejects.toThrow('allow_loopback');
  await rm(folder, { recursive: true });
});
