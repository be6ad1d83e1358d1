import type { Parameter } from '@brrt/service-model';
import { type Built, fault } from './built.ts';
import { checkValue } from './check-value.ts';
import { compileFields } from './compile-fields.ts';
import { decodePercent } from './decode-percent.ts';
import { encodeUnreserved } from './encode-text.ts';
import {
  compileCheck,
  compileText,
  credentialNames,
  type LocationDecoder,
  type ParamsContext,
} from './params-context.ts';
import { maximumPairs, parsePairs, type QueryPair } from './query-pairs.ts';
import { type Cookie, parseCookies } from './read-cookie.ts';
import { shapeOf } from './value-shape.ts';
import { Values } from './values.ts';

type CookieReader = (cookies: readonly Cookie[]) => Built | undefined;

const asSent = (raw: string): string => raw;

/** Cookies in style `form`, percent-encoded (3.0, 3.1), or `cookie`, as sent (OpenAPI 3.2 §4.12.5). */
export function compileCookies(context: ParamsContext): LocationDecoder | undefined {
  const declared = context.operation.parameters.filter((parameter) => parameter.in === 'cookie');
  if (declared.length === 0) return undefined;
  const readers = declared.map((parameter) => ({
    name: parameter.name,
    read: compileCookie(context, parameter),
    check: compileCheck(context, parameter),
  }));
  return ({ headers }, violations) => {
    const header = headers.cookie ?? '';
    const cookies = header === '' ? [] : parseCookies(header);
    const values = new Values();
    for (const { name, read, check } of readers) {
      const value = checkValue(check, header === '' ? undefined : read(cookies), violations);
      if (value !== undefined) values[name] = value;
    }
    return values;
  };
}

function compileCookie(context: ParamsContext, parameter: Parameter): CookieReader {
  const decode = parameter.style === 'cookie' ? asSent : decodePercent;
  const { kind } = shapeOf(parameter.schema, context.contract.schemas);
  if (parameter.content === undefined && parameter.explode && kind !== 'primitive')
    return compileExploded(context, parameter);
  const build = compileText(context, parameter, decode);
  const encodedName = encodeUnreserved(parameter.name);
  return (cookies) => {
    const found = cookies.find(({ name }) => name === parameter.name || name === encodedName);
    return found === undefined ? undefined : build(found.raw);
  };
}

/**
 * `color=blue; color=black` in style cookie, `color=blue&color=black` in style form. Cookies that are declared otherwise are no
 * part of it.
 */
function compileExploded(context: ParamsContext, parameter: Parameter): CookieReader {
  const { schemas } = context.contract;
  const isForm = parameter.style === 'form';
  const foreign = foreignNames(context, parameter);
  const field = { ...parameter, style: 'form', allowEmptyValue: false } as const;
  const decode = compileFields([field], schemas, { decode: isForm ? decodePercent : asSent, foreign });
  return (cookies) => {
    const pairs = isForm ? parseForms(cookies, foreign) : cookies;
    if (pairs === undefined) return fault('parse', `At most ${maximumPairs} cookies are read`);
    return decode(pairs).values[0];
  };
}

function parseForms(cookies: readonly Cookie[], foreign: ReadonlySet<string>): readonly QueryPair[] | undefined {
  const texts = cookies.filter(({ name }) => !foreign.has(name)).map(({ name, raw }) => `${name}=${raw}`);
  return parsePairs(texts.join('&'), decodePercent);
}

// Names of other cookies, and of the properties of those that are spread.
function foreignNames(context: ParamsContext, own: Parameter): ReadonlySet<string> {
  const { operation, contract } = context;
  const others = operation.parameters.filter((one) => one.in === 'cookie' && one.name !== own.name);
  const names = others.flatMap(({ name, schema, explode }) => {
    const { kind, properties } = shapeOf(schema, contract.schemas);
    return explode && kind === 'object' ? properties : [name, encodeUnreserved(name)];
  });
  return new Set([...names, ...credentialNames(context, 'cookie')]);
}
