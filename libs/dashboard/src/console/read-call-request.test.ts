import { describe, expect, it } from 'vitest';
import { readCallRequest } from './read-call-request.ts';

const whole = {
  operationId: 'getPet',
  parameters: { path: { id: 1 } },
  headers: { Prefer: 'code=404' },
  body: { mediaType: 'application/json', value: null },
  credentials: [{ scheme: 'Key', useDevelopment: true }],
  sendInvalid: true,
};

describe('a call as a page sends it', () => {
  it('is read as it is, and nothing beside', () => {
    expect(readCallRequest({ ...whole, url: 'http://evil.example' })).toEqual(whole);
  });

  it('needs no more than an operation', () => {
    expect(readCallRequest({ operationId: 'getPet' })).toEqual({
      operationId: 'getPet',
      parameters: {},
      headers: {},
      credentials: [],
      sendInvalid: false,
    });
  });

  it.each<[string, object]>([
    ['a body as text', { body: { mediaType: 'text/plain', text: '' } }],
    ['a body of octets', { body: { mediaType: 'image/png', base64: 'AA==' } }],
    ['a key', { credentials: [{ scheme: 'Key', value: 'x' }] }],
    ['user and password', { credentials: [{ scheme: 'Basic', username: 'a', password: '' }] }],
    ['a wish for a token', { credentials: [{ scheme: 'Bearer', mint: { scopes: ['pets:read'] } }] }],
    ['of a subject', { credentials: [{ scheme: 'Bearer', mint: { scopes: [], subject: 'ada' } }] }],
  ])('takes %s', (_name, more) => expect(readCallRequest({ ...whole, ...more })).toEqual({ ...whole, ...more }));

  it.each<[string, unknown, RegExp]>([
    ['no object', [], /object/],
    ['nothing', null, /object/],
    ['no operation', { ...whole, operationId: 1 }, /operationId/],
    ['parameters that are none', { ...whole, parameters: [] }, /parameters/],
    ['a place that is none', { ...whole, parameters: { query: [] } }, /parameters/],
    ['headers that are none', { ...whole, headers: null }, /headers/],
    ['a header that is no text', { ...whole, headers: { A: 1 } }, /headers/],
    ['a body that is none', { ...whole, body: 'x' }, /body/],
    ['a body without a type', { ...whole, body: { value: 1 } }, /body/],
    ['a body without content', { ...whole, body: { mediaType: 'text/plain', text: 1 } }, /body/],
    ['credentials that are no list', { ...whole, credentials: {} }, /credentials/],
    ['a credential that is none', { ...whole, credentials: [null] }, /credentials/],
    ['a credential without a scheme', { ...whole, credentials: [{ value: 'x' }] }, /credentials/],
    ['a credential without a secret', { ...whole, credentials: [{ scheme: 'Key' }] }, /credentials/],
    ['a user without a password', { ...whole, credentials: [{ scheme: 'Key', username: 'a' }] }, /credentials/],
    ['a wish without scopes', { ...whole, credentials: [{ scheme: 'B', mint: {} }] }, /credentials/],
    ['a wish that is none', { ...whole, credentials: [{ scheme: 'B', mint: 'read' }] }, /credentials/],
    ['a scope with a blank', { ...whole, credentials: [{ scheme: 'B', mint: { scopes: ['a b'] } }] }, /credentials/],
    ['a scope that is no text', { ...whole, credentials: [{ scheme: 'B', mint: { scopes: [1] } }] }, /credentials/],
    [
      'a subject that is no text',
      { ...whole, credentials: [{ scheme: 'B', mint: { scopes: [], subject: 1 } }] },
      /credentials/,
    ],
    ['a wish that is no verdict', { ...whole, sendInvalid: 'yes' }, /sendInvalid/],
  ])('refuses %s', (_name, given, want) => expect(readCallRequest(given)).toMatch(want));
});
