import { describe, expect, it } from 'vitest';
import { givenError, givenExchange, givenRequest } from '../../test/given.ts';
import { describeServerSpans } from './server-spans.ts';

const server = (more: Parameters<typeof givenExchange>[0]) => describeServerSpans(givenExchange(more), [], 5)[0];

describe('the span of a request', () => {
  it.each([
    ['http', 'pets.example:8081', { 'server.address': 'pets.example', 'server.port': 8081 }],
    ['https', '[::1]:8443', { 'server.address': '[::1]', 'server.port': 8443 }],
    ['https', 'pets.example', { 'server.address': 'pets.example' }],
  ] as const)('says how it came: %s, %s', (scheme, host, address) => {
    const span = server({ request: givenRequest({ scheme, headers: { host } }) });
    expect(span?.attributes).toMatchObject({ 'url.scheme': scheme, ...address });
    expect('server.port' in (span?.attributes ?? {})).toBe('server.port' in address);
  });

  it('is named by the template, never by what a client made up', () => {
    expect(server({})?.name).toBe('GET /pets');
    const unknown = { operation: undefined, route: undefined, status: 404 };
    expect(server({ ...unknown, request: givenRequest({ method: 'BREW', path: '/pot' }) })?.name).toBe('HTTP');
  });

  it('has nothing of a query or a header that may be secret', () => {
    expect(JSON.stringify(server({}))).not.toContain('canary');
  });

  it.each([
    [400, false],
    [500, true],
  ])('is one of an error when it is ours: %i', (status, isError) => {
    const span = server({ status, error: givenError({ code: 'ERR_X', status }) });
    expect(span?.error !== undefined).toBe(isError);
    expect(span?.attributes).toMatchObject({ 'error.type': 'ERR_X', 'http.response.status_code': status });
    expect(span?.events?.map(({ name }) => name)).toEqual(isError ? ['exception'] : []);
  });
});
