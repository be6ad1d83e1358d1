import { once } from 'node:events';
import { connect } from 'node:net';
import type { LocalApps } from './local-apps.ts';

export const bffKey = 'dev-bff-9a4d6e3c81f5';
/** A credential of development of the pet store. */
export const petstoreKey = 'petstore-header-key-6f1d0c94';
export const ada = '00000000-0000-4000-8000-000000000001';

/** What a day brings: answers, mistakes of clients of every kind, probes, made-up methods and paths, bytes that are no HTTP. */
export async function sendMixedTraffic({ petstore, userService, bff }: LocalApps): Promise<void> {
  const headers = { 'x-api-key': bffKey };
  const sampled = { ...headers, traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
  const requests: readonly (readonly [string, RequestInit?])[] = [
    [`${bff.url}/dashboard/${ada}`, { headers: sampled }],
    [`${bff.url}/dashboard/${ada}`, { headers }],
    [`${bff.url}/dashboard/${ada}`, { headers, method: 'HEAD' }],
    [`${bff.url}/dashboard/${ada}`, { headers: { 'x-api-key': 'wrong' } }],
    [`${bff.url}/dashboard/${ada}`],
    [`${bff.url}/dashboard/not-a-uuid`, { headers }],
    [`${bff.url}/dashboard/${ada}`, { headers, method: 'DELETE' }],
    [`${bff.url}/nowhere"\\\n{}`, { headers }],
    [`${bff.url}/dashboard/${ada}`, { headers, method: 'BREW' }],
    [`${petstore.url}/pets?limit=many`, { headers: { 'x-api-key': petstoreKey } }],
    [
      `${petstore.url}/pets`,
      { method: 'POST', headers: { 'x-api-key': petstoreKey, 'content-type': 'application/json' }, body: '{' },
    ],
    [
      `${petstore.url}/pets`,
      { method: 'POST', headers: { 'x-api-key': petstoreKey, 'content-type': 'text/csv' }, body: 'a' },
    ],
  ];
  for (const [url, init] of requests) await (await fetch(url, init)).arrayBuffer();
  for (const { url } of [petstore, userService, bff]) {
    for (const path of ['/livez', '/ready', '/openapi.json']) await (await fetch(url + path)).arrayBuffer();
    await sendNoise(url);
  }
}

async function sendNoise(url: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.end('\x16\x03\x01 this is no HTTP\r\n\r\n');
  socket.resume();
  await once(socket, 'close');
}
