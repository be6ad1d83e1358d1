import type { JsonObject } from '../model/json.ts';
import type { ParameterPlace } from '../model/service-model.ts';
import type { BundleContext } from './bundle-context.ts';
import { checkExclusions } from './check-composite.ts';
import { isObject } from './is-object.ts';
import { isToken } from './is-token.ts';
import { nearestName } from './nearest-name.ts';
import { readStyle } from './read-style.ts';

/** Rules of Parameter Objects (OpenAPI 3.2 §4.12). */
export function checkParameter(parameter: JsonObject, context: BundleContext): void {
  const { name, in: place } = parameter;
  const { report, sources } = context;
  if (typeof name !== 'string' || typeof place !== 'string') {
    const message = 'A parameter needs a "name" and says with "in" where it stands';
    report.error({ at: sources.locate(parameter), code: 'invalid-parameter', message });
    return;
  }
  checkPlace(parameter, place, context);
  checkName(parameter, name, context);
  checkExclusions('parameter', parameter, context);
  checkRequired(parameter, place, context);
  checkDescribed(parameter, 'parameter', context);
  if (context.grammar.version === '2.0') return;
  checkContent(parameter, context);
  checkReserved(parameter, context);
  checkEmptyValue(parameter, place, context);
  if (isPlace(place) && parameter.content === undefined) checkStyle(parameter, place, context);
}

/** Rules of Header Objects (OpenAPI 3.2 §4.21). */
export function checkHeader(header: JsonObject, context: BundleContext): void {
  checkExclusions('header', header, context);
  checkDescribed(header, 'header', context);
  if (context.grammar.version === '2.0') return;
  checkContent(header, context);
  readStyle(header, 'header', context);
  if (header.allowReserved === undefined) return;
  const at = context.sources.locate(header, 'allowReserved');
  const message = '"allowReserved" has no meaning for a header';
  context.report.warning({ at, code: 'ignored-field', message, hint: 'It is left out' });
}

function checkStyle(parameter: JsonObject, place: ParameterPlace, context: BundleContext): void {
  const style = readStyle(parameter, place, context);
  if (style !== 'cookie' || context.grammar.version === '3.2') return;
  const at = context.sources.locate(parameter, 'style');
  const message = `The style "cookie" exists since OpenAPI 3.2, this is ${context.grammar.version}`;
  context.report.warning({ at, code: 'newer-field', message, hint: 'It is read with its meaning there' });
}

// OpenAPI 3.2 §4.12.2: a template without one of its variables is another template.
function checkRequired(parameter: JsonObject, place: string, { report, sources }: BundleContext): void {
  if (place !== 'path' || parameter.required === true) return;
  const at = sources.locate(parameter);
  const message = `The path parameter "${parameter.name}" must be required: true`;
  // The published schemas demand it beside "schema" only.
  const code = parameter.content === undefined ? 'optional-path-parameter' : 'optional-path-content';
  report.warning({ at, code, message, hint: 'It is read as required' });
}

// OpenAPI 3.2 §4.12.2, Swagger 2.0 "Parameter Object": something must say what the value is.
function checkDescribed(owner: JsonObject, kind: 'parameter' | 'header', context: BundleContext): void {
  const isOlder = context.grammar.version === '2.0';
  const [first, second] = !isOlder ? ['schema', 'content'] : owner.in === 'body' ? ['schema'] : ['type'];
  if (first === undefined || owner[first] !== undefined || (second !== undefined && owner[second] !== undefined))
    return;
  const wanted = second === undefined ? `no "${first}"` : `neither "${first}" nor "${second}"`;
  const at = context.sources.locate(owner);
  context.report.warning({
    at,
    code: 'missing-field',
    message: `The ${kind} has ${wanted}`,
    hint: 'It may be anything',
  });
}

function checkEmptyValue(parameter: JsonObject, place: string, { report, sources }: BundleContext): void {
  if (parameter.allowEmptyValue === undefined || place === 'query') return;
  const at = sources.locate(parameter, 'allowEmptyValue');
  const message = `"allowEmptyValue" has no meaning for in: ${place}`;
  report.warning({ at, code: 'ignored-field', message, hint: 'It is left out' });
}

function isPlace(place: string): place is ParameterPlace {
  return ['path', 'query', 'header', 'cookie', 'querystring'].includes(place);
}

function checkPlace(parameter: JsonObject, place: string, { grammar, report, sources }: BundleContext): void {
  const places = placesOf(grammar.version);
  if (places.includes(place)) return;
  const near = nearestName(place, places);
  const hint = hints.get(place) ?? (near === undefined ? undefined : `Did you mean "${near}"?`);
  report.error({
    at: sources.locate(parameter, 'in'),
    code: 'invalid-parameter',
    message: `"in" is ${places.join(', ')} in OpenAPI ${grammar.version}, not "${place}"`,
    ...(hint === undefined ? {} : { hint }),
  });
}

function placesOf(version: string): readonly string[] {
  if (version === '2.0') return ['path', 'query', 'header', 'formData', 'body'];
  return ['path', 'query', 'header', 'cookie', ...(version === '3.2' ? ['querystring'] : [])];
}

const hints: ReadonlyMap<string, string> = new Map([
  ['body', 'Write a "requestBody" instead'],
  ['formData', 'Write a "requestBody" with a form media type instead'],
  ['querystring', 'It exists since OpenAPI 3.2'],
]);

function checkName(parameter: JsonObject, name: string, { report, sources }: BundleContext): void {
  const at = sources.locate(parameter, 'name');
  if (parameter.in === 'header' && !isToken(name)) {
    report.error({
      at,
      code: 'invalid-parameter',
      message: `"${name}" cannot be the name of a header (RFC 9110 §5.1)`,
    });
  }
  if (!name.isWellFormed()) {
    report.error({
      at,
      code: 'invalid-parameter',
      message: `"${name}" holds half a surrogate pair, which cannot be sent`,
    });
  }
  if (parameter.in === 'path' && /[{}]/.test(name)) {
    report.error({ at, code: 'invalid-parameter', message: `"${name}" cannot stand in a path template` });
  }
}

// `schema` and `content` exclude each other, and the wire format of `content` is that of its media type.
function checkContent(owner: JsonObject, { report, sources }: BundleContext): void {
  const { content, schema } = owner;
  if (owner.in === 'querystring' && (content === undefined || schema !== undefined)) {
    const at = sources.locate(owner, 'schema');
    report.error({ at, code: 'invalid-parameter', message: 'A querystring parameter has "content" and no "schema"' });
    return;
  }
  if (!isObject(content)) return;
  const at = sources.locate(owner, 'content');
  if (schema !== undefined) {
    report.warning({
      at,
      code: 'exclusive-fields',
      message: '"schema" and "content" exclude each other',
      hint: 'It is read as "content" says',
    });
  }
  if (Object.keys(content).length !== 1) {
    report.warning({
      at,
      code: 'exclusive-fields',
      message: 'The "content" of a parameter or header has exactly one media type',
      hint: 'The first one counts',
    });
  }
  for (const field of ['style', 'explode', 'allowReserved']) {
    if (owner[field] === undefined) continue;
    report.warning({
      at: sources.locate(owner, field),
      code: 'ignored-field',
      message: `"${field}" has no meaning beside "content"`,
      hint: 'It is left out',
    });
  }
}

// Only places that are percent-encoded can let reserved characters through.
function checkReserved(parameter: JsonObject, { grammar, report, sources }: BundleContext): void {
  const { in: place, allowReserved, style } = parameter;
  if (allowReserved === undefined || place === 'query') return;
  const encoded = grammar.version === '3.2' && (place === 'path' || (place === 'cookie' && style !== 'cookie'));
  if (encoded) return;
  const at = sources.locate(parameter, 'allowReserved');
  report.warning({
    at,
    code: 'ignored-field',
    message: `"allowReserved" has no meaning for in: ${place}`,
    hint: 'It is left out',
  });
}
