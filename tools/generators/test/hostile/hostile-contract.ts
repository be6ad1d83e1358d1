/** A contract that has the text in every place that may hold text of its author. */
export function hostileContract(text: string): Record<string, unknown> {
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
    security: [{ [text]: [] }, { OAuth: [text] }, { Bearer: [] }, { Basic: [] }],
    paths: { ...paths(text), 'x-paths': text },
    webhooks: { [text]: { post: { summary: text, description: text, requestBody: requestBody(text) } } },
    components: components(text),
    [`x-${text}`]: { [text]: text },
  };
}

function paths(text: string): Record<string, unknown> {
  // Braces, slashes and what ends a path cannot be part of a segment; controls cannot be sent.
  const segment = text.replaceAll(/[{}/?#%]|\p{C}|\p{Z}/gu, '').slice(0, 40);
  return {
    '/plain': { get: { operationId: 'plain', responses: { '204': { description: text } } } },
    '/things/{id}': {
      summary: text,
      description: text,
      post: {
        ...{ operationId: text, summary: text, description: text, tags: [text], deprecated: true },
        parameters: parameters(text),
        requestBody: requestBody(text),
        responses: responses(text),
        callbacks: {
          [text]: { [`{$request.body#/${text}}`]: { post: { summary: text, requestBody: requestBody(text) } } },
        },
        'x-handler': text,
        'x-service': text,
        [`x-${text}`]: text,
      },
    },
    [`/${segment}`]: { get: { responses: { '204': { description: text } } } },
  };
}

function parameters(text: string): readonly unknown[] {
  const examples = { [text]: { summary: text, description: text, value: text } };
  return [
    {
      ...{ name: 'id', in: 'path', required: true, description: text, examples },
      schema: { type: 'string', title: text, default: text, format: text },
    },
    { name: text, in: 'query', description: text, schema: { type: 'string', enum: [text, 'b'], default: text } },
    { name: headerName(text), in: 'header', description: text, schema: { type: 'array', items: { const: text } } },
    { name: text, in: 'cookie', description: text, deprecated: true, schema: { type: 'string', example: text } },
    { name: 'filter', in: 'query', content: { 'application/json': { schema: { properties: { [text]: true } } } } },
  ];
}

/** What is left of it in a name of a header (RFC 9110 §5.6.2): quotes, backticks and dollars are. */
function headerName(text: string): string {
  return `X${text.replaceAll(/[^\w!#$%&'*+.^`|~-]/g, '')}`;
}

function requestBody(text: string): unknown {
  return {
    description: text,
    content: {
      ...content(text),
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

function responses(text: string): Record<string, unknown> {
  return {
    '200': {
      description: text,
      content: content(text),
      headers: { [headerName(text)]: { description: text, required: true, schema: { type: 'string', enum: [text] } } },
      links: {
        [text]: { operationId: text, description: text, parameters: { [text]: text }, requestBody: text },
      },
    },
    '4XX': { description: text },
    default: { description: text, content: { ...content(text), [text]: {} } },
    [`x-${text}`]: text,
  };
}

function content(text: string): Record<string, unknown> {
  const schema = {
    oneOf: [{ $ref: '#/components/schemas/Thing' }, { $ref: '#/components/schemas/Other' }],
    discriminator: { propertyName: text, mapping: { [text]: 'Thing' } },
  };
  return { 'application/json': { schema, examples: { [text]: { summary: text, value: { [text]: text } } } } };
}

/** Matches the text itself. */
function literalPattern(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '').replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function components(text: string): Record<string, unknown> {
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
      self: { $ref: '#/components/schemas/Thing' },
    },
    ...{ discriminator: { propertyName: text }, externalDocs: { url: text, description: text }, xml: { name: text } },
    [`x-${text}`]: { [text]: text },
  };
  return {
    schemas: {
      Thing: thing,
      Other: { type: 'object', description: text, properties: { [text]: { type: 'string' } } },
      [text]: { type: ['string', 'null'], title: text },
    },
    securitySchemes: {
      [text]: { type: 'apiKey', in: 'header', name: 'X-Key', description: text, [`x-${text}`]: text },
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
