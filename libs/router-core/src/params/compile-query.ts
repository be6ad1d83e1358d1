import type { Parameter } from '@brrt/service-model';
import { mediaKind } from '../body/media-kind.ts';
import type { Violation } from '../errors/violation.ts';
import type { Built, DecodeText } from './built.ts';
import { checkValue, pointerOf, type ValueCheck } from './check-value.ts';
import { compileContent, compileFormText } from './compile-content.ts';
import { compileFields, type DecodedFields, type Field } from './compile-fields.ts';
import { decodePercent, decodeQueryText } from './decode-percent.ts';
import { compileCheck, credentialNames, type LocationDecoder, type ParamsContext } from './params-context.ts';
import { maximumPairs, parsePairs, type QueryPair, withoutPairs } from './query-pairs.ts';
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

interface Declared {
  readonly check: ValueCheck;
  /** Reads what a parameter with `content` holds. */
  readonly readContent: ((text: string) => Built) | undefined;
}

function compileNamed(context: ParamsContext, declared: readonly Parameter[]): LocationDecoder {
  const { strictQuery } = context.options;
  const { schemas } = context.contract;
  const foreign = credentialNames(context, 'query');
  const fields = declared.map(toField);
  const compile = (decode: DecodeText): QueryDecoder => {
    const decodeFields = compileFields(fields, schemas, { decode, isStrict: strictQuery, foreign });
    return (query, violations) => decodeFields(readPairs(query, decode, violations));
  };
  const decodePlain = compile(asDecoded);
  const decodeEscaped = compile(decodeQueryText);
  const parameters = declared.map((parameter) => toDeclared(parameter, context));
  return ({ query }, violations) => {
    const decoded = isPlain(query) ? decodePlain(query, violations) : decodeEscaped(query, violations);
    const values = new Values();
    for (let index = 0; index < parameters.length; index++) {
      const parameter = parameters[index];
      if (parameter === undefined) continue;
      const { check, readContent } = parameter;
      const built = decoded.values[index];
      const value = checkValue(check, readContent === undefined ? built : toContent(built, readContent), violations);
      if (value !== undefined) values[check.parameter.name] = value;
    }
    if (strictQuery && decoded.unclaimed.length > 0) {
      for (const name of new Set(decoded.unclaimed)) if (!foreign.has(name)) violations.push(unknownParameter(name));
    }
    return values;
  };
}

type QueryDecoder = (query: string, violations: Violation[]) => DecodedFields;

const noPairs: readonly QueryPair[] = [];

/** Nothing of it has to be decoded: looked at once for all names and values. */
function isPlain(query: string): boolean {
  return !(query.includes('%') || query.includes('+') || query.includes('\0'));
}

function readPairs(query: string, decode: DecodeText, violations: Violation[]): readonly QueryPair[] {
  if (query === '') return noPairs;
  const pairs = parsePairs(query, decode);
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

// Plain, or decoded when its field was read.
const asDecoded = (text: string): string => text;

function toDeclared(parameter: Parameter, context: ParamsContext): Declared {
  const { content } = parameter;
  const check = compileCheck(context, parameter);
  const readContent = content === undefined ? undefined : compileContent(content, context.contract.schemas, asDecoded);
  return { check, readContent };
}

function toContent(built: Built | undefined, read: (text: string) => Built): Built | undefined {
  if (built === undefined || !('value' in built) || 'isUnused' in built) return built;
  return read(String(built.value));
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

function compileQueryString(context: ParamsContext, parameter: Parameter): LocationDecoder {
  const check = compileCheck(context, parameter);
  const read = compileWhole(context, parameter);
  const names = credentialNames(context, 'query');
  return ({ query: sent }, violations) => {
    const query = withoutPairs(sent, names);
    const value = checkValue(check, query === '' ? undefined : read(query), violations);
    const values = new Values();
    if (value !== undefined) values[parameter.name] = value;
    return values;
  };
}

// Only a form takes `+` for a blank.
function compileWhole({ contract }: ParamsContext, { content }: Parameter): (query: string) => Built {
  // Contracts without `content` there are refused when they are read.
  if (content === undefined) return (query) => ({ value: query });
  if (mediaKind(content.mediaType) === 'form') return compileFormText(content, contract.schemas);
  return compileContent(content, contract.schemas, decodePercent);
}
