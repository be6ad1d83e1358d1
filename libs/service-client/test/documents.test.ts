import { expect, it } from 'vitest';
import { UpstreamContractError } from '../src/index.ts';
import { createAnyClient, methodOf } from './call.ts';
import { exchangeOf } from './exchange.ts';
import { startUpstream } from './upstream.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

async function replacePet(answer: string, body: unknown) {
  await using upstream = await startUpstream({ headers: { 'content-type': 'application/xml' }, body: answer });
  const client = await createAnyClient('documents', { baseUrl: upstream.url });
  try {
    const replace = methodOf(client.bind(exchangeOf()), 'replacePet');
    const response = await replace({ path: { id: '1' }, body });
    return { response, sent: String(upstream.arrived[0]?.body) };
  } finally {
    await client.close();
  }
}

it('writes a value as the XML that the contract describes, and reads the answer back', async () => {
  const answer = `${declaration}<Pet id="8"><tags><tag>c</tag></tags></Pet>`;
  const { response, sent } = await replacePet(answer, { id: 7, tags: ['a', 'b'] });
  expect(sent).toBe(`${declaration}<Pet id="7"><tags><tag>a</tag><tag>b</tag></tags></Pet>`);
  expect(response).toMatchObject({ status: 200, contentType: 'application/xml', body: { id: 8, tags: ['c'] } });
});

it('sends a document that was written already as it is', async () => {
  expect((await replacePet('<Pet id="8"/>', '<Pet id="9"/>')).sent).toBe('<Pet id="9"/>');
});

it.each([
  ['is not well-formed', '<Pet id="8">', 'parse'],
  ['has a document type', '<!DOCTYPE Pet><Pet id="8"/>', 'parse'],
  ['has another root', '<Dog id="8"/>', 'xml'],
  ['breaks its schema', '<Pet/>', 'required'],
])('refuses an answer that %s', async (_name, answer, keyword) => {
  const failed = replacePet(answer, { id: 7 });
  await expect(failed).rejects.toThrow(UpstreamContractError);
  await expect(failed).rejects.toMatchObject({ breaches: [{ keyword }] });
});
