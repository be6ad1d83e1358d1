import { readServiceModelText } from '@brrt/service-model';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { emitClient } from '../src/emit/emit-client.ts';
import { emitHandler } from '../src/emit/emit-handler.ts';
import { emitService } from '../src/emit/emit-service.ts';
import { typeCheck } from './type-check.ts';

// Each of them ends some context that a careless generator puts text into, then runs code.
const breakouts = [
  '*/ evil(); /*',
  '"; evil(); //',
  "'; evil(); //",
  '`; evil(); //',
  `\${evil()}`,
  '\u2028evil();//',
  '\\"; evil(); //',
  '\\u0022; evil(); //',
  '\n evil();\n//',
  '}; evil(); const x = {',
  '</script><script>evil()</script>',
  '\u202e evil() \u2066',
  '__proto__',
  'constructor',
];

/** A contract that has the text in every place that may hold free text. */
function hostileContract(text: string): Record<string, unknown> {
  const schema = {
    type: 'object',
    title: text,
    description: text,
    required: [text, 'kind'],
    properties: {
      [text]: { type: 'string', default: text, description: text, enum: [text, 'b'], examples: [text] },
      kind: { const: text },
      nested: { type: 'object', additionalProperties: { type: 'string', description: text }, deprecated: true },
      list: { type: 'array', items: { enum: [text, 1, null] } },
    },
    discriminator: { propertyName: text },
    [`x-${text}`]: text,
  };
  const content = {
    'application/json': {
      schema: {
        oneOf: [{ $ref: '#/components/schemas/Thing' }, { $ref: '#/components/schemas/Other' }],
        discriminator: { propertyName: text, mapping: { [text]: 'Thing' } },
      },
      example: text,
    },
  };
  const responses = {
    '200': {
      description: text,
      content,
      headers: { 'X-Header': { description: text, schema: { type: 'string', enum: [text] } } },
    },
    '4XX': { description: text },
    default: { description: text, content },
  };
  return {
    openapi: '3.1.0',
    info: { title: text, version: text, description: text },
    servers: [{ url: 'https://example.com/v1', description: text }],
    tags: [{ name: text, description: text }],
    security: [{ Key: [] }, { OAuth: [text] }],
    paths: {
      '/things/{id}': {
        post: {
          operationId: text,
          summary: text,
          description: text,
          tags: [text],
          parameters: [
            {
              name: 'id',
              in: 'path',
              required: true,
              description: text,
              schema: { type: 'string', pattern: '^a$', default: text },
            },
            { name: text, in: 'query', description: text, schema: { type: 'string', enum: [text] } },
          ],
          requestBody: {
            description: text,
            required: true,
            content: {
              ...content,
              'multipart/form-data': {
                schema: { type: 'object', properties: { [text]: { type: 'string', contentMediaType: 'image/png' } } },
              },
            },
          },
          responses,
          'x-extension': text,
        },
      },
      // Braces, slashes and what ends a path cannot be part of a segment.
      [`/${text.replaceAll(/[{}/?#]/g, '')}`]: { get: { responses: { '204': { description: text } } } },
    },
    components: {
      schemas: {
        Thing: schema,
        Other: { type: 'object', description: text, properties: { [text]: { type: 'string' } } },
      },
      securitySchemes: {
        Key: { type: 'apiKey', in: 'header', name: 'X-Key', description: text },
        OAuth: {
          type: 'oauth2',
          description: text,
          flows: { clientCredentials: { tokenUrl: 'https://example.com/token', scopes: { [text]: text } } },
        },
      },
    },
  };
}

/** Every text that comes out of such a contract, by path. */
async function emitted(text: string): Promise<Record<string, string>> {
  const { model, diagnostics } = await readServiceModelText({
    text: JSON.stringify(hostileContract(text)),
    file: '/contract.json',
  });
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  const files = emitService(model, { service: 'sample', port: 1, contract: '', secret: () => 'key' });
  return {
    ...Object.fromEntries(files.map((file) => [file.path, file.text])),
    'src/generated/clients/sample.gen.ts': emitClient(model, { service: 'sample', operations: 'all' }),
    ...Object.fromEntries(model.operations.map(({ name }) => [`src/handlers/${name}.ts`, emitHandler(name)])),
  };
}

/** Calls that emitted code makes itself. */
const expectedCalls = new Set([
  ...['loadContract', 'createService', 'createSecurity', 'createObservability', 'createSampleService', 'readConfig'],
  ...[
    'observability.logger.service.warn',
    'service.run',
    'service.close',
    'service.fetch',
    'clientSchemas',
    'createClient',
  ],
  ...['createSampleClient', 'response.headers.get', 'response.json', 'afterAll', 'it', 'expect'],
]);

function callsIn(source: ts.SourceFile): readonly string[] {
  const calls: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) calls.push(node.expression.getText(source));
    if (ts.isTaggedTemplateExpression(node)) calls.push(node.getText(source));
    if (ts.isTemplateExpression(node)) calls.push(node.getText(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls.filter((call) => !expectedCalls.has(call) && !call.startsWith('expect('));
}

function parsed(path: string, text: string): { readonly source: ts.SourceFile; readonly mistakes: readonly string[] } {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true, fileName: path });
  return {
    source,
    mistakes: diagnostics.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  };
}

describe.each(breakouts)('a contract full of %j', (text) => {
  let files: Record<string, string> = {};
  beforeAll(async () => {
    files = await emitted(text);
  });

  it('gives code that parses and calls nothing of its own', () => {
    for (const [path, code] of Object.entries(files).filter(([name]) => name.endsWith('.ts'))) {
      const { source, mistakes } = parsed(path, code);
      expect(mistakes).toEqual([]);
      expect(callsIn(source)).toEqual([]);
      expect(source.statements.every(isExpectedStatement), path).toBe(true);
    }
  });

  it('leaves the configuration with the keys that it should have', () => {
    const development: unknown = parse(files['config.development.yaml'] ?? '');
    expect(development).toEqual({
      security: {
        development: {
          Key: { key: 'key', subject: 'developer' },
          OAuth: { token: 'key', subject: 'developer', scopes: [text] },
        },
      },
    });
    expect(parse(files['config.yaml'] ?? '')).toEqual({ port: 1 });
  });
});

/** Expression statements of emitted code are calls, which are looked at above. */
function isExpectedStatement(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isExpressionStatement(statement)
  );
}

it('compiles what hostile contracts give', async () => {
  const all = await Promise.all(breakouts.map(async (text, index) => [index, await emitted(text)] as const));
  const files = all.flatMap(([index, emittedFiles]) =>
    Object.entries(emittedFiles).map(([path, text]) => [`app-${index}/${path}`, text] as const),
  );
  expect(await typeCheck(Object.fromEntries(files.filter(([path]) => path.endsWith('.ts'))))).toEqual([]);
});
