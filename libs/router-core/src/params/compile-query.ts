import type { Parameter } from '@brrt/service-model';
import type { Violation } from '../errors/violation.ts';
import type { Built } from './build-value.ts';
import { checkValue, pointerOf } from './check-value.ts';
import { compileFields, type Field } from './compile-fields.ts';
import { buildContent } from './content-parameter.ts';
import { decodeQueryText } from './decode-percent.ts';
import { compileCheck, type LocationDecoder, type ParamsContext } from './params-context.ts';
import { maximumPairs, parsePairs, type QueryPair } from './query-pairs.ts';
import { shapeOf } from './value-shape.ts';
import { Values } from './values.ts';

/** The query: declared parameters, or one `in: querystring` (OpenAPI 3.2 §4.12.1), or strictly nothing. */
export function compileQuery(context: ParamsContext): LocationDecoder | undefined {
  const { operation, options } = context;
  const whole = operation.parameters.find((parameter) => parameter.in === 'querystring');
  if (whole !== undefined) return compileQueryString(context, whole);
  const declared = operation.parameters.filter((parameter) => parameter.in === 'query');
  if (declared.length === 0 && !options.strictQuery) return undefined;
  return compileNamed(context, declared);
}

function compileNamed(context: ParamsContext, declared: readonly Parameter[]): LocationDecoder {
  const decode = compileFields(declared.map(toField), context.contract.schemas, decodeQueryText);
  const checks = declared.map((parameter) => compileCheck(context, parameter));
  const { strictQuery } = context.options;
  const credentials = listCredentialNames(context);
  return ({ query }, violations) => {
    const pairs = readPairs(query, violations);
    const decoded = decode(pairs);
    const values = new Values();
    for (let index = 0; index < checks.length; index++) {
      const check = checks[index];
      if (check === undefined) continue;
      const built = toContent(check.parameter, decoded.values[index]);
      const value = checkValue(check, built, violations);
      if (value !== undefined) values[check.parameter.name] = value;
    }
    if (strictQuery) {
      for (const name of new Set(decoded.unclaimed))
        if (!credentials.has(name)) violations.push(unknownParameter(name));
    }
    return values;
  };
}

// An API key in the query is declared by its security scheme.
function listCredentialNames({ operation, contract }: ParamsContext): ReadonlySet<string> {
  const schemes = operation.security.flat().map(({ scheme }) => contract.securitySchemes[scheme]);
  return new Set(
    schemes.flatMap((scheme) => (scheme?.type === 'apiKey' && scheme.in === 'query' ? [scheme.parameterName] : [])),
  );
}

const noPairs: readonly QueryPair[] = [];

function readPairs(query: string, violations: Violation[]): readonly QueryPair[] {
  if (query === '') return noPairs;
  const pairs = parsePairs(query, decodeQueryText);
  if (pairs !== undefined) return pairs;
  violations.push({
    in: 'query',
    pointer: '',
    keyword: 'parse',
    detail: `At most ${maximumPairs} parameters are read`,
  });
  return noPairs;
}

// A parameter with `content` is one text, whatever its schema looks like.
function toField(parameter: Parameter): Field {
  const { name, style, explode, allowEmptyValue } = parameter;
  return {
    name,
    style,
    explode,
    allowEmptyValue,
    schema: parameter.content === undefined ? parameter.schema : { type: 'string' },
  };
}

function toContent({ content }: Parameter, built: Built | undefined): Built | undefined {
  if (content === undefined || built === undefined || !('value' in built)) return built;
  return buildContent(content, String(built.value), (text) => text);
}

function unknownParameter(name: string): Violation {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get out
  const shown = name.slice(0, 64).replaceAll(/[\u0000-\u001f\u007f]/g, '?');
  return {
    in: 'query',
    pointer: pointerOf(shown),
    keyword: 'unknown',
    detail: 'The contract declares no such parameter',
  };
}

const formPattern = /^application\/x-www-form-urlencoded(?:;|$)/i;

function compileQueryString(context: ParamsContext, parameter: Parameter): LocationDecoder {
  const { content } = parameter;
  const check = compileCheck(context, parameter);
  const isForm = content !== undefined && formPattern.test(content.mediaType);
  const build = isForm
    ? compileForm(context, parameter)
    : (query: string) => content && buildContent(content, query, decodeQueryText);
  return ({ query }, violations) => {
    const built = query === '' ? undefined : build(query);
    const value = checkValue(check, built, violations);
    const values = new Values();
    if (value !== undefined) values[parameter.name] = value;
    return values;
  };
}

function compileForm({ contract }: ParamsContext, parameter: Parameter): (query: string) => Built {
  const { schemas } = contract;
  const declared = parameter.content?.schema ?? true;
  // The whole query is one exploded object.
  const schema = shapeOf(declared, schemas).types.has('object') ? declared : { type: 'object' };
  const decode = compileFields(
    [{ name: parameter.name, style: 'form', explode: true, schema }],
    schemas,
    decodeQueryText,
  );
  return (query) => {
    const pairs = parsePairs(query, decodeQueryText);
    if (pairs === undefined) return { keyword: 'parse', detail: `At most ${maximumPairs} parameters are read` };
    return decode(pairs).values[0] ?? { value: {} };
  };
}
