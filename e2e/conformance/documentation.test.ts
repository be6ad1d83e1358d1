import { describe, expect, it } from 'vitest';
import { presentFields } from './support/present-fields.ts';
import { readDocument } from './support/read-document.ts';
import { readPage } from './support/read-page.ts';
import { serve } from './support/serve.ts';
import { type Version, versions, written } from './support/versions.ts';

const externalDocs = { url: 'https://docs.example', description: 'More' };
const scheme = { type: 'apiKey', in: 'header', name: 'X-Key', description: 'A key' };
const deviceFlow = {
  tokenUrl: 'https://id.example/token',
  refreshUrl: 'https://id.example/refresh',
  scopes: {},
};
const flow = { ...deviceFlow, authorizationUrl: 'https://id.example/authorize' };
const only = (version: Version, since: Version, fields: object): object => (version >= since ? fields : {});

/** A document of each version that uses every field which is there for people. */
function document(version: Version): Readonly<Record<string, unknown>> {
  return {
    openapi: written[version],
    info: {
      title: 'Documentation',
      version: '7',
      description: 'All of it',
      termsOfService: 'https://terms.example',
      contact: { name: 'Us', url: 'https://us.example', email: 'us@us.example' },
      license: { name: 'MIT', ...(version === '3.0' ? { url: 'https://mit.example' } : { identifier: 'MIT' }) },
      ...only(version, '3.1', { summary: 'Short' }),
    },
    externalDocs,
    tags: [
      {
        name: 'pets',
        description: 'All pets',
        externalDocs,
        ...only(version, '3.2', { summary: 'Pets', kind: 'nav' }),
      },
      ...(version >= '3.2' ? [{ name: 'cats', parent: 'pets' }] : []),
    ],
    servers: [
      {
        url: 'https://pets.example/{stage}',
        description: 'By stage',
        variables: { stage: { default: 'live', description: 'Which' } },
        ...only(version, '3.2', { name: 'main' }),
      },
    ],
    paths: {
      '/a': {
        summary: 'Of the path',
        description: 'More of the path',
        get: {
          operationId: 'a',
          tags: ['pets'],
          summary: 'Of the operation',
          description: 'More of the operation',
          externalDocs,
          deprecated: true,
          parameters: [
            {
              name: 'q',
              in: 'query',
              description: 'What',
              deprecated: true,
              schema: { type: 'string', title: 'Q', description: 'A q', deprecated: true, externalDocs },
              examples: { one: { summary: 'One', description: 'First', value: 'x' } },
            },
            { name: 'r', in: 'query', schema: { type: 'string' }, example: 'y' },
          ],
          responses: {
            '200': {
              description: 'Answered',
              headers: { 'X-V': { description: 'V', deprecated: true, schema: { type: 'string' } } },
              content: {
                'application/json': {
                  ...only(version, '3.2', { description: 'What it says' }),
                },
              },
              links: {
                again: { operationId: 'a', description: 'Once more', server: { url: 'https://again.example' } },
              },
              ...only(version, '3.2', { summary: 'Short' }),
            },
          },
        },
        put: {
          operationId: 'b',
          requestBody: { description: 'The body', content: { 'application/json': { schema: {} } } },
          responses: { '204': { description: 'Done' } },
        },
      },
    },
    components: {
      securitySchemes: {
        Key: { ...scheme, ...only(version, '3.2', { deprecated: true }) },
        Token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        OAuth: {
          type: 'oauth2',
          flows: {
            authorizationCode: flow,
            ...only(version, '3.2', {
              deviceAuthorization: { ...deviceFlow, deviceAuthorizationUrl: 'https://id.example/device' },
            }),
          },
          ...only(version, '3.2', { oauth2MetadataUrl: 'https://id.example/metadata' }),
        },
      },
      schemas: {
        Note: {
          type: 'string',
          ...only(version, '3.1', {
            $comment: 'For authors',
            contentEncoding: 'base64',
            contentMediaType: 'application/json',
            contentSchema: true,
          }),
        },
      },
    },
  };
}

describe.each(versions)('fields that are documentation only, OpenAPI %s', (version) => {
  it('are all those of the page', () => {
    const told = readPage().filter(({ status, versions }) => status === 'documentation' && versions.includes(version));
    // A licence has either of them.
    const licensed = { info: { license: { name: 'MIT', url: 'https://mit.example' } } };
    const present = new Set([document(version), licensed].flatMap((each) => [...presentFields(each, version)]));
    expect(told.map(({ name }) => name).filter((name) => !present.has(name))).toEqual([]);
    expect(told.length).toBeGreaterThan(40);
  });

  it('read without a finding', async () => {
    expect((await readDocument(document(version))).findings).toEqual([]);
  });

  it('are served as they were written, at /openapi.json', async () => {
    const { ask } = await serve(document(version));
    const served = (await (await ask('GET /openapi.json')).json()) as Readonly<Record<string, unknown>>;
    const { openapi: _, ...wanted } = document(version);
    expect(served).toMatchObject(wanted);
  });
});
