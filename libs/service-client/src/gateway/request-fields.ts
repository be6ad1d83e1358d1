import type { PassThroughConfig } from '@brrt/router-core/config';
import type { HttpRequest, PassedAnswers, PassedRequest } from '@brrt/router-core/ports';
import type { ContractSubset, Operation } from '@brrt/service-model';
import { joinCookies } from '../compile-call.ts';
import type { Credentials } from '../compile-credentials.ts';
import { connectionNames, isOwnRequestField } from './header-rules.ts';

/** The header of a request as it goes on, names and values in turn; what the way and the exchange add is not among it. */
export type RequestFields = (request: HttpRequest, body: PassedRequest['body']) => string[];

interface FieldsContext {
  readonly operation: Operation;
  readonly contract: Pick<ContractSubset, 'securitySchemes'>;
  readonly passThrough: PassThroughConfig;
  /** Of this service. */
  readonly credentials: Credentials;
}

const contentFields = [
  'content-type',
  'content-encoding',
  'content-language',
  'content-location',
  'content-disposition',
];
const preconditions = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];

/** End-to-end fields as they came, repeated ones apart. Credentials of the caller stay here. */
export function compileRequestFields(context: FieldsContext): (answers: PassedAnswers) => RequestFields {
  const { operation } = context;
  const caller = new Set(context.passThrough.callerCredentials.map((name) => name.toLowerCase()));
  const withheld = withheldNames(context, caller);
  // A field that the contract checked has to arrive, whatever `Connection` says.
  const kept = new Set([...contentFields, ...parameterNames(operation, 'header').map((name) => name.toLowerCase())]);
  const passesCookie = caller.has('cookie') ? () => true : compilePassedCookies(context);
  const { credentials } = context;
  return ({ isConditional, isPartial }) => {
    const unanswered = new Set([...(isConditional ? [] : preconditions), ...(isPartial ? [] : ['range', 'if-range'])]);
    return ({ rawHeaders, headers }, body) => {
      const named = headers.connection === undefined ? none : connectionNames(headers.connection);
      const fields: string[] = [];
      const cookies: string[] = [];
      for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
        const [name = '', value = ''] = [rawHeaders[index], rawHeaders[index + 1]];
        const lower = name.toLowerCase();
        if (isOwnRequestField(lower) || withheld(lower) || unanswered.has(lower)) continue;
        if (named.has(lower) && !kept.has(lower)) continue;
        if (body === undefined && contentFields.includes(lower)) continue;
        if (lower === 'cookie') cookies.push(...value.split(';').filter(passesCookie));
        else fields.push(name, value);
      }
      const given = cookies.length === 0 ? undefined : cookies.map((cookie) => cookie.trim()).join('; ');
      const cookie = joinCookies(given, credentials);
      if (cookie !== '') fields.push('cookie', cookie);
      fields.push(...credentials.headers);
      return fields;
    };
  };
}

const none: ReadonlySet<string> = new Set();

/** Where the contract of this service looks for credentials, and where this service puts its own. */
function withheldNames(
  { contract, credentials }: FieldsContext,
  caller: ReadonlySet<string>,
): (name: string) => boolean {
  const schemes = Object.values(contract.securitySchemes);
  const keys = schemes.flatMap((scheme) =>
    scheme.type === 'apiKey' && scheme.in === 'header' ? [scheme.parameterName.toLowerCase()] : [],
  );
  const own = credentials.headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  if (credentials.tokens !== undefined) own.push('authorization');
  const theirs = new Set(['authorization', 'dpop', ...keys].filter((name) => !caller.has(name)));
  const names = new Set([...theirs, ...own]);
  return (name) => names.has(name) || (name.includes('_') && names.has(name.replaceAll('_', '-')));
}

/** Cookies that are parameters and not keys. */
function compilePassedCookies({ operation, contract }: FieldsContext): (cookie: string) => boolean {
  const keys = Object.values(contract.securitySchemes).flatMap((scheme) =>
    scheme.type === 'apiKey' && scheme.in === 'cookie' ? [scheme.parameterName] : [],
  );
  const names = new Set(parameterNames(operation, 'cookie').filter((name) => !keys.includes(name)));
  return (cookie) => names.has((cookie.split('=', 1)[0] ?? '').trim());
}

function parameterNames({ parameters }: Operation, place: 'header' | 'cookie'): readonly string[] {
  return parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
}
