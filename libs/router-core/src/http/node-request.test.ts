import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { NodeRequest, pathOf } from './node-request.ts';

function receive(url: string): NodeRequest {
  const message = new IncomingMessage(new Socket());
  message.url = url;
  message.headers.host = 'in.field';
  message.headers.accept = '*/*';
  return new NodeRequest(message, new ServerResponse(message), false);
}

// RFC 9112 §3.2.2
it.each([
  ['/pets?a=1', { host: 'in.field', target: '/pets?a=1' }],
  ['http://in.target/pets?a=1', { host: 'in.target', target: '/pets?a=1' }],
  ['HTTPS://in.target:8443', { host: 'in.target:8443', target: '/' }],
  ['http://[::1]:80?a', { host: '[::1]:80', target: '/?a' }],
  ['//in.target/pets', { host: 'in.field', target: '//in.target/pets' }],
  ['http://user@in.target/pets', { host: 'in.field', target: 'http://user@in.target/pets' }],
  ['http://a,b/pets', { host: 'in.field', target: 'http://a,b/pets' }],
])('the host of %s is that of its target where it names one', (url, { host, target }) => {
  const request = receive(url);
  expect(request).toMatchObject({ target, headers: { host, accept: '*/*' } });
  expect(pathOf(url)).toBe(target.split('?')[0]);
});
