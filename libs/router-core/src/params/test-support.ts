import type { JsonSchema, Operation, Parameter } from '@brrt/service-model';
import type { Violation } from '../errors/violation.ts';
import { createLiveSchemas } from '../schema/index.ts';
import { compileParams } from './compile-params.ts';

const styles = { path: 'simple', query: 'form', header: 'simple', cookie: 'form', querystring: 'form' } as const;
export const source = { file: 'test', line: 1, column: 1, pointer: '' };

/** A parameter with the defaults of its place. */
export function parameter(
  place: Parameter['in'],
  name: string,
  schema: JsonSchema,
  more: Partial<Parameter> = {},
): Parameter {
  const base = {
    required: false,
    deprecated: false,
    allowEmptyValue: false,
    allowReserved: false,
    examples: [],
    source,
  };
  return { ...base, name, in: place, style: styles[place], explode: styles[place] === 'form', schema, ...more };
}

export const schemas = {
  Id: { type: 'integer', minimum: 1, default: 3 },
  Text: { type: 'string' },
  Loop: { oneOf: [1, 2, 3, 4].map(() => ({ $ref: '#/components/schemas/Loop' })) },
} as const;
const key = { name: 'Key', type: 'apiKey', in: 'query', parameterName: 'api_key', extensions: {}, source } as const;

export interface Sent {
  readonly path?: readonly string[];
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly rawHeaders?: readonly string[];
}

/** What a request with these parts gives, and what is wrong with it. */
export function read(parameters: readonly Parameter[], sent: Sent, strictQuery = false) {
  const path = parameters
    .filter((one) => one.in === 'path')
    .map(({ name }) => `/{${name}}`)
    .join('');
  const operation = {
    id: 'test',
    path,
    parameters,
    responses: [],
    security: [[{ scheme: 'Key', scopes: [] }]],
  } as unknown as Operation;
  const contract = {
    operations: [operation],
    schemas,
    securitySchemes: { Key: key },
  };
  const decoder = compileParams(operation, contract, createLiveSchemas(contract), { strictQuery });
  const violations: Violation[] = [];
  const params = decoder.decode(
    {
      pathValues: sent.path ?? [],
      query: sent.query ?? '',
      headers: sent.headers ?? {},
      rawHeaders: sent.rawHeaders ?? [],
    },
    violations,
  );
  return { params, violations: violations.map(({ in: place, pointer, keyword }) => `${place} ${pointer} ${keyword}`) };
}
