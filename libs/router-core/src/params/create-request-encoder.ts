import { writeJson } from '../body/write-json.ts';
import type { Sending } from './empty-value.ts';
import { compileParameterEncoder, type EncodeRule, encodeFields, type ParameterEncoder } from './encode-parameter.ts';
import { encodeLiteral, encodeUnreserved } from './encode-text.ts';

/** What a contract says about writing one parameter: plain data, so that it can be printed. */
export interface ParameterRule extends EncodeRule {
  readonly required: boolean;
  /** Of `content`: what its media type makes of a value. Undefined: the style writes it. */
  readonly content?: 'json' | 'form' | 'text' | undefined;
  /** What is sent for null, for an empty list, and for an object without properties. */
  readonly empty: readonly [Sending, Sending, Sending];
}

/** The parts of an operation that say how a request is addressed. */
export interface RequestRule {
  /** The template. */
  readonly path: string;
  readonly parameters: readonly ParameterRule[];
}

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

/** Needs neither the contract nor Node: generated clients for browsers run on it too. */
export function createRequestEncoder(rule: RequestRule): RequestEncoder {
  const encodersIn = (place: ParameterRule['in']): readonly NamedEncoder[] =>
    rule.parameters.filter((parameter) => parameter.in === place).map(createNamed);
  const query = encodersIn('query');
  const headers = encodersIn('header').map((encoder) => ({ ...encoder, header: encoder.name.toLowerCase() }));
  const cookies = encodersIn('cookie');
  const whole = rule.parameters.find((parameter) => parameter.in === 'querystring');
  return {
    path: createPath(rule),
    query: whole === undefined ? (values) => prefixed(encodeAll(query, values).join('&')) : createQueryString(whole),
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

function createNamed(rule: ParameterRule): NamedEncoder {
  const { name, in: place, required } = rule;
  const encode = createValue(rule);
  return {
    name,
    encode(value) {
      if (value === undefined) {
        if (required) throw new TypeError(`Parameter ${name} in ${place} is missing`);
        return undefined;
      }
      const sending = rule.content === undefined ? sendingOf(rule, value) : 'value';
      return sending === 'nothing' ? undefined : encode(sending === 'value' ? value : '');
    },
  };
}

/** @throws TypeError for what would be read as something else */
function sendingOf({ name, in: place, empty: [ofNull, ofList, ofObject] }: ParameterRule, value: unknown): Sending {
  if (value === null) return ofNull;
  if (typeof value !== 'object') return 'value';
  if (Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0 || 'toJSON' in value) return 'value';
  const sending = Array.isArray(value) ? ofList : ofObject;
  if (sending !== 'refused') return sending;
  const what = Array.isArray(value) ? 'an empty list' : 'an object without properties';
  throw new TypeError(`Parameter ${name} in ${place} cannot be sent: ${what} is written like none`);
}

function createValue(rule: ParameterRule): ParameterEncoder {
  const { content, in: place } = rule;
  if (content === undefined) return compileParameterEncoder(rule);
  const encode = compileParameterEncoder({ ...rule, explode: false });
  if (content === 'json') return (value) => encode(place === 'header' ? toAscii(toJson(value)) : toJson(value));
  return (value) => encode(content === 'form' && isObject(value) ? encodeFields(value) : value);
}

function createPath({ path, parameters }: RequestRule): RequestEncoder['path'] {
  // 'a{b}c' → 'a', 'b', 'c': names stand at odd places.
  const pieces = path.split(/\{([^{}]*)\}/).map((piece, index) => {
    if (index % 2 === 0) return encodeLiteral(piece);
    const parameter = parameters.find((candidate) => candidate.in === 'path' && candidate.name === piece);
    return parameter === undefined ? undeclared(piece) : createNamed(parameter);
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

function createQueryString({ name, required, content }: ParameterRule): RequestEncoder['query'] {
  return (values) => {
    const value = read(values, name);
    if (value === undefined) {
      if (required) throw new TypeError(`Parameter ${name} in querystring is missing`);
      return '';
    }
    if (content === 'form') return prefixed(isObject(value) ? encodeFields(value) : String(value));
    return prefixed(encodeUnreserved(content === 'json' ? toJson(value) : String(value)));
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
