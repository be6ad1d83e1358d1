import { describe, expect, it } from 'vitest';
import type { SecuritySchemeInfo } from '../../src/api/services.ts';
import { alternativeInWords, credentialsOf, developmentProfile } from './credentials.ts';

const scheme = (name: string, more: Partial<SecuritySchemeInfo>): SecuritySchemeInfo => ({
  name,
  type: 'apiKey',
  scopes: [],
  hasDevelopmentCredential: false,
  ...more,
});
const schemes = [
  scheme('key', { hasDevelopmentCredential: true }),
  scheme('login', { type: 'http', scheme: 'Basic' }),
  scheme('token', { type: 'http', scheme: 'bearer' }),
];

describe('credentials', () => {
  const profile = developmentProfile(schemes);

  it('uses keys of the development configuration without seeing them', () => {
    expect(profile.credentials).toEqual({
      key: { kind: 'development' },
      login: { kind: 'basic', username: '', password: '' },
      token: { kind: 'value', value: '' },
    });
    expect(credentialsOf([{ scheme: 'key', scopes: [] }], profile)).toEqual([{ scheme: 'key', useDevelopment: true }]);
  });

  it('sends nothing for what nobody filled in', () => {
    expect(
      credentialsOf(
        [
          { scheme: 'login', scopes: [] },
          { scheme: 'token', scopes: [] },
        ],
        profile,
      ),
    ).toEqual([]);
    expect(credentialsOf([{ scheme: 'unknown', scopes: [] }], profile)).toEqual([]);
    expect(credentialsOf(undefined, profile)).toEqual([]);
  });

  it('sends what was typed', () => {
    const typed = {
      name: 'Mine',
      credentials: {
        login: { kind: 'basic', username: 'ann', password: '' },
        token: { kind: 'value', value: 'abc' },
        key: { kind: 'none' },
      } as const,
    };
    const all = ['login', 'token', 'key'].map((name) => ({ scheme: name, scopes: [] }));
    expect(credentialsOf(all, typed)).toEqual([
      { scheme: 'login', username: 'ann', password: '' },
      { scheme: 'token', value: 'abc' },
    ]);
  });

  it.each<readonly [string, readonly { scheme: string; scopes: readonly string[] }[]]>([
    ['no credentials', []],
    ['key', [{ scheme: 'key', scopes: [] }]],
    [
      'oauth (a b) and key',
      [
        { scheme: 'oauth', scopes: ['a', 'b'] },
        { scheme: 'key', scopes: [] },
      ],
    ],
  ])('says %s', (words, alternative) => expect(alternativeInWords(alternative)).toBe(words));

  it('wishes for a token with the scopes that were written', () => {
    const wishes = {
      name: '',
      credentials: { token: { kind: 'minted', subject: 'ada', scopes: ' read  write ' } },
    } as const;
    expect(credentialsOf([{ scheme: 'token', scopes: [] }], wishes)).toEqual([
      { scheme: 'token', mint: { subject: 'ada', scopes: ['read', 'write'] } },
    ]);
  });
});
