import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { curlCommand } from './curl-command.ts';

const request = (body: string | Uint8Array) => ({
  method: 'POST',
  target: '/a',
  headers: ['content-type', 'a/b'],
  body,
});

it.each([
  [Uint8Array.from({ length: 256 }, (_, at) => at)],
  [new TextEncoder().encode("--boundary\r\n%s \\101 'quoted'\r\n")],
  [Uint8Array.from([0x30, 0, 0x31, 10])],
])('writes octets that a shell gives to curl unchanged', (octets) => {
  const command = curlCommand(request(octets), 'http://h') ?? '';
  expect(command).toMatch(/^printf .* \| curl -s -X POST -H 'Content-Type: a\/b' --data-binary @- http:\/\/h\/a$/s);
  const [writing = ''] = command.split(' | curl');
  expect(execFileSync('sh', ['-c', writing])).toEqual(Buffer.from(octets));
});

it('writes no line of thousands of octets', () => {
  expect(curlCommand(request(new Uint8Array(5_000)), 'http://h')).toBeUndefined();
  expect(curlCommand(request('x'), 'http://h')).toBe("curl -s -X POST -H 'Content-Type: a/b' --data-raw x http://h/a");
});

it('writes a field without a value so that curl sends it', () => {
  const headers = ['x-a', '', 'x-b', 'c'];
  expect(curlCommand({ method: 'GET', target: '/a', headers, body: undefined }, 'http://h')).toBe(
    "curl -s -H 'X-A;' -H 'X-B: c' http://h/a",
  );
});
