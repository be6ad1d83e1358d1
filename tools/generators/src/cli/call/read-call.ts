import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import type { CallBody, CallCredential, CallRequest } from '@brrt/dashboard';
import { mediaKind } from '@brrt/router-core/body';
import { shapeOf, type ValueShape } from '@brrt/router-core/params';
import type { Operation, Parameter, ServiceModel } from '@brrt/service-model';
import { UsageError } from '../command.ts';
import { namedOctets, namedText } from '../named-paths.ts';

export interface AskedCall {
  readonly request: CallRequest;
  /** Undefined: where the app listens. */
  readonly url: string | undefined;
  readonly json: boolean;
}

const ownOptions = {
  body: { type: 'string' },
  type: { type: 'string' },
  header: { type: 'string', multiple: true },
  url: { type: 'string' },
  invalid: { type: 'boolean', default: false },
  'no-auth': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/**
 * Reads `--limit 10 --tag a --tag b --body '{"name":"Rex"}'` by the parameters of an operation.
 * @throws UsageError for options that it does not have, and for a body where there is none to be sent
 */
export function readCall(
  args: readonly string[],
  operation: Operation,
  { schemas }: Pick<ServiceModel, 'schemas'>,
): AskedCall {
  const names = optionNames(operation);
  const parameterOptions: ParseArgsOptionsConfig = Object.fromEntries(
    [...names.keys()].map((name) => [name, { type: 'string', multiple: true }]),
  );
  const { values } = parseOptions(args, { ...parameterOptions, ...ownOptions }, operation.id);
  const given = new Map<string, unknown>(Object.entries(values));
  const [body, type] = [textOf(given.get('body')), textOf(given.get('type'))];
  const request: CallRequest = {
    operationId: operation.id,
    parameters: parametersOf(names, (name, parameter) => toValue(textsOf(given.get(name)), parameter, schemas)),
    headers: Object.fromEntries(textsOf(given.get('header')).map(toHeader)),
    ...(body !== undefined && { body: toBody(body, type ?? firstMediaType(operation)) }),
    credentials: given.get('no-auth') === true ? [] : credentialsOf(operation),
    sendInvalid: given.get('invalid') === true,
  };
  return { request, url: originOf(textOf(given.get('url'))), json: given.get('json') === true };
}

function parseOptions(
  args: readonly string[],
  options: ParseArgsOptionsConfig,
  operation: string,
): { readonly values: object } {
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${error.message}\n${operation} takes --${Object.keys(options).join(', --')}`);
  }
}

/** Options that complete a call: its parameters first. */
export function callOptions(operation: Operation): readonly string[] {
  return [...optionNames(operation).keys(), ...Object.keys(ownOptions)].map((name) => `--${name}`);
}

/** The path is the contract's: one before it would be shown and not be sent. */
function originOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const parsed = URL.parse(url);
  if (parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.href === `${parsed.origin}/`) return parsed.origin;
  throw new UsageError(`--url takes where the service listens, as http://localhost:8080, and not '${url}'`);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** One whose name is an option of the command, or that another one has elsewhere, says where it stands: `--query-type`. */
function optionNames({ parameters }: Operation): ReadonlyMap<string, Parameter> {
  const names = new Map<string, Parameter>();
  for (const parameter of parameters) {
    const isTaken = Object.hasOwn(ownOptions, parameter.name) || names.has(parameter.name);
    names.set(isTaken ? `${parameter.in}-${parameter.name}` : parameter.name, parameter);
  }
  return names;
}

function parametersOf(
  names: ReadonlyMap<string, Parameter>,
  given: (name: string, parameter: Parameter) => unknown,
): CallRequest['parameters'] {
  const places: Record<string, Record<string, unknown>> = {};
  for (const [name, parameter] of names) {
    const value = given(name, parameter);
    if (value === undefined) continue;
    const place = places[parameter.in] ?? {};
    place[parameter.name] = value;
    places[parameter.in] = place;
  }
  return places;
}

/**
 * Several are a list; one that is a JSON array or object is that value where the contract wants one. Other text goes out as it was
 * typed: 1.10 is not 1.1, and an identifier may have more digits than a number. Undefined: not given.
 */
function toValue(texts: readonly string[], { schema, content }: Parameter, schemas: ServiceModel['schemas']): unknown {
  const shape = shapeOf(content?.schema ?? schema, schemas);
  const isJson = content !== undefined && mediaKind(content.mediaType) === 'json';
  const read = isJson ? readContent : readText;
  if (texts.length > 1)
    return texts.map((text, index) => read(text, shape.kind === 'array' ? shape.items(index) : shape));
  return texts[0] === undefined ? undefined : read(texts[0], shape);
}

function readText(text: string, { kind }: ValueShape): unknown {
  const value = kind === 'primitive' ? text : parseTyped(text);
  return typeof value === 'object' && value !== null ? value : text;
}

function readContent(text: string, { types }: ValueShape): unknown {
  return types.size === 1 && types.has('string') ? text : parseLoosely(text);
}

/** The value of a text that is JSON, the text otherwise. */
export function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function toHeader(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon < 1) throw new UsageError(`--header ${line}: a header is "Name: value"`);
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

function firstMediaType({ id, requestBody }: Operation): string {
  const mediaType = requestBody?.content[0]?.mediaType;
  if (mediaType === undefined) throw new UsageError(`${id} takes no body`);
  return mediaType;
}

function toBody(given: string, mediaType: string): CallBody {
  const file = given.startsWith('@') ? given.slice(1) : undefined;
  if (file === '') throw new UsageError('--body: @ is followed by the path of a file');
  if (mediaKind(mediaType) === 'binary') {
    const octets = file === undefined ? Buffer.from(given) : namedOctets(file, '--body');
    return { mediaType, base64: octets.toString('base64') };
  }
  const text = file === undefined ? given : namedText(file, '--body', `, and ${mediaType} has to be`);
  const value = valueTyped(text, mediaType);
  return value === undefined ? { mediaType, text } : { mediaType, value };
}

/** Undefined: it is sent as it was typed, as what is JSON or text already: as a value, numbers could become others. */
function valueTyped(text: string, mediaType: string): unknown {
  const read = (): unknown => {
    const value = parseLoosely(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  };
  switch (mediaKind(mediaType)) {
    case 'form':
    case 'multipart': {
      const value = read();
      return isRecord(value) ? withTypedFields(value, parseTyped(text)) : value;
    }
    case 'sequence':
    case 'events': {
      // One line of JSON is an item.
      const value = read();
      return Array.isArray(value) ? value : undefined;
    }
    case 'text':
      // XML begins otherwise.
      return /[/+]xml\b/.test(mediaType) ? read() : undefined;
    default:
      return undefined;
  }
}

/** Numbers as they were typed where they are written as text: in fields, and in lists of them. Deeper, fields are JSON. */
function withTypedFields(value: Fields, typed: unknown): Fields {
  if (!isRecord(typed)) return value;
  const isNested = (member: unknown): boolean => [member].flat().some((one) => typeof one === 'object' && one !== null);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isNested(member) ? member : typed[name]]),
  );
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `parseLoosely`, but numbers that would be written otherwise are the text that was typed. */
function parseTyped(text: string): unknown {
  try {
    // The third parameter is unknown to TypeScript still.
    return JSON.parse(text, (_name: string, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
        ? context.source
        : value,
    );
  } catch {
    return text;
  }
}

/** The first way in that the contract names, with the keys of development. */
function credentialsOf({ security }: Operation): readonly CallCredential[] {
  return (security[0] ?? []).map(({ scheme }) => ({ scheme, useDevelopment: true }));
}
