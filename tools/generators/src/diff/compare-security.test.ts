import { describe, expect, it } from 'vitest';
import { diff, told, withOperation } from './testing/diff-texts.ts';

const schemes = `components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
    other: { type: http, scheme: bearer }
    basic: { type: http, scheme: basic }
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://a.example/t', scopes: { read: r } } } }
    login: { type: openIdConnect, openIdConnectUrl: 'https://a.example/.well-known/openid-configuration' }
`;
const asking = (requirement: string, components = schemes): string =>
  withOperation(`security: [${requirement}]`, components);

describe('credentials of one scheme, and what is asked for now', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['a token of OAuth 2.0', '{ bearer: [] }', '{ oauth: [] }', ['unknown security-narrowed']],
    ['a token of OpenID Connect', '{ bearer: [] }', '{ login: [] }', ['unknown security-narrowed']],
    ['a token of another issuer', '{ bearer: [] }', '{ other: [] }', ['unknown security-narrowed']],
    ['any token', '{ oauth: [read] }', '{ bearer: [] }', ['unknown security-narrowed']],
    ['a token with a scope', '{ bearer: [] }', '{ oauth: [read] }', ['breaking security-narrowed']],
    ['no token', '{ bearer: [] }', '{ basic: [] }', ['breaking security-narrowed']],
    ['one of both', '{ bearer: [] }', '{ bearer: [] }, { oauth: [] }', ['compatible security-widened']],
    [
      'what may not do, where one cannot do',
      '{ bearer: [] }, { basic: [] }',
      '{ oauth: [] }',
      ['breaking security-narrowed'],
    ],
  ])('%s', async (_name, old, fresh, want) => expect(told(await diff(asking(old), asking(fresh)))).toEqual(want));

  it('says what nobody can tell', async () => {
    const [change] = await diff(asking('{ bearer: [] }'), asking('{ oauth: [] }'));
    expect(change?.text).toBe('bearer opens it only where it is taken for oauth as well: it is sent alike');
  });
});

describe('a scheme of tokens', () => {
  it.each<[string, string, string]>([
    [
      'is of another type',
      '{ type: http, scheme: bearer }',
      '{ type: openIdConnect, openIdConnectUrl: https://a.example/o }',
    ],
    [
      'is described elsewhere',
      '{ type: openIdConnect, openIdConnectUrl: https://a.example/o }',
      '{ type: openIdConnect, openIdConnectUrl: https://b.example/o }',
    ],
  ])('%s: it is told, and opens still', async (_name, old, fresh) => {
    const scheme = (value: string): string =>
      asking('{ token: [] }', `components: { securitySchemes: { token: ${value} } }\n`);
    expect(told(await diff(scheme(old), scheme(fresh)))).toEqual(['unknown security-scheme-changed']);
  });
});
