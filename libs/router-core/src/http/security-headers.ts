import type { SecurityHeadersConfig } from '../config/index.ts';
import type { FlatHeaders } from '../ports/http-message.ts';

const yearSecs = 31_536_000;

/** What every answer of a service says to browsers, put together once. */
export function listSecurityHeaders(config: SecurityHeadersConfig, isTls: boolean): FlatHeaders {
  if (!config.enabled) return [];
  const { referrerPolicy, crossOriginResourcePolicy, hstsMaxAgeSecs = isTls ? yearSecs : 0 } = config;
  return [
    'x-content-type-options',
    'nosniff',
    'referrer-policy',
    referrerPolicy,
    'cross-origin-resource-policy',
    crossOriginResourcePolicy,
    ...(hstsMaxAgeSecs > 0 ? ['strict-transport-security', `max-age=${hstsMaxAgeSecs}`] : []),
  ];
}

/** The same for an operation that declares response headers: what it sends itself is left to it. */
export function withoutDeclared(all: FlatHeaders, declared: readonly string[]): FlatHeaders {
  const names = declared.map((name) => name.toLowerCase());
  const own = all.filter((_text, index) => !names.includes(all[index - (index % 2)] ?? ''));
  return own.length === all.length ? all : own;
}
