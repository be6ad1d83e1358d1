import type { SecurityConfig } from '@brrt/router-core/config';
import { type GeneratedRequest, generateRequest, noCredentials } from '@brrt/router-core/examples';
import type { SchemaCompiler } from '@brrt/router-core/ports';
import type { Operation, ServiceModel } from '@brrt/service-model';

/** A contract whose operations can be called. */
export interface CallableContract {
  readonly model: ServiceModel;
  readonly schemas: SchemaCompiler;
  readonly development: SecurityConfig['development'];
}

/** One valid request for an operation. */
export interface RequestToSend extends GeneratedRequest {
  /** What it is there for: `every parameter`, `code 404`. */
  readonly purpose: string;
  /** The status it asks for by `Prefer`. */
  readonly code?: number;
}

/** No valid request could be made. */
export class NoRequestError extends TypeError {
  override readonly name: string = 'NoRequestError';
}

/** No request can be let in: a scheme is not declared, or two want the same header. */
export class NoCredentialsError extends NoRequestError {
  override readonly name = 'NoCredentialsError';
}

/**
 * Valid requests that ask for all that an operation declares: with every parameter, with the required ones alone, with
 * each media type of its body, and for each of its responses and their media types.
 * @throws NoRequestError when the contract gives no way to make one
 */
export function buildRequests(contract: CallableContract, operation: Operation): readonly RequestToSend[] {
  const { requestBody, ...bodiless } = operation;
  const required = requestBody?.required === true ? operation : bodiless;
  const [, ...others] = requestBody?.content ?? [];
  return [
    make('every parameter', operation, { contract, sendsOptional: true }),
    make('what is required alone', required, { contract }),
    ...others.flatMap((media) => {
      const body = { required: true, content: [media], source: media.source };
      const request = generate(`a body of ${media.mediaType}`, { ...bodiless, requestBody: body }, { contract });
      // Another media type has one: that of the first request.
      return 'missing' in request ? [] : [request];
    }),
    ...listWishes(operation).map(({ headers, ...wish }) => {
      const request = make(wish.purpose, required, { contract });
      return { ...request, ...wish, headers: [...request.headers, ...headers] };
    }),
  ];
}

interface RequestKind {
  readonly contract: CallableContract;
  readonly sendsOptional?: boolean;
}

function make(purpose: string, operation: Operation, kind: RequestKind): RequestToSend {
  const made = generate(purpose, operation, kind);
  if ('missing' in made) {
    if (made.missing === noCredentials) throw new NoCredentialsError(`with ${purpose}: nothing lets it in`);
    throw new NoRequestError(`with ${purpose}: the contract gives no value for ${made.missing}`);
  }
  return made;
}

function generate(
  purpose: string,
  operation: Operation,
  { contract: { model, schemas, development }, sendsOptional = false }: RequestKind,
): RequestToSend | { readonly missing: string } {
  const made = generateRequest(operation, model, { schemas, credentials: development, sendsOptional });
  return 'missing' in made ? made : { purpose, ...made.request };
}

interface Wish {
  readonly purpose: string;
  readonly code?: number;
  readonly headers: readonly string[];
}

/** A wish for each response by `Prefer`, and for each media type of the successful ones by `Accept`. */
function listWishes({ responses, parameters }: Operation): readonly Wish[] {
  const takesPrefer = !parameters.some((parameter) => parameter.in === 'header' && /^prefer$/i.test(parameter.name));
  const statuses = responses.map(({ status }) => status);
  const codes = statuses.flatMap((status) => wantedCode(status, statuses) ?? []);
  const contents = responses.filter(({ status }) => status.startsWith('2')).flatMap(({ content }) => content.slice(1));
  const types = [...new Set(contents.map(({ mediaType }) => mediaType))];
  return [
    // One that the contract declares means what the contract says.
    ...(takesPrefer ? codes : []).map((code) => ({
      purpose: `code ${code}`,
      code: Number(code),
      headers: ['prefer', `code=${code}`],
    })),
    ...types.map((type) => ({ purpose: `accept ${type}`, headers: ['accept', type] })),
  ];
}

/** A code that leads to a response: for a range and for `default` one that nothing else declares. */
function wantedCode(status: string, declared: readonly string[]): string | undefined {
  if (/^[2-5]\d\d$/.test(status)) return status;
  const range = /^([2-5])XX$/.exec(status)?.[1];
  const candidates = range === undefined ? ['200', '500', '418'] : [`${range}00`, `${range}18`];
  const isRangeFree = (code: string): boolean => range !== undefined || !declared.includes(`${code[0]}XX`);
  return candidates.find((code) => !declared.includes(code) && isRangeFree(code));
}
