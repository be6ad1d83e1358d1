import type { ContractSubset, Operation } from '@brrt/service-model';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { checkValue } from './check-value.ts';
import { compileCookies } from './compile-cookies.ts';
import { compileQuery } from './compile-query.ts';
import { decodePercent } from './decode-percent.ts';
import type { Params, ParamsDecoder, ParamsInput } from './params.ts';
import {
  compileCheck,
  compileText,
  type LocationDecoder,
  type ParamsContext,
  type ParamsOptions,
} from './params-context.ts';
import { Values } from './values.ts';

const none: Readonly<Record<string, unknown>> = Object.freeze({});
const noParams: Params = Object.freeze({ path: none, query: none, headers: none, cookies: none });

/** Everything that the contract says about the parameters of an operation, turned into decoders once. */
export function compileParams(
  operation: Operation,
  contract: ContractSubset,
  schemas: SchemaCompiler,
  options: ParamsOptions,
): ParamsDecoder {
  const context: ParamsContext = { operation, contract, schemas, options };
  const path = compilePath(context);
  const query = compileQuery(context);
  const headers = compileHeaders(context);
  const cookies = compileCookies(context);
  if (path === undefined && query === undefined && headers === undefined && cookies === undefined)
    return { decode: () => noParams };
  return {
    decode: (input, violations) => ({
      path: path === undefined ? none : path(input, violations),
      query: query === undefined ? none : query(input, violations),
      headers: headers === undefined ? none : headers(input, violations),
      cookies: cookies === undefined ? none : cookies(input, violations),
    }),
  };
}

function compilePath(context: ParamsContext): LocationDecoder | undefined {
  const { operation } = context;
  const declared = operation.parameters.filter((parameter) => parameter.in === 'path');
  if (declared.length === 0) return undefined;
  const names = [...operation.path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]);
  const decoders = declared.map((parameter) => ({
    name: parameter.name,
    index: names.indexOf(parameter.name),
    build: compileText(context, parameter, decodePercent),
    check: compileCheck(context, { ...parameter, required: true }),
  }));
  return ({ pathValues }, violations) => {
    const values = new Values();
    for (const { name, index, build, check } of decoders) {
      const raw = pathValues[index];
      values[name] = checkValue(check, raw === undefined ? undefined : build(raw), violations);
    }
    return values;
  };
}

// Header values are not percent-encoded (OpenAPI 3.2 §4.12.5).
const asSent = (raw: string): string => raw.trim();

function compileHeaders(context: ParamsContext): LocationDecoder | undefined {
  const declared = context.operation.parameters.filter((parameter) => parameter.in === 'header');
  if (declared.length === 0) return undefined;
  const decoders = declared.map((parameter) => ({
    name: parameter.name,
    read: compileHeaderText(parameter.name.toLowerCase()),
    build: compileText(context, parameter, asSent),
    check: compileCheck(context, parameter),
  }));
  return (input, violations) => {
    const values = new Values();
    for (const { name, read, build, check } of decoders) {
      const raw = read(input);
      const value = checkValue(check, raw === undefined ? undefined : build(raw), violations);
      if (value !== undefined) values[name] = value;
    }
    return values;
  };
}

function compileHeaderText(name: string): (input: ParamsInput) => string | undefined {
  if (name === '__proto__') return readRawHeader;
  return ({ headers }) => {
    const sent = Object.hasOwn(headers, name) ? headers[name] : undefined;
    return Array.isArray(sent) ? sent.join(', ') : sent;
  };
}

/** Node's `headers` have no place for this name. */
function readRawHeader({ rawHeaders }: ParamsInput): string | undefined {
  const values = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === '__proto__',
  );
  return values.length === 0 ? undefined : values.join(', ');
}
