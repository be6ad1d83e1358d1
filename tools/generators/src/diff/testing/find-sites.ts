import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';

/** A schema of a message where a change of it decides what the change of the message is. */
export interface SchemaSite {
  /** Of the object, through all references. */
  readonly pointer: string;
  readonly schema: JsonObject;
  /** `POST /pets`. */
  readonly operation: string;
  /** `body application/json`, `response 200 application/json`. */
  readonly part: string;
  readonly side: 'request' | 'response';
}

/** A part of an operation, by its pointer. */
export interface Place {
  readonly pointer: string;
  readonly operation: string;
  readonly value: JsonObject;
}

const methods = ['get', 'put', 'post', 'delete', 'patch', 'query'];

/** The operations of a document in which every reference is local. */
export function findOperations(document: JsonObject): readonly Place[] {
  return entriesOf(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method): readonly Place[] => {
      const at = `/paths/${escaped(path)}/${method}`;
      const value = isObject(item) ? item[method] : undefined;
      return isObject(value) ? [{ pointer: at, operation: `${method.toUpperCase()} ${path}`, value }] : [];
    }),
  );
}

/**
 * The schemas within JSON bodies that alone decide what may stand where they stand: on the way to them there are only
 * properties, items and references.
 */
export function findSchemaSites(document: JsonObject): readonly SchemaSite[] {
  return findOperations(document).flatMap(({ pointer, operation, value }): readonly SchemaSite[] => {
    const body = resolved(document, `${pointer}/requestBody`);
    const bodies = contentSites(document, { place: body, operation, side: 'request', name: 'body' });
    const answers = entriesOf(value.responses).flatMap(([status]) => {
      const place = resolved(document, `${pointer}/responses/${escaped(status)}`);
      const name = `response ${status.toUpperCase().replace('DEFAULT', 'default')}`;
      return contentSites(document, { place, operation, side: 'response', name });
    });
    return [...bodies, ...answers];
  });
}

interface Content extends Pick<SchemaSite, 'operation' | 'side'> {
  readonly place: Found | undefined;
  readonly name: string;
}

function contentSites(document: JsonObject, { place, operation, side, name }: Content): readonly SchemaSite[] {
  if (place === undefined) return [];
  return entriesOf(place.value.content)
    .filter(([mediaType]) => mediaType === 'application/json')
    .flatMap(([mediaType]) => {
      const schema = `${place.pointer}/content/${escaped(mediaType)}/schema`;
      const sites = walk(document, schema, side);
      return sites.map((found) => ({ ...found, operation, side, part: `${name} ${mediaType}` }));
    });
}

interface Found {
  readonly pointer: string;
  readonly value: JsonObject;
}

const mostDeep = 6;

function walk(
  document: JsonObject,
  root: string,
  side: SchemaSite['side'],
): readonly Pick<SchemaSite, 'pointer' | 'schema'>[] {
  const sites = new Map<string, JsonObject>();
  const pending: (readonly [string, number])[] = [[root, 0]];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const [at, depth] = next;
    const place = resolved(document, at);
    if (place === undefined || depth > mostDeep || sites.has(place.pointer)) continue;
    const { pointer, value } = place;
    // Under others, or hidden, it does not decide alone.
    const decides = !Object.keys(value).some((keyword) => entangling.has(keyword)) && !isHidden(value, side);
    if (!decides) continue;
    sites.set(pointer, value);
    for (const [name] of entriesOf(value.properties))
      pending.push([`${pointer}/properties/${escaped(name)}`, depth + 1]);
    if (isObject(value.items) && value.maxItems !== 0) pending.push([`${pointer}/items`, depth + 1]);
  }
  const turned = turnedFrom(document, root);
  return [...sites].filter(([pointer]) => !turned.has(pointer)).map(([pointer, schema]) => ({ pointer, schema }));
}

/** Where a narrower schema may make the whole wider. */
const turning: ReadonlySet<string> = new Set(['oneOf', 'not', 'if', 'then', 'else', 'contains']);

/** The schemas that are reached from one through a keyword that turns verdicts round. */
function turnedFrom(document: JsonObject, root: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const turned = new Set<string>();
  const pending: (readonly [string, boolean])[] = [[root, false]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [pointer, isTurned] = next;
    const value = valueAt(document, pointer);
    if (!isObject(value) || seen.has(`${pointer} ${isTurned}`)) continue;
    seen.add(`${pointer} ${isTurned}`);
    if (isTurned) turned.add(pointer);
    if (typeof value.$ref === 'string') pending.push([decodeURIComponent(value.$ref.slice(1)), isTurned]);
    for (const [keyword, content] of Object.entries(value)) {
      if (typeof content !== 'object' || content === null) continue;
      const inside = isTurned || turning.has(keyword);
      pending.push([`${pointer}/${escaped(keyword)}`, inside]);
      for (const key of Object.keys(content)) pending.push([`${pointer}/${escaped(keyword)}/${escaped(key)}`, inside]);
    }
  }
  return turned;
}

const entangling: ReadonlySet<string> = new Set([
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'discriminator',
  'dependentSchemas',
  'dependentRequired',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'unevaluatedProperties',
  'prefixItems',
  'contains',
  'readOnly',
  'writeOnly',
]);

/** Whether a property takes no part in the messages of a side. */
export function isHidden(schema: JsonValue | undefined, side: SchemaSite['side']): boolean {
  return isObject(schema) && schema[side === 'request' ? 'readOnly' : 'writeOnly'] === true;
}

/** What a pointer leads to, through references that stand alone but for descriptions. */
export function resolved(document: JsonObject, pointer: string): Found | undefined {
  let at = pointer;
  for (let steps = 0; steps < 20; steps += 1) {
    const value = valueAt(document, at);
    if (!isObject(value)) return undefined;
    if (typeof value.$ref !== 'string') return { pointer: at, value };
    const others = Object.keys(value).filter((key) => !['$ref', 'description', 'summary'].includes(key));
    if (others.length > 0 || !value.$ref.startsWith('#/')) return undefined;
    at = decodeURIComponent(value.$ref.slice(1));
  }
  return undefined;
}

export function valueAt(document: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, JsonValue>>)[key];
  }
  return value;
}

/** The document with another value there; undefined takes it away. */
export function replacedAt(document: JsonValue, pointer: string, value: JsonValue | undefined): JsonValue {
  const [, token, ...rest] = pointer.split('/');
  if (token === undefined) return value ?? null;
  const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
  const below = rest.length === 0 ? '' : `/${rest.join('/')}`;
  const own = Array.isArray(document) ? document[Number(key)] : isObject(document) ? document[key] : undefined;
  const made = below === '' ? value : replacedAt(own ?? {}, below, value);
  if (Array.isArray(document)) {
    if (Number(key) >= document.length) return made === undefined ? document : [...document, made];
    return document.flatMap((item, at) => (at !== Number(key) ? [item] : made === undefined ? [] : [made]));
  }
  const { [key]: _, ...others } = isObject(document) ? document : {};
  if (made === undefined) return others;
  return isObject(document) && Object.hasOwn(document, key)
    ? Object.fromEntries(Object.entries(document).map(([name, each]) => [name, name === key ? made : each]))
    : { ...others, [key]: made };
}

export function isObject(value: JsonValue | JsonSchema | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function entriesOf(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  return isObject(value) ? Object.entries(value) : [];
}

export function escaped(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
