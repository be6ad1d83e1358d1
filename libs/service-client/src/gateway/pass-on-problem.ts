import { type FlatHeaders, parseRetryAfter } from '@brrt/router-core/ports';
import { type FailedCall, UpstreamProblemError } from '../upstream-error.ts';
import type { RawAnswer } from './read-passed-answer.ts';

const ourBase = 'urn:brrt:problem:';

/**
 * A problem of the called service as one of this one: of its text only names of a closed form go on, and those only where they are
 * of a kind that this service speaks of.
 */
export function passOnProblem(
  call: FailedCall,
  { status, headers, body }: RawAnswer,
  base: string,
): UpstreamProblemError {
  const { type, code } = parseProblem(body instanceof Buffer ? body : undefined);
  const prefix = [base, ourBase].find((each) => type?.startsWith(each));
  const name = prefix === undefined ? undefined : type?.slice(prefix.length);
  const isName = name !== undefined && /^[a-z][a-z\d]*(?:-[a-z\d]+)*$/.test(name) && name.length <= 64;
  const given = code !== undefined && /^ERR_[A-Z\d_]{1,64}$/.test(code) ? code : undefined;
  const { 'retry-after': retryAfter = '', 'content-range': contentRange = '' } = headers;
  const forClient: FlatHeaders = [
    ...(parseRetryAfter(retryAfter, Date.now()) === undefined ? [] : ['retry-after', retryAfter]),
    ...(unsatisfied.test(contentRange) ? ['content-range', contentRange] : []),
  ];
  return new UpstreamProblemError(call, {
    status,
    type: isName ? name : undefined,
    code: isName ? (given ?? `ERR_${name.replaceAll('-', '_').toUpperCase()}`) : undefined,
    headers: forClient,
  });
}

// RFC 9110 §14.4: `bytes */1234`
const unsatisfied = /^[\w!#$%&'*+.^`|~-]{1,64} \*\/\d{1,19}$/;

function parseProblem(octets: Buffer | undefined): { readonly type?: string; readonly code?: string } {
  try {
    const value: unknown = JSON.parse(octets?.toString('utf8') ?? '');
    if (typeof value !== 'object' || value === null) return {};
    const { type, code } = value as Readonly<Record<string, unknown>>; // an object
    return { ...(typeof type === 'string' && { type }), ...(typeof code === 'string' && { code }) };
  } catch {
    return {};
  }
}
