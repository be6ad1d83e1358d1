import type { JsonObject, JsonSchema, JsonValue, Operation } from '@brrt/service-model';

/** A response as the published document declares it. */
export interface PublishedResponse {
  readonly status: string;
  readonly content: Readonly<Record<string, PublishedMedia>>;
  readonly headers: Readonly<Record<string, PublishedHeader>>;
}

export interface PublishedMedia {
  readonly schema?: JsonSchema;
  readonly itemSchema?: JsonSchema;
}

export interface PublishedHeader extends PublishedMedia {
  readonly required?: boolean;
  readonly explode?: boolean;
  readonly content?: Readonly<Record<string, PublishedMedia>>;
}

/** Finds an operation in the document that its service publishes, and follows references there: the model is not asked. */
export function publishedResponses(document: JsonObject, operation: Operation): readonly PublishedResponse[] {
  const found = findOperation(document, operation);
  const responses = asObject(found.responses);
  return Object.entries(responses)
    .filter(([status]) => !status.startsWith('x-'))
    .map(([status, value]) => {
      const response = follow(document, value);
      return {
        status: status.toUpperCase() === 'DEFAULT' ? 'default' : status.toUpperCase(),
        content: followEach(document, response.content),
        headers: followEach(document, response.headers),
      };
    });
}

/** The response that a status code belongs to: exact, then its range, then `default`. */
export function responseFor(responses: readonly PublishedResponse[], status: number): PublishedResponse | undefined {
  const wanted = [String(status), `${Math.trunc(status / 100)}XX`, 'default'];
  return wanted
    .map((name) => responses.find((response) => response.status === name))
    .find((found) => found !== undefined);
}

/** Schemas of a request body by media type. */
export function publishedBody(document: JsonObject, operation: Operation): Readonly<Record<string, PublishedMedia>> {
  return followEach(document, follow(document, findOperation(document, operation).requestBody).content);
}

function findOperation(document: JsonObject, { path, method }: Operation): JsonObject {
  const paths = asObject(document.paths);
  // A key may end in a query or a fragment, which are no part of a path.
  const keys = Object.keys(paths).filter((key) => key === path || key.replace(/[?#].*$/, '') === path);
  const items = keys.map((key) => follow(document, paths[key]));
  const found = items.map((item) => item[method.toLowerCase()] ?? asObject(item.additionalOperations)[method]);
  return asObject(found.find((operation) => operation !== undefined));
}

function followEach<Shape>(document: JsonObject, map: JsonValue | undefined): Readonly<Record<string, Shape>> {
  const entries = Object.entries(asObject(map)).filter(
    ([name]) => !name.startsWith('x-') || name.includes('/') || isHeader(map, name),
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, follow(document, value) as Shape])); // as the document says
}

/** Headers may begin with `x-`; there it is no extension. */
function isHeader(map: JsonValue | undefined, name: string): boolean {
  const value = asObject(asObject(map)[name]);
  return '$ref' in value || 'schema' in value || 'content' in value || 'description' in value;
}

/** The object itself, or what its `$ref` names within the document. */
function follow(document: JsonObject, value: JsonValue | undefined, depth = 0): JsonObject {
  const object = asObject(value);
  if (typeof object.$ref !== 'string' || !object.$ref.startsWith('#/') || depth > 16) return object;
  const tokens = object.$ref
    .slice(2)
    .split('/')
    .map((token) => decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~'));
  const target = tokens.reduce<JsonValue | undefined>((node, token) => asObject(node)[token], document);
  return { ...follow(document, target, depth + 1), ...without$ref(object) };
}

function without$ref({ $ref: _, ...rest }: JsonObject): JsonObject {
  return rest;
}

function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}; // the last that is left
}
