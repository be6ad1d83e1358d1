import type { JsonObject } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';
import { checkUnreadable } from './check-unreadable.ts';
import type { ObjectKind } from './grammar.ts';
import { isList, isObject } from './is-object.ts';
import { isToken } from './is-token.ts';
import { operationPart } from './parts.ts';
import { readStyle } from './read-style.ts';

/** Fields that exclude each other, by kind of object: of each pair, the second is ignored (OpenAPI 3.2 §4.12 to §4.19). */
const exclusions: Readonly<Partial<Record<ObjectKind, readonly (readonly [string, string])[]>>> = {
  example: [
    ['value', 'externalValue'],
    ['value', 'dataValue'],
    ['value', 'serializedValue'],
    ['serializedValue', 'externalValue'],
  ],
  mediaType: [
    ['example', 'examples'],
    ['encoding', 'prefixEncoding'],
    ['encoding', 'itemEncoding'],
  ],
  encoding: [
    ['encoding', 'prefixEncoding'],
    ['encoding', 'itemEncoding'],
  ],
  license: [['identifier', 'url']],
  link: [['operationId', 'operationRef']],
  parameter: [['example', 'examples']],
  header: [['example', 'examples']],
};

const methods: ReadonlySet<string> = new Set([
  'GET',
  'PUT',
  'POST',
  'DELETE',
  'OPTIONS',
  'HEAD',
  'PATCH',
  'TRACE',
  'QUERY',
]);

/** Checks of the objects that are more than one field wide but need no rules of their own. */
export function checkComposite(kind: ObjectKind, made: JsonObject, context: BundleContext): void {
  checkExclusions(kind, made, context);
  if (kind === 'pathItem' || kind === 'operation') checkUnreadable(made, context);
  if (kind === 'pathItem') checkAdditionalOperations(made, context);
  if (kind === 'pathItem') checkQueryMethod(made, context);
  if (kind === 'response' || kind === 'encoding') checkHeaderNames(made, context);
  if (kind === 'pathItem' || kind === 'operation') checkQuerystring(made, context);
  if (kind === 'encoding') readStyle(made, 'query', context);
  if (kind === 'link') checkLink(made, context);
}

export function checkExclusions(kind: ObjectKind, made: JsonObject, { report, sources }: BundleContext): void {
  for (const [kept, other] of exclusions[kind] ?? []) {
    if (!Object.hasOwn(made, kept) || !Object.hasOwn(made, other)) continue;
    const at = sources.locate(made, other);
    report.warning({
      at,
      code: 'exclusive-fields',
      message: `"${kept}" and "${other}" exclude each other`,
      hint: `"${kept}" comes first`,
    });
  }
}

// OpenAPI 3.2 §4.9.1: methods that have a field of their own do not stand in this map.
function checkAdditionalOperations(pathItem: JsonObject, { report, sources }: BundleContext): void {
  const { additionalOperations } = pathItem;
  if (!isObject(additionalOperations)) return;
  for (const method of Object.keys(additionalOperations)) {
    const at = sources.locate(additionalOperations, method);
    if (methods.has(method)) {
      const hint = `Write it as "${method.toLowerCase()}" in the path item`;
      report.warning({
        at,
        code: 'misplaced-method',
        message: `${method} does not stand in additionalOperations`,
        hint,
      });
    } else if (!isToken(method)) {
      const own = report.within(operationPart(report.part, 'additionalOperations', method));
      own.error({ at, code: 'invalid-method', message: `"${method}" is no method name (RFC 9110 §9.1)` });
    }
  }
}

// BRRTRouter takes QUERY operations from three fields; only one of them may be there.
function checkQueryMethod(pathItem: JsonObject, { grammar, report, sources }: BundleContext): void {
  const [first, second] = ['query', 'QUERY', 'x-brrtrouter-query'].filter((field) => Object.hasOwn(pathItem, field));
  if (second !== undefined) {
    const at = sources.locate(pathItem, second);
    report.within(operationPart(report.part, first ?? second)).error({
      at,
      code: 'duplicate-method',
      message: `"${first}" and "${second}" both describe the method QUERY`,
    });
  }
  if (first === undefined || first === 'x-brrtrouter-query' || (first === 'query' && grammar.version === '3.2')) return;
  const at = sources.locate(pathItem, first);
  const message = `"${first}" is no field of a path item in OpenAPI ${grammar.version}`;
  report.warning({ at, code: 'newer-field', message, hint: 'It is read as "query" of OpenAPI 3.2' });
}

function checkLink(link: JsonObject, { report, sources }: BundleContext): void {
  if (link.operationId !== undefined || link.operationRef !== undefined) return;
  const message = 'A link has an "operationId" or an "operationRef"';
  const hint = 'The link is kept without an operation';
  report.warning({ at: sources.locate(link), code: 'invalid-link', message, hint });
}

function checkHeaderNames(owner: JsonObject, { report, sources }: BundleContext): void {
  const { headers } = owner;
  if (!isObject(headers)) return;
  for (const name of Object.keys(headers)) {
    if (isToken(name)) continue;
    const at = sources.locate(headers, name);
    report.error({ at, code: 'invalid-header', message: `"${name}" cannot be the name of a header (RFC 9110 §5.1)` });
  }
}

// OpenAPI 3.2 §4.12.1: one querystring parameter at most, and no query parameters beside it.
function checkQuerystring(owner: JsonObject, { report, sources }: BundleContext): void {
  const { parameters } = owner;
  if (!isList(parameters)) return;
  const own = parameters.filter(isObject);
  const [first, second] = own.filter((parameter) => parameter.in === 'querystring');
  if (first === undefined) return;
  const conflicting = second ?? own.find((parameter) => parameter.in === 'query');
  if (conflicting === undefined) return;
  const at = sources.locate(conflicting);
  const message =
    'A querystring parameter is the whole query: there is neither another one nor a query parameter beside it';
  report.error({ at, code: 'conflicting-querystring', message });
}
