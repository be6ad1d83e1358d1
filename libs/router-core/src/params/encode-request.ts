import type { Header, Operation, Parameter } from '@brrt/service-model';
import { encodeFields, encodeParameter, encodeUnreserved } from './encode-parameter.ts';

type Declared = Pick<Operation, 'path' | 'parameters'>;
type Given = Readonly<Record<string, unknown>> | undefined;

/**
 * Fills the template.
 * @throws TypeError when a path parameter is missing or empty, or a segment would be `.` or `..` (RFC 3986 §5.2.4 folds those away,
 * escaped or not)
 */
export function encodePath(operation: Declared, values: Given): string {
  const path = operation.path.replaceAll(/\{([^{}]*)\}/g, (_whole, name: string) => {
    const parameter = operation.parameters.find((candidate) => candidate.in === 'path' && candidate.name === name);
    const value = read(values, name);
    const text = parameter === undefined ? encodeUnreserved(String(value ?? '')) : encodeOne(parameter, value);
    if (text === '') throw new TypeError(`Path parameter ${name} is missing`);
    return text;
  });
  if (path.split('/').some((segment) => segment === '.' || segment === '..')) {
    throw new TypeError('Path parameters must not make a segment of dots');
  }
  return path;
}

/** With its `?`; '' when nothing is to be sent. @throws TypeError when a required parameter is missing */
export function encodeQuery(operation: Declared, values: Given): string {
  const whole = operation.parameters.find((parameter) => parameter.in === 'querystring');
  if (whole !== undefined) return prefixed(encodeQueryString(whole, read(values, whole.name)));
  return prefixed(
    encodeAll(operation, 'query', values)
      .map(({ text }) => text)
      .join('&'),
  );
}

/** Names and encoded values. */
export function encodeHeaders(operation: Declared, values: Given): Readonly<Record<string, string>> {
  return Object.fromEntries(
    encodeAll(operation, 'header', values).map(({ parameter, text }) => [parameter.name.toLowerCase(), text]),
  );
}

/** One `Cookie` header; undefined when there is none to send. */
export function encodeCookies(operation: Declared, values: Given): string | undefined {
  const pieces = encodeAll(operation, 'cookie', values);
  return pieces.length === 0 ? undefined : pieces.map(({ text }) => text).join('; ');
}

/** A typed response header, style `simple`. @throws TypeError for control characters */
export function encodeHeaderValue(header: Header, value: unknown): string {
  if (header.content !== undefined)
    return encodeParameter({ ...headerRule, name: header.name, explode: false }, JSON.stringify(value));
  return encodeParameter({ ...headerRule, name: header.name, explode: header.explode }, value);
}

const headerRule = { in: 'header', style: 'simple', allowReserved: false } as const;

function encodeAll(
  operation: Declared,
  place: Parameter['in'],
  values: Given,
): readonly { readonly parameter: Parameter; readonly text: string }[] {
  return operation.parameters.flatMap((parameter) => {
    if (parameter.in !== place) return [];
    const value = read(values, parameter.name);
    if (value === undefined && parameter.required)
      throw new TypeError(`Parameter ${parameter.name} in ${place} is missing`);
    // An empty list or object is sent as nothing (RFC 6570 §2.3).
    if (value === undefined || isEmpty(value)) return [];
    return [{ parameter, text: encodeOne(parameter, value) }];
  });
}

function encodeOne(parameter: Parameter, value: unknown): string {
  if (parameter.content === undefined) return encodeParameter(parameter, value);
  const text = typeof value === 'string' && !/json/i.test(parameter.content.mediaType) ? value : JSON.stringify(value);
  return encodeParameter({ ...parameter, explode: false }, text);
}

function encodeQueryString({ content }: Parameter, value: unknown): string {
  if (value === undefined) return '';
  const isForm = /x-www-form-urlencoded/i.test(content?.mediaType ?? '');
  return isForm && typeof value === 'object' && value !== null
    ? encodeFields({ ...value })
    : encodeUnreserved(JSON.stringify(value));
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function read(values: Given, name: string): unknown {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}

function prefixed(query: string): string {
  return query === '' ? '' : `?${query}`;
}
