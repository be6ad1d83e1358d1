import { readServiceModelText } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { emitProductionConfig } from './emit-config.ts';

/** `security` of production for a service `shop` whose operations require each of the schemes. */
async function production(securitySchemes: Readonly<Record<string, object>>): Promise<unknown> {
  const security = Object.keys(securitySchemes).map((name) => ({ [name]: [] }));
  const get = { operationId: 'get', security, responses: { '204': { description: 'Done' } } };
  const info = { title: 'Shop', version: '1' };
  const text = JSON.stringify({ openapi: '3.1.0', info, paths: { '/': { get } }, components: { securitySchemes } });
  const { model, diagnostics } = await readServiceModelText({ text, file: '/shop/openapi.json' });
  if (model === undefined) throw new TypeError(diagnostics.map(({ message }) => message).join('; '));
  return parse(emitProductionConfig(model, 'shop')).security;
}

const key = (name: string) => ({ type: 'apiKey', in: 'header', name });
const webhook = { ...key('webhook-signature'), 'x-webhook-signature': 'standard' };
const basic = { type: 'http', scheme: 'basic' };
const bearer = { type: 'http', scheme: 'bearer' };
const login = (host: string) => ({
  type: 'openIdConnect',
  openIdConnectUrl: `https://${host}/.well-known/openid-configuration`,
});
const grants = (tokenUrl: string) => ({
  type: 'oauth2',
  flows: {
    clientCredentials: { tokenUrl, scopes: {} },
    authorizationCode: { authorizationUrl: 'https://login.example/', tokenUrl, scopes: {} },
  },
});
const issuer = (prefix: string) => ({
  jwks_url: `\${${prefix}_JWKS_URL}`,
  iss: `\${${prefix}_ISSUER}`,
  aud: `\${${prefix}_AUDIENCE}`,
});

describe('the variables of production', () => {
  it.each([
    ['one key', { ApiKey: key('a') }, { api_keys: { ApiKey: { key: `\${SHOP_API_KEY}` } } }],
    [
      'keys whose names are the same variable',
      { ApiKey: key('a'), api_key: key('b'), 'api.key': key('c') },
      {
        api_keys: {
          ApiKey: { key: `\${SHOP_API_KEY}` },
          api_key: { key: `\${SHOP_API_KEY_2}` },
          'api.key': { key: `\${SHOP_API_KEY_3}` },
        },
      },
    ],
    [
      'a key that is called as the secret of webhooks is',
      { Sender: webhook, WebhookSecret: key('a'), Other: key('b') },
      {
        webhook_signatures: { Sender: { secrets: [`\${SHOP_WEBHOOK_SECRET}`] } },
        api_keys: { WebhookSecret: { key: `\${SHOP_WEBHOOK_SECRET_2}` }, Other: { key: `\${SHOP_OTHER}` } },
      },
    ],
    [
      'passwords of two schemes whose names are the same variable',
      { Staff: basic, STAFF: basic },
      {
        basic: {
          Staff: { users: { admin: `\${SHOP_STAFF_PASSWORD_HASH}` } },
          STAFF: { users: { admin: `\${SHOP_STAFF_PASSWORD_HASH_2}` } },
        },
      },
    ],
    [
      'tokens of nobody in particular, and those of one issuer',
      { Token: bearer, Login: login('a.example'), Same: login('a.example') },
      { jwks: { Token: issuer('SHOP'), Login: issuer('SHOP'), Same: issuer('SHOP') } },
    ],
    [
      'tokens of two issuers',
      { Token: bearer, Login: login('a.example'), Partner: login('b.example'), Again: login('b.example') },
      {
        jwks: {
          Token: issuer('SHOP'),
          Login: issuer('SHOP'),
          Partner: issuer('SHOP_PARTNER'),
          Again: issuer('SHOP_PARTNER'),
        },
      },
    ],
    [
      'tokens that are had at two places, by several flows',
      { Shop: grants('https://a.example/token'), Same: grants('https://a.example/token'), Partner: grants('/token') },
      { jwks: { Shop: issuer('SHOP'), Same: issuer('SHOP'), Partner: issuer('SHOP_PARTNER') } },
    ],
    [
      'tokens of an issuer that is described and grants them, and of another one',
      {
        Login: login('a.example'),
        Shop: grants('https://a.example/token'),
        Partner: grants('https://b.example/token'),
      },
      { jwks: { Login: issuer('SHOP'), Shop: issuer('SHOP'), Partner: issuer('SHOP_PARTNER') } },
    ],
  ])('of %s', async (_name, schemes, want) => {
    expect(await production(schemes)).toEqual(want);
  });
});
