import { describe, expect, it } from 'vitest';
import {
  type ClientOptions,
  UpstreamContractError,
  UpstreamTimeoutError,
  UpstreamUnavailableError,
} from '../src/index.ts';
import { callShop } from './call.ts';
import { type Canned, startUpstream } from './upstream.ts';

const json = { 'content-type': 'application/json' };
const item: Canned = { headers: { ...json, 'x-count': '1' }, body: '{"name":"Rope","price":790}' };
const maximum = 5 * 1024 * 1024;

async function answerTo(operation: string, canned: Canned, options: Partial<ClientOptions> = {}) {
  await using upstream = await startUpstream(canned);
  return await callShop(upstream.url, { operation, request: { path: { id: '1' } }, options });
}

describe('an answer that the contract declares', () => {
  it('arrives decoded', async () => {
    expect(await answerTo('getItem', item)).toEqual({
      status: 200,
      headers: { 'X-Count': 1 },
      contentType: 'application/json',
      body: { name: 'Rope', price: 790 },
    });
  });

  it('has its headers decoded by their schemas', async () => {
    const headers = {
      ...item.headers,
      'x-colors': ['red', 'blue'],
      'x-meta': '{"a":1}',
      'x-note': 'n',
      'x-other': 'o',
    };
    const answer = await answerTo('getItem', { ...item, headers });
    expect(answer.headers).toEqual({ 'X-Count': 1, 'X-Colors': ['red', 'blue'], 'X-Meta': { a: 1 }, 'X-Note': 'n' });
  });

  it.each<[string, string, Canned, object]>([
    [
      'by its range',
      'getItem',
      { status: 418, headers: { 'content-type': 'application/problem+json' }, body: '{"title":"Teapot"}' },
      { status: 418, contentType: 'application/problem+json', body: { title: 'Teapot' } },
    ],
    [
      'as default',
      'deleteItem',
      { status: 503, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'busy' },
      { status: 503, contentType: 'text/plain', body: 'busy' },
    ],
    ['without content', 'deleteItem', { status: 204 }, { status: 204, contentType: undefined, body: undefined }],
    ['as not changed', 'getItem', { status: 304 }, { status: 304, contentType: undefined, body: undefined }],
    ['to HEAD', 'headItem', { headers: json }, { status: 200, contentType: undefined, body: undefined }],
    [
      'in a range of media types',
      'getFile',
      { headers: { 'content-type': 'image/gif' }, body: 'GIF89a' },
      { contentType: 'image/gif', body: Buffer.from('GIF89a') },
    ],
    [
      'as octets',
      'getFile',
      { headers: { 'content-type': 'application/octet-stream' }, body: new Uint8Array([1, 0, 255]) },
      { body: Buffer.from([1, 0, 255]) },
    ],
    [
      'as text in another character encoding',
      'getFile',
      { headers: { 'content-type': 'text/plain; charset=iso-8859-1' }, body: new Uint8Array([0xe9]) },
      { body: 'é' },
    ],
    [
      'with an empty body of octets',
      'getFile',
      { headers: { 'content-type': 'application/octet-stream' } },
      { body: Buffer.alloc(0) },
    ],
    [
      'as JSON that begins with a byte order mark',
      'getFile',
      { headers: json, body: '\ufeff{"name":"Rope"}' },
      { body: { name: 'Rope' } },
    ],
    [
      'as long as can be',
      'getFile',
      { headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(maximum) },
      { body: 'x'.repeat(maximum) },
    ],
  ])('arrives %s', async (_name, operation, canned, wanted) => {
    expect(await answerTo(operation, canned)).toMatchObject(wanted);
  });

  it('arrives event by event where events are declared', async () => {
    await using upstream = await startUpstream({
      headers: { 'content-type': 'text/event-stream' },
      body: 'data: 1\n\n',
    });
    const { body } = await callShop(upstream.url, { operation: 'getFile' });
    // The cast: what is declared as events is an iterable.
    for await (const event of body as AsyncIterable<unknown>) expect(event).toEqual({ data: '1' });
  });
});

describe('an answer that the contract does not allow', () => {
  it.each<[string, string, Canned, readonly string[]]>([
    ['breaks the schema', 'getItem', { ...item, body: '{"price":"dear"}' }, ['required', 'type']],
    ['is no JSON', 'getItem', { ...item, body: '{"name":' }, ['parse']],
    ['is empty', 'getItem', { ...item, body: '' }, ['parse']],
    ['is no UTF-8', 'getItem', { ...item, body: new Uint8Array([0x22, 0xff, 0x22]) }, ['encoding']],
    [
      'names no character encoding there is',
      'getFile',
      { headers: { 'content-type': 'text/plain; charset=klingon' } },
      ['encoding'],
    ],
    [
      'is of another media type',
      'getItem',
      { ...item, headers: { 'x-count': '1', 'content-type': 'text/html' } },
      ['contentType'],
    ],
    ['names no media type', 'getItem', { headers: { 'x-count': '1' }, body: '{"name":"Rope"}' }, ['contentType']],
    ['is too long', 'getFile', { headers: json, body: `"${'x'.repeat(maximum)}"` }, ['maxLength']],
    [
      'breaks the schema of text',
      'deleteItem',
      { status: 500, headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(11) },
      ['maxLength'],
    ],
    ['has a status that is not declared', 'getItem', { ...item, status: 201 }, ['status']],
    ['redirects', 'getItem', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, ['status']],
    ['lacks a header', 'getItem', { ...item, headers: json }, ['required']],
    ['has a header of the wrong type', 'getItem', { ...item, headers: { ...json, 'x-count': 'many' } }, ['type']],
    ['has a header that is no JSON', 'getItem', { ...item, headers: { ...item.headers, 'x-meta': '{' } }, ['parse']],
  ])('%s: 502', async (_name, operation, canned, keywords) => {
    const failure = await answerTo(operation, canned).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UpstreamContractError);
    const { service, status, code, type, answered, breaches, message } = failure as UpstreamContractError;
    expect({ service, status, code, type, answered }).toEqual({
      service: 'shop',
      status: 502,
      code: 'ERR_UPSTREAM',
      type: 'upstream-contract',
      answered: canned.status ?? 200,
    });
    expect(breaches.map(({ keyword }) => keyword).toSorted()).toEqual(keywords);
    expect(message).toBe('The answer of shop breaks its contract');
  });

  it('is a 504 that is not declared: the service did not answer in time', async () => {
    const failure = await answerTo('getItem', { status: 504, body: 'secret stack' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UpstreamTimeoutError);
    expect(failure).toMatchObject({ answered: 504, status: 504, type: 'upstream-timeout', operation: 'getItem' });
  });

  it('has a status of 500 or more that is not declared: the service is unavailable', async () => {
    const failure = await answerTo('getItem', { status: 500, body: 'secret stack' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UpstreamUnavailableError);
    expect(failure).toMatchObject({ answered: 500, status: 502, type: 'upstream-unavailable', operation: 'getItem' });
    expect(JSON.stringify({ ...(failure as object), message: String(failure) })).not.toContain('secret');
  });
});

describe('a client that does not validate', () => {
  const options = { validateResponses: false };

  it.each<[string, Canned, object]>([
    ['a body of another shape', { ...item, body: '{"price":"dear"}' }, { body: { price: 'dear' } }],
    ['a header that is missing', { ...item, headers: json }, { headers: {} }],
    [
      'a header of another type',
      { ...item, headers: { ...json, 'x-count': 'many' } },
      { headers: { 'X-Count': 'many' } },
    ],
  ])('takes %s', async (_name, canned, wanted) => {
    expect(await answerTo('getItem', canned, options)).toMatchObject(wanted);
  });

  it('still refuses what it cannot decode', async () => {
    await expect(answerTo('getItem', { ...item, body: '{' }, options)).rejects.toThrow(UpstreamContractError);
  });
});
