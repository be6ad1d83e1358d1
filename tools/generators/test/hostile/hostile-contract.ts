interface Contract extends Readonly<Record<string, unknown>> {
  readonly security: readonly unknown[];
  readonly paths: Readonly<Record<string, unknown>>;
  readonly webhooks: Readonly<Record<string, unknown>>;
  readonly components: Readonly<Record<'schemas' | 'securitySchemes', Readonly<Record<string, unknown>>>>;
}

/** One contract that has every text, each in operations and schemas of its own. */
export function hostileContracts(texts: readonly string[]): Contract {
  const parts = texts.map((text, index) => hostileContract(text, String(index)));
  return {
    ...parts[0],
    security: parts.flatMap(({ security }) => security),
    paths: merged(parts.map(({ paths }) => paths)),
    webhooks: merged(parts.map(({ webhooks }) => webhooks)),
    components: {
      schemas: merged(parts.map(({ components }) => components.schemas)),
      securitySchemes: merged(parts.map(({ components }) => components.securitySchemes)),
    },
  };
}

function merged(records: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  return Object.fromEntries(records.flatMap((record) => Object.entries(record)));
}

/** A contract that has the text in every place that may hold text of its author; `mark` tells its names from those of others. */
export function hostileContract(text: string, mark = ''): Contract {
  return {
    openapi: '3.1.0',
    info: {
      ...{ title: text, version: text, summary: text, description: text, termsOfService: text },
      ...{ contact: { name: text, email: text }, license: { name: text, identifier: text } },
    },
    servers: [
      {
        url: 'https://example.com/{stage}',
        description: text,
        variables: { stage: { default: 'v1', description: text } },
      },
    ],
    externalDocs: { description: text, url: 'https://example.com/' },
    tags: [{ name: text, description: text }],
    security: [{ [schemeName(text)]: [] }, { OAuth: [text] }, { Bearer: [] }, { Basic: [] }],
    paths: { ...paths(text, mark), 'x-paths': text },
    webhooks: { [text]: { post: { summary: text, description: text, requestBody: requestBody(text, mark) } } },
    components: components(text, mark),
    [`x-${text}`]: { [text]: text },
  };
}

function paths(text: string, mark: string): Record<string, unknown> {
  // Braces, slashes and what ends a path cannot be part of a segment; controls cannot be sent.
  const segment = text.replaceAll(/[{}/?#%]|\p{C}|\p{Z}/gu, '').slice(0, 40);
  return {
    [`/plain${mark}`]: { get: { operationId: `plain${mark}`, responses: { '204': { description: text } } } },
    [`/things${mark}/{id}`]: {
      summary: text,
      description: text,
      post: {
        ...{ operationId: text, summary: text, description: text, tags: [text], deprecated: true },
        parameters: parameters(text),
        requestBody: requestBody(text, mark),
        responses: responses(text, mark),
        callbacks: {
          [text]: { [`{$request.body#/${text}}`]: { post: { summary: text, requestBody: requestBody(text, mark) } } },
        },
        'x-handler': text,
        'x-service': text,
        [`x-${text}`]: text,
      },
    },
    [`/${mark}${segment}`]: { get: { responses: { '204': { description: text } } } },
  };
}

function parameters(text: string): readonly unknown[] {
  const examples = { [text]: { summary: text, description: text, value: text } };
  return [
    {
      ...{ name: 'id', in: 'path', required: true, description: text, examples },
      schema: { type: 'string', title: text, default: text, format: text },
    },
    {
      name: parameterName(text),
      in: 'query',
      description: text,
      schema: { type: 'string', enum: [text, 'b'], default: text },
    },
    { name: headerName(text), in: 'header', description: text, schema: { type: 'array', items: { const: text } } },
    {
      name: parameterName(text),
      in: 'cookie',
      description: text,
      deprecated: true,
      schema: { type: 'string', example: text },
    },
    { name: 'filter', in: 'query', content: { 'application/json': { schema: { properties: { [text]: true } } } } },
  ];
}

/** Half a surrogate pair cannot be sent, and so be no name of what is. */
function parameterName(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '');
}

/** What is left of it in a name of a header (RFC 9110 §5.6.2): quotes, backticks and dollars are. */
function headerName(text: string): string {
  return `X${text.replaceAll(/[^\w!#$%&'*+.^`|~-]/g, '')}`;
}

function requestBody(text: string, mark: string): unknown {
  return {
    description: text,
    content: {
      ...content(text, mark),
      'multipart/form-data': {
        schema: {
          type: 'object',
          properties: { [text]: { type: 'string', contentMediaType: 'image/png', description: text } },
        },
        encoding: {
          [text]: { contentType: 'image/png', headers: { [headerName(text)]: { description: text, schema: {} } } },
        },
      },
      'text/plain': { schema: { type: 'string', enum: [text] } },
      [`image/*; q="${text}"`]: {},
      [text]: {},
    },
  };
}

function responses(text: string, mark: string): Record<string, unknown> {
  return {
    '200': {
      description: text,
      content: content(text, mark),
      headers: {
        [headerName(text)]: { description: text, required: true, schema: { type: 'string', enum: [headerName(text)] } },
      },
      links: {
        [text]: { operationId: text, description: text, parameters: { [text]: text }, requestBody: text },
      },
    },
    '4XX': { description: text },
    default: { description: text, content: { ...content(text, mark), [text]: {} } },
    [`x-${text}`]: text,
  };
}

function content(text: string, mark: string): Record<string, unknown> {
  const schema = {
    oneOf: [{ $ref: `#/components/schemas/Thing${mark}` }, { $ref: `#/components/schemas/Other${mark}` }],
    discriminator: { propertyName: text, mapping: { [text]: `Thing${mark}` } },
  };
  return { 'application/json': { schema, examples: { [text]: { summary: text, value: { [text]: text } } } } };
}

/** What is left of it in the name of a component (OpenAPI 3.1 §4.8.7). */
export function schemeName(text: string): string {
  return text.replaceAll(/[^\w.-]/g, '') || 'Key';
}

/** Matches the text itself. */
function literalPattern(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '').replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function components(text: string, mark: string): Contract['components'] {
  const thing = {
    ...{ type: 'object', title: text, description: text, $comment: text, required: [text, 'kind'] },
    properties: {
      [text]: { type: 'string', default: text, description: text, enum: [text, 'b'], examples: [text] },
      kind: { const: text },
      matching: { type: 'string', pattern: `^${literalPattern(text)}` },
      addressed: { not: { $id: `https://example.com/${text}`, $anchor: text, $comment: text, type: 'null' } },
      nested: {
        ...{ type: 'object', deprecated: true, additionalProperties: { type: 'string', description: text } },
        ...{ dependentRequired: { [text]: [text] }, propertyNames: { not: { const: text } } },
      },
      list: { type: 'array', items: { enum: [text, 1, null, { [text]: text }, [text]] }, default: [text] },
      self: { $ref: `#/components/schemas/Thing${mark}` },
    },
    ...{ discriminator: { propertyName: text }, externalDocs: { url: text, description: text }, xml: { name: text } },
    [`x-${text}`]: { [text]: text },
  };
  return {
    schemas: {
      [`Thing${mark}`]: thing,
      [`Other${mark}`]: { type: 'object', description: text, properties: { [text]: { type: 'string' } } },
      [text]: { type: ['string', 'null'], title: text },
    },
    securitySchemes: {
      [schemeName(text)]: { type: 'apiKey', in: 'header', name: 'X-Key', description: text, [`x-${text}`]: text },
      Bearer: { type: 'http', scheme: 'bearer', bearerFormat: text, description: text },
      Basic: { type: 'http', scheme: 'basic', description: text },
      OAuth: {
        type: 'oauth2',
        description: text,
        flows: { clientCredentials: { tokenUrl: 'https://example.com/token', scopes: { [text]: text } } },
      },
    },
  };
}
