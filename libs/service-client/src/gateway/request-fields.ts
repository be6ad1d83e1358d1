import type { PassThroughConfig } from '@brrt/router-core/config';
import type { HttpRequest, PassedAnswers, PassedRequest } from '@brrt/router-core/ports';
import type { ContractSubset, Operation } from '@brrt/service-model';
import type { Credentials } from '../compile-credentials.ts';
import { connectionNames, isOwnRequestField } from './header-rules.ts';

/** The header of a request as it goes on, names and values in turn: what belongs to the way is added by others. */
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
  const cookies = caller.has('cookie') ? undefined : new Set(passedCookies(context));
  return ({ isConditional, isPartial }) => {
    const unanswered = new Set([...(isConditional ? [] : preconditions), ...(isPartial ? [] : ['range', 'if-range'])]);
    return ({ rawHeaders, headers }, body) => {
      const named = headers.connection === undefined ? none : connectionNames(headers.connection);
      const fields: string[] = [];
      for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
        const [name = '', value = ''] = [rawHeaders[index], rawHeaders[index + 1]];
        const lower = name.toLowerCase();
        if (isOwnRequestField(lower) || withheld(lower) || unanswered.has(lower)) continue;
        if (named.has(lower) && !kept.has(lower)) continue;
        if (body === undefined && contentFields.includes(lower)) continue;
        if (lower === 'cookie' && cookies !== undefined) addCookies(fields, value, cookies);
        else fields.push(name, value);
      }
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
function passedCookies({ operation, contract }: FieldsContext): readonly string[] {
  const keys = Object.values(contract.securitySchemes).flatMap((scheme) =>
    scheme.type === 'apiKey' && scheme.in === 'cookie' ? [scheme.parameterName] : [],
  );
  return parameterNames(operation, 'cookie').filter((name) => !keys.includes(name));
}

function parameterNames({ parameters }: Operation, place: 'header' | 'cookie'): readonly string[] {
  return parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
}

function addCookies(fields: string[], header: string, names: ReadonlySet<string>): void {
  const passed = header.split(';').filter((cookie) => names.has((cookie.split('=', 1)[0] ?? '').trim()));
  if (passed.length > 0) fields.push('cookie', passed.map((cookie) => cookie.trim()).join('; '));
}
