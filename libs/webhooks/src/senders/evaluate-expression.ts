/** What a runtime expression may speak of: a request as its handler is given it, and the response that it gives. */
export interface EvaluatedExchange {
  readonly method: string;
  /** Absolute, as the client called it; undefined: not known. */
  readonly url?: string | undefined;
  readonly request: EvaluatedRequest;
  readonly response?: EvaluatedResponse | undefined;
}

export interface EvaluatedRequest {
  readonly path?: object;
  readonly query?: object;
  readonly headers?: object;
  readonly body?: unknown;
}

export interface EvaluatedResponse {
  readonly status: number;
  readonly headers?: object;
  readonly body?: unknown;
}

/**
 * The URL that a callback is sent to (OpenAPI 3.1 §4.8.20.3): expressions in braces, or one alone. Undefined: something that it
 * names is not there, so nobody asked to be called.
 * @throws TypeError for an expression that is none, for a value that is no part of a URL, and for `$url` where it is not known
 */
export function evaluateExpression(expression: string, exchange: EvaluatedExchange): string | undefined {
  if (expression.startsWith('$')) return evaluate(expression, exchange);
  const found = [...expression.matchAll(/\{(\$[^{}]*)\}/g)].map(([, inner = '']) => evaluate(inner, exchange));
  if (found.includes(undefined)) return undefined;
  let index = 0;
  return expression.replaceAll(/\{\$[^{}]*\}/g, () => found[index++] ?? '');
}

function evaluate(expression: string, exchange: EvaluatedExchange): string | undefined {
  const value = lookUp(expression, exchange);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`${expression} is no text, so it is no part of a URL`);
}

function lookUp(expression: string, { method, url, request, response }: EvaluatedExchange): unknown {
  if (expression === '$method') return method;
  if (expression === '$statusCode') return response?.status;
  if (expression === '$url') {
    if (url === undefined) throw new TypeError('The callback needs $url: give the URL of the request');
    return url;
  }
  const [, side, place, rest = ''] =
    /^\$(request|response)\.(header\.|query\.|path\.|body)(.*)$/su.exec(expression) ?? [];
  const from: EvaluatedRequest | undefined = side === 'response' ? response : request;
  switch (place) {
    case 'header.':
      return member(from?.headers, (name) => name.toLowerCase() === rest.toLowerCase());
    case 'query.':
      return side === 'request' ? member(request.query, (name) => name === rest) : undefined;
    case 'path.':
      return side === 'request' ? member(request.path, (name) => name === rest) : undefined;
    case 'body':
      return rest === '' ? from?.body : pointed(from?.body, rest);
    default:
      throw new TypeError(`${expression} is no runtime expression`);
  }
}

function member(values: object | undefined, isWanted: (name: string) => boolean): unknown {
  return Object.entries(values ?? {}).find(([name]) => isWanted(name))?.[1];
}

/** `#/a/0/b~1c` (RFC 6901). */
function pointed(value: unknown, fragment: string): unknown {
  const tokens = fragment.replace(/^#/, '').split('/').slice(1);
  return tokens.reduce<unknown>((at, token) => {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof at === 'object' && at !== null && Object.hasOwn(at, name)
      ? (at as Readonly<Record<string, unknown>>)[name]
      : undefined;
  }, value);
}
