import type { IncomingMessage } from 'node:http';
import { cookieOf, isSameSecret } from './secrets.ts';

/** The name says the port: cookies of one machine are shared by all of its ports. */
export function cookieName(port: number): string {
  return `brrt_dashboard_${port}`;
}

/** `Set-Cookie` for who showed the token. Without `Domain` it is the host's alone. */
export function loginCookie(token: string, port: number): string {
  return `${cookieName(port)}=${cookieOf(token, port)}; Path=/; HttpOnly; SameSite=Strict`;
}

/** By `Authorization: Bearer <token>` or by the cookie. */
export function isAuthenticated(request: IncomingMessage, token: string, port: number): boolean {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) {
    const given = /^Bearer ([\w-]+)$/i.exec(authorization)?.[1];
    return given !== undefined && isSameSecret(given, token);
  }
  const expected = cookieOf(token, port);
  return readCookies(cookie, cookieName(port)).some((given) => isSameSecret(given, expected));
}

function readCookies(header: string | undefined, name: string): readonly string[] {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}
