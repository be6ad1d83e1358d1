import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { makeAuthority, makeClient } from '../../libs/security/test/certificates.ts';
import { field } from './support/field.ts';
import { readDocument } from './support/read-document.ts';
import { serve } from './support/serve.ts';
import { since31, since32 } from './support/versions.ts';

const ok = { '204': { description: 'Done' } };
const handlers = { a: () => ({ status: 204 }) };
// SHA-256 of 'secret'
const sha256 = ['2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b'];
const apiKeys = { S: { sha256, headerName: undefined, scopes: [] } };
const token = (scopes: readonly string[]) => ({
  S: { key: undefined, token: 'development-token', username: undefined, password: undefined, subject: 'me', scopes },
});

/** `GET /a`, which requires one scheme named S. */
function contract(openapi: string, scheme: object, scopes: readonly string[] = []): object {
  return {
    openapi,
    components: { securitySchemes: { S: scheme } },
    paths: { '/a': { get: { operationId: 'a', security: [{ S: scopes }], responses: ok } } },
  };
}

describe('Security Scheme Object', () => {
  field('Security Scheme.type', async (openapi) => {
    const kinds = [
      { type: 'apiKey', in: 'header', name: 'X-Key' },
      { type: 'http', scheme: 'bearer' },
      { type: 'oauth2', flows: {} },
      { type: 'openIdConnect', openIdConnectUrl: 'https://id.example/.well-known/openid-configuration' },
      ...(openapi < '3.1' ? [] : [{ type: 'mutualTLS' }]),
    ];
    for (const kind of kinds)
      expect((await readDocument(contract(openapi, kind))).model?.securitySchemes.S?.type).toBe(kind.type);
    expect((await readDocument(contract(openapi, { type: 'magic' }))).errors).toContainEqual(
      expect.stringContaining('/components/securitySchemes/S'),
    );
  });

  field('Security Scheme.in', async (openapi) => {
    const places = [
      ['header', 'GET /a', { k: 'secret' }],
      ['query', 'GET /a?k=secret', {}],
      ['cookie', 'GET /a', { cookie: 'k=secret' }],
    ] as const;
    for (const [place, request, headers] of places) {
      const document = contract(openapi, { type: 'apiKey', in: place, name: 'k' });
      const { ask } = await serve(document, { handlers, security: { apiKeys } });
      expect((await ask(request, { headers })).status).toBe(204);
      expect((await ask('GET /a')).status).toBe(401);
    }
  });

  field('Security Scheme.name', async (openapi) => {
    const document = contract(openapi, { type: 'apiKey', in: 'header', name: 'X-My-Key' });
    const { ask } = await serve(document, { handlers, security: { apiKeys } });
    expect((await ask('GET /a', { headers: { 'x-my-key': 'secret' } })).status).toBe(204);
    expect((await ask('GET /a', { headers: { 'x-key': 'secret' } })).status).toBe(401);
  });

  field('Security Scheme.scheme', async (openapi) => {
    const document = contract(openapi, { type: 'http', scheme: 'Bearer' });
    const { ask } = await serve(document, { handlers, security: { development: token([]) } });
    expect((await ask('GET /a', { headers: { authorization: 'Bearer development-token' } })).status).toBe(204);
    expect((await ask('GET /a', { headers: { authorization: 'Basic development-token' } })).status).toBe(401);
    expect((await ask('GET /a')).headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  const flow = { authorizationUrl: '/authorize', tokenUrl: '/token', scopes: { read: 'Read', write: 'Write' } };
  const scoped = async (openapi: string, flows: object, scopes: readonly string[]) => {
    const document = contract(openapi, { type: 'oauth2', flows }, ['read']);
    const { ask } = await serve(document, { handlers, security: { development: token(scopes) } });
    return (await ask('GET /a', { headers: { authorization: 'Bearer development-token' } })).status;
  };

  field('Security Scheme.flows', async (openapi) => {
    expect(await scoped(openapi, { authorizationCode: flow }, ['read'])).toBe(204);
    expect(await scoped(openapi, { authorizationCode: flow }, ['write'])).toBe(403);
  });

  for (const name of ['implicit', 'password', 'clientCredentials', 'authorizationCode'] as const) {
    field(`OAuth Flows.${name}`, async (openapi) => {
      const { model } = await readDocument(contract(openapi, { type: 'oauth2', flows: { [name]: flow } }, ['read']));
      expect(model?.securitySchemes.S).toMatchObject({ scopes: { read: 'Read', write: 'Write' } });
    });
  }

  field(
    'OAuth Flows.deviceAuthorization',
    async (openapi) => {
      const flows = { deviceAuthorization: { ...flow, deviceAuthorizationUrl: '/device' } };
      expect(await scoped(openapi, flows, ['read'])).toBe(204);
    },
    since32,
  );

  field('OAuth Flow.scopes', async (openapi) => {
    const flows = { clientCredentials: { tokenUrl: '/token', scopes: { write: 'Write' } } };
    const { findings } = await readDocument(contract(openapi, { type: 'oauth2', flows }, ['read']));
    expect(findings).toEqual([expect.stringContaining('/paths/~1a/get/security/0/S')]);
  });

  field('Security Scheme.openIdConnectUrl', async (openapi) => {
    const missing = await readDocument(contract(openapi, { type: 'openIdConnect' }));
    expect(missing.findings).toContainEqual(expect.stringContaining('/components/securitySchemes/S'));
    const openIdConnectUrl = 'https://id.example/.well-known/openid-configuration';
    const { model } = await readDocument(contract(openapi, { type: 'openIdConnect', openIdConnectUrl }));
    expect(model?.securitySchemes.S).toMatchObject({ openIdConnectUrl });
  });

  field(
    'Security Scheme.type: mutualTLS',
    async (openapi) => {
      const document = contract(openapi, { type: 'mutualTLS' });
      await expect(serve(document, { handlers })).rejects.toThrow(/mutualTLS is required by a and not configured/);
      const root = makeAuthority();
      const folder = await mkdtemp(join(tmpdir(), 'brrt-mutual-'));
      await writeFile(join(folder, 'ca.pem'), root.pem);
      const names = { subjects: [], dnsNames: [], spiffeIds: [], scopes: [] };
      const forwarded = { peers: ['127.0.0.1'], header: 'client-cert' } as const;
      const mutualTls = { S: { ...names, trust: [join(folder, 'ca.pem')], forwarded } };
      const { ask } = await serve(document, { handlers, security: { mutualTls } });
      await rm(folder, { recursive: true });
      const shown = `:${makeClient(root).der.toString('base64')}:`;
      expect((await ask('GET /a', { headers: { 'client-cert': shown } })).status).toBe(204);
      expect((await ask('GET /a')).status).toBe(403);
    },
    since31,
  );
});

describe('Security Requirement Object', () => {
  field('Security Requirement.{name}', async (openapi) => {
    const schemes = {
      S: { type: 'apiKey', in: 'header', name: 'X-Key' },
      Token: { type: 'http', scheme: 'bearer' },
    };
    const get = (security: readonly object[]) => ({
      openapi,
      components: { securitySchemes: schemes },
      paths: { '/a': { get: { operationId: 'a', security, responses: ok } } },
    });
    const security = { apiKeys, development: { Token: token([]).S } };
    const key = { 'x-key': 'secret' };
    const both = { ...key, authorization: 'Bearer development-token' };
    const statuses = async (requirement: readonly object[]) => {
      const { ask } = await serve(get(requirement), { handlers, security });
      return Promise.all([{}, key, both].map(async (headers) => (await ask('GET /a', { headers })).status));
    };
    expect(await statuses([{ S: [] }, { Token: [] }])).toEqual([401, 204, 204]);
    expect(await statuses([{ S: [], Token: [] }])).toEqual([401, 401, 204]);
    expect(await statuses([{ S: [] }, {}])).toEqual([204, 204, 204]);
    expect(await statuses([])).toEqual([204, 204, 204]);
    expect((await readDocument(get([{ Lost: [] }]))).findings).toEqual([
      expect.stringContaining('/paths/~1a/get/security/0'),
    ]);
  });
});
