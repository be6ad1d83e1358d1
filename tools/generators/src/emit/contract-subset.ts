import type { ContractSubset, JsonSchema, MediaType, Operation, Response, ServiceModel } from '@brrt/service-model';
import { reachableNames } from './json-schema.ts';

/** What a client of `operations` needs of the contract: without prose, examples and places in files. */
export function contractSubset(model: ServiceModel, operations: readonly Operation[]): ContractSubset {
  const schemeNames = new Set(operations.flatMap(({ security }) => security.flat().map(({ scheme }) => scheme)));
  const names = reachableNames(operations.flatMap(schemasOf), model.schemas);
  return {
    operations: operations.map(bareOperation),
    schemas: pick(model.schemas, (name) => names.has(name)),
    securitySchemes: Object.fromEntries(
      Object.entries(model.securitySchemes)
        .filter(([name]) => schemeNames.has(name))
        .map(([name, { description: _, ...scheme }]) => [name, { ...scheme, source: nowhere }]),
    ),
  };
}

const nowhere = { file: '', line: 0, column: 0, pointer: '' } as const;

/** Every schema that a request or response of the operation is checked with. */
export function schemasOf({ parameters, requestBody, responses }: Operation): readonly JsonSchema[] {
  const headers = responses.flatMap((response) => response.headers);
  const content = [
    ...[...parameters, ...headers].flatMap((field) => field.content ?? []),
    ...(requestBody?.content ?? []),
    ...responses.flatMap((response) => response.content),
  ];
  const bodies = content.flatMap(({ schema, itemSchema }) => [schema, itemSchema]);
  const fields = [...parameters, ...headers].map(({ schema }) => schema);
  return [...fields, ...bodies].filter((schema) => schema !== undefined);
}

function bareOperation({ description: _, summary: __, ...operation }: Operation): Operation {
  const { requestBody } = operation;
  return {
    ...operation,
    parameters: operation.parameters.map(({ description: _, ...parameter }) => ({
      ...parameter,
      ...(parameter.content === undefined ? {} : { content: bareMedia(parameter.content) }),
      examples: [],
      source: nowhere,
    })),
    ...(requestBody === undefined
      ? {}
      : {
          requestBody: { required: requestBody.required, content: requestBody.content.map(bareMedia), source: nowhere },
        }),
    responses: operation.responses.map(bareResponse),
    callbacks: [],
    source: nowhere,
  };
}

function bareResponse(response: Response): Response {
  return {
    ...response,
    description: '',
    headers: response.headers.map(({ description: _, ...header }) => ({ ...header, source: nowhere })),
    content: response.content.map(bareMedia),
    source: nowhere,
  };
}

function bareMedia(media: MediaType): MediaType {
  return { ...media, examples: [], source: nowhere };
}

function pick<Value>(
  record: Readonly<Record<string, Value>>,
  wanted: (name: string) => boolean,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => wanted(name)));
}
