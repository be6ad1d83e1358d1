import type { HttpRequest } from '@brrt/router-core/ports';
import { expect, it } from 'vitest';
import { createForwardedFields } from './forwarded.ts';

type Given = Partial<Pick<HttpRequest, 'remoteAddress' | 'scheme' | 'headers'>>;
type Header = 'forwarded' | 'x-forwarded-for';

const fieldsOf = (given: Given, forwardedHeader: Header = 'forwarded') => {
  const fields = createForwardedFields({ trustedProxies: ['10.0.0.0/8', '::1'], forwardedHeader });
  // The cast: nothing else of a request is asked for.
  const request = { remoteAddress: '192.0.2.1', scheme: 'http', headers: {}, ...given } as HttpRequest;
  const [, forwarded, , via] = fields(request);
  return { forwarded, via };
};

it.each<[string, Given, Header, string]>([
  ['an address', {}, 'forwarded', 'for=192.0.2.1;proto=http'],
  ['IPv6', { remoteAddress: '2001:db8::1', scheme: 'https' }, 'forwarded', 'for="[2001:db8::1]";proto=https'],
  ['IPv4 within IPv6', { remoteAddress: '::ffff:192.0.2.1' }, 'forwarded', 'for=192.0.2.1;proto=http'],
  ['no address', { remoteAddress: undefined }, 'forwarded', 'for=unknown;proto=http'],
  ['a host', { headers: { host: 'a.example' } }, 'forwarded', 'for=192.0.2.1;host=a.example;proto=http'],
  ['host and port', { headers: { host: 'a:80' } }, 'forwarded', 'for=192.0.2.1;host="a:80";proto=http'],
  ['a stranger', { headers: { forwarded: 'for=1.1.1.1' } }, 'forwarded', 'for=192.0.2.1;proto=http'],
  [
    'a trusted proxy',
    { remoteAddress: '10.1.2.3', headers: { forwarded: 'for="[::2]:80";by=_a, for=2.2.2.2' } },
    'forwarded',
    'for="[::2]:80";by=_a, for=2.2.2.2, for=10.1.2.3;proto=http',
  ],
  [
    'a trusted proxy that says nonsense',
    { remoteAddress: '10.1.2.3', headers: { forwarded: 'for=a b,' } },
    'forwarded',
    'for=10.1.2.3;proto=http',
  ],
  [
    'a trusted proxy that names addresses its own way',
    { remoteAddress: '::1', headers: { 'x-forwarded-for': '1.1.1.1, 2001:db8::1', forwarded: 'for=9.9.9.9' } },
    'x-forwarded-for',
    'for=1.1.1.1, for="[2001:db8::1]", for="[::1]";proto=http',
  ],
  [
    'names instead of addresses',
    { remoteAddress: '::1', headers: { 'x-forwarded-for': 'evil;by=x' } },
    'x-forwarded-for',
    'for="[::1]";proto=http',
  ],
])('says for whom: %s', (_what, given, header, want) => expect(fieldsOf(given, header).forwarded).toBe(want));

it.each([
  [undefined, '1.1 brrt'],
  ['1.0 fred, HTTP/1.1 p.example:80', '1.0 fred, HTTP/1.1 p.example:80, 1.1 brrt'],
  ['a\tb', '1.1 brrt'],
])('continues Via: %s', (via, want) => {
  expect(fieldsOf({ headers: via === undefined ? {} : { via } }).via).toBe(want);
});
