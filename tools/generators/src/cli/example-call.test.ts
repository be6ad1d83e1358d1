import { defaultConfig } from '@brrt/router-core/config';
import { readServiceModelText } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { exampleCall } from './example-call.ts';

const contract = (paths: string): string => `
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
${paths}
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: x-api-key }
    other: { type: http, scheme: bearer }
`;
const get = (path: string, more = ''): string =>
  `  ${path}: { get: { operationId: ${path.replaceAll(/\W/g, 'x')}, ${more} responses: { '200': { description: OK } } } }`;
const id = "parameters: [{ name: id, in: path, required: true, example: it's, schema: { type: string } }],";
const secured = 'security: [{ key: [] }],';

it.each([
  ['a public GET', [get('/a')], 'curl -s http://h/a'],
  ['a secured one before a public one', [get('/a'), get('/b', secured)], "curl -s -H 'X-Api-Key: k$' http://h/b"],
  ['one without path parameters before one with', [get('/a/{id}', id), get('/b')], 'curl -s http://h/b'],
  ['path parameters by example, quoted', [get('/a/{id}', id)], "curl -s 'http://h/a/it%27s'"],
  ['none that needs a credential nobody has', [get('/a', 'security: [{ other: [] }],')], undefined],
])('%s', async (_name, paths, want) => {
  const { model } = await readServiceModelText({ text: contract(paths.join('\n')), file: 'openapi.yaml' });
  const config = defaultConfig();
  const development = {
    key: { key: 'k$', token: undefined, username: undefined, password: undefined, subject: 's', scopes: [] },
  };
  const call = model && exampleCall(model, { ...config, security: { ...config.security, development } }, 'http://h');
  expect(call?.command).toBe(want);
});
