import type { ContractSubset, SecurityScheme } from '@brrt/service-model';
import { decodeQueryText, parsePairs, readCookie } from '../../params/index.ts';
import type { HttpRequest } from '../../ports/http-message.ts';
import type { AuthenticationResult, SecurityHandler, SecurityHandlers } from '../../ports/security-handler.ts';

/** Whether a credential of a scheme is there, and looks like one. */
type Finding = 'absent' | 'malformed' | 'present';

/**
 * Handlers for every scheme of a contract that accept any credential of the right form: a mock knows no secrets, and
 * a client that sends none should notice.
 */
export function createPresenceHandlers({ securitySchemes }: Pick<ContractSubset, 'securitySchemes'>): SecurityHandlers {
  return mapSchemes(securitySchemes, findCredential);
}

/** Handlers that let everybody in. */
export function createOpenHandlers({ securitySchemes }: Pick<ContractSubset, 'securitySchemes'>): SecurityHandlers {
  return mapSchemes(securitySchemes, () => 'present');
}

function mapSchemes(
  schemes: Readonly<Record<string, SecurityScheme>>,
  find: (scheme: SecurityScheme, request: HttpRequest) => Finding,
): SecurityHandlers {
  const handlers = Object.entries(schemes).map(([name, scheme]): [string, SecurityHandler] => [
    name,
    {
      scheme,
      authenticate: (request, scopes) => toResult(name, scopes, find(scheme, request)),
      challenge: () => `${authenticationScheme(scheme) ?? 'ApiKey'} realm="mock"`,
    },
  ]);
  return Object.fromEntries(handlers);
}

/** Scopes are granted as they are asked for. */
function toResult(scheme: string, scopes: readonly string[], finding: Finding): AuthenticationResult {
  if (finding === 'absent') return { outcome: 'absent' };
  if (finding === 'malformed') return { outcome: 'rejected', reason: 'malformed' };
  return { outcome: 'authenticated', principal: { scheme, subject: 'mock', scopes, claims: Object.create(null) } };
}

function findCredential(scheme: SecurityScheme, request: HttpRequest): Finding {
  if (scheme.type === 'mutualTLS') return 'present';
  if (scheme.type === 'apiKey') return judge(readKey(scheme, request), /./);
  const [word = '', ...rest] = (single(request.headers.authorization) ?? '').split(' ');
  const expected = authenticationScheme(scheme) ?? '';
  // RFC 9110 §11.1: the scheme ignores case.
  if (word.toLowerCase() !== expected.toLowerCase()) return 'absent';
  return judge(rest.join(' ').trim(), credentialForm(expected));
}

function judge(value: string | undefined, form: RegExp): Finding {
  if (value === undefined) return 'absent';
  return form.test(value) ? 'present' : 'malformed';
}

function readKey(scheme: SecurityScheme & { readonly type: 'apiKey' }, request: HttpRequest): string | undefined {
  const { parameterName } = scheme;
  if (scheme.in === 'cookie') return readCookie(request.headers.cookie, parameterName);
  if (scheme.in === 'header') {
    const name = parameterName.toLowerCase();
    return Object.hasOwn(request.headers, name) ? single(request.headers[name]) : undefined;
  }
  const pair = parsePairs(request.query, decodeQueryText)?.find(({ name }) => name === parameterName);
  return pair && decodeQueryText(pair.raw);
}

/** The word before the credentials in `Authorization` (RFC 9110 §11.4). */
function authenticationScheme(scheme: SecurityScheme): string | undefined {
  if (scheme.type === 'http') return scheme.scheme.charAt(0).toUpperCase() + scheme.scheme.slice(1);
  return scheme.type === 'oauth2' || scheme.type === 'openIdConnect' ? 'Bearer' : undefined;
}

// RFC 7617 §2 and RFC 6750 §2.1: both carry a token68.
function credentialForm(scheme: string): RegExp {
  return scheme === 'Basic' || scheme === 'Bearer' ? /^[A-Za-z0-9\-._~+/]+=*$/ : /./;
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
