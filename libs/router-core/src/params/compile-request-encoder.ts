import type { ContractSubset, Operation, Parameter } from '@brrt/service-model';
import { mediaKind } from '../body/media-kind.ts';
import { writeJson } from '../body/write-json.ts';
import { compileEmptyValue } from './empty-value.ts';
import { compileParameterEncoder, encodeFields, type ParameterEncoder } from './encode-parameter.ts';
import { encodeLiteral, encodeUnreserved } from './encode-text.ts';

/** The parts of an operation that say how a request is addressed. */
export type Addressed = Pick<Operation, 'path' | 'parameters'>;

/** Values by the contract's names. */
export type Given = Readonly<Record<string, unknown>> | undefined;

/** Parameters of one operation → the parts of a request. All throw TypeError for what is missing or cannot be written. */
export interface RequestEncoder {
  /** The template, filled. A path parameter is never empty, and no segment one of dots: RFC 3986 §5.2.4 folds those away, escaped or not. */
  path(values: Given): string;
  /** With its `?`; '' when nothing is to be sent. */
  query(values: Given): string;
  /** By lower-case names. */
  headers(values: Given): Readonly<Record<string, string>>;
  /** One `Cookie` header; undefined when there is none to send. */
  cookies(values: Given): string | undefined;
}

/** What the contract decides about writing the parameters of `operation`, decided once. */
export function compileRequestEncoder(operation: Addressed, schemas: ContractSubset['schemas']): RequestEncoder {
  const encodersIn = (place: Parameter['in']): readonly NamedEncoder[] =>
    operation.parameters
      .filter((parameter) => parameter.in === place)
      .map((parameter) => compileNamed(parameter, schemas));
  const query = encodersIn('query');
  const headers = encodersIn('header').map((encoder) => ({ ...encoder, header: encoder.name.toLowerCase() }));
  const cookies = encodersIn('cookie');
  const whole = operation.parameters.find((parameter) => parameter.in === 'querystring');
  return {
    path: compilePath(operation, schemas),
    query: whole === undefined ? (values) => prefixed(encodeAll(query, values).join('&')) : compileQueryString(whole),
    headers(values) {
      const made: Record<string, string> = {};
      for (const { header, encode, name } of headers) {
        const text = encode(read(values, name));
        if (text !== undefined) made[header] = refuseOuterBlanks(text);
      }
      return made;
    },
    cookies(values) {
      const pieces = encodeAll(cookies, values);
      return pieces.length === 0 ? undefined : pieces.join('; ');
    },
  };
}

interface NamedEncoder {
  readonly name: string;
  /** Undefined: nothing is sent. */
  readonly encode: (value: unknown) => string | undefined;
}

function compileNamed(parameter: Parameter, schemas: ContractSubset['schemas']): NamedEncoder {
  const { name, in: place, required } = parameter;
  const encode = compileValue(parameter);
  const sendingOf = compileEmptyValue(parameter, schemas);
  return {
    name,
    encode(value) {
      if (value === undefined) {
        if (required) throw new TypeError(`Parameter ${name} in ${place} is missing`);
        return undefined;
      }
      const sending = sendingOf(value);
      return sending === 'nothing' ? undefined : encode(sending === 'value' ? value : '');
    },
  };
}

function compileValue(parameter: Parameter): ParameterEncoder {
  const { content, in: place } = parameter;
  if (content === undefined) return compileParameterEncoder(parameter);
  const encode = compileParameterEncoder({ ...parameter, explode: false });
  const kind = mediaKind(content.mediaType);
  if (kind === 'json') return (value) => encode(place === 'header' ? toAscii(toJson(value)) : toJson(value));
  return (value) => encode(kind === 'form' && isObject(value) ? encodeFields(value) : value);
}

function compilePath({ path, parameters }: Addressed, schemas: ContractSubset['schemas']): RequestEncoder['path'] {
  // 'a{b}c' → 'a', 'b', 'c': names stand at odd places.
  const pieces = path.split(/\{([^{}]*)\}/).map((piece, index) => {
    if (index % 2 === 0) return encodeLiteral(piece);
    const parameter = parameters.find((candidate) => candidate.in === 'path' && candidate.name === piece);
    return parameter === undefined ? undeclared(piece) : compileNamed(parameter, schemas);
  });
  return (values) => {
    let filled = '';
    for (const piece of pieces) {
      if (typeof piece === 'string') filled += piece;
      else {
        const text = piece.encode(read(values, piece.name));
        if (text === undefined || text === '') throw new TypeError(`Path parameter ${piece.name} is missing`);
        filled += text;
      }
    }
    if (dotsPattern.test(filled)) throw new TypeError('Path parameters must not make a segment of dots');
    return filled;
  };
}

function undeclared(name: string): NamedEncoder {
  return { name, encode: (value) => encodeUnreserved(String(value ?? '')) };
}

const dotsPattern = /(?:^|\/)\.{1,2}(?:\/|$)/;

function compileQueryString({ name, required, content }: Parameter): RequestEncoder['query'] {
  const isForm = content !== undefined && mediaKind(content.mediaType) === 'form';
  const isJson = content !== undefined && mediaKind(content.mediaType) === 'json';
  return (values) => {
    const value = read(values, name);
    if (value === undefined) {
      if (required) throw new TypeError(`Parameter ${name} in querystring is missing`);
      return '';
    }
    if (isForm && isObject(value)) return prefixed(encodeFields(value));
    if (isForm) return prefixed(String(value));
    return prefixed(encodeUnreserved(isJson ? toJson(value) : String(value)));
  };
}

function encodeAll(encoders: readonly NamedEncoder[], values: Given): string[] {
  const texts: string[] = [];
  for (const { name, encode } of encoders) {
    const text = encode(read(values, name));
    if (text !== undefined && text !== '') texts.push(text);
  }
  return texts;
}

// RFC 9110 §5.5: recipients drop blanks around a value.
function refuseOuterBlanks(text: string): string {
  if (text !== text.trim()) throw new TypeError('A header cannot begin or end with a blank');
  return text;
}

function toJson(value: unknown): string {
  const text: string | undefined = writeJson(value);
  if (text === undefined) throw new TypeError('The value of a parameter cannot be written as JSON');
  return text;
}

function toAscii(json: string): string {
  return json.replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function read(values: Given, name: string): unknown {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}

function prefixed(query: string): string {
  return query === '' ? '' : `?${query}`;
}
