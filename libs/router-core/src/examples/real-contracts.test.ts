import { existsSync } from 'node:fs';
import { type Operation, readServiceModel, type ServiceModel } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { compileContentEncoder, mediaKind } from '../body/index.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import { listSchemaPlaces, responseBodyPlace, responseItemPlace } from '../schema/schema-places.ts';
import { chooseResponse } from './choose-response.ts';
import { compileExamples } from './compile-examples.ts';
import { checkedSchema } from './example-content.ts';
import { generateValue } from './generate-value.ts';
import { parsePrefer } from './parse-prefer.ts';

const folder = new URL('../../../../../shared/specs/', import.meta.url);
const files = [
  'petstore-2.0.json',
  'docker-engine-2.0.yaml',
  'twilio-v2010-3.0.json',
  'uspto-3.0.json',
  'petstore-3.0.yaml',
  'qdrant-3.0.json',
  'camara-qod-3.0-multi/code/API_definitions/quality-on-demand.yaml',
  'openai-3.1.yaml',
  'redocly-museum-3.1.yaml',
  'figma-3.1.yaml',
  'prometheus-3.2.yaml',
  'redocly-cafe-3.2.yaml',
  'brrtrouter-petstore.yaml',
];

const noRequest = { path: {}, query: {}, headers: {}, cookies: {}, body: undefined };

/** Why an answer is not good; undefined when it is. */
function judge(operation: Operation, contract: ServiceModel, schemas: SchemaCompiler): string | undefined {
  for (const prefer of [undefined, 'dynamic=true, seed=7']) {
    const answer = compileExamples(operation, { contract, schemas }).respond({
      preference: parsePrefer(prefer),
      accept: undefined,
      request: noRequest,
    });
    const response = chooseResponse(operation, undefined)?.response;
    if (answer === undefined || response === undefined) return `${operation.id} has no answer`;
    const { contentType, body } = answer.result;
    if (contentType === undefined) continue;
    const media = response.content.find(({ mediaType }) => mediaType === contentType) ?? response.content[0];
    if (media !== undefined) compileContentEncoder(media, contract)(body, contentType);
    const schema =
      media &&
      checkedSchema(media, mediaKind(contentType), {
        contract,
        schemas,
        bodyPlace: responseBodyPlace(operation, response, media),
        itemPlace: responseItemPlace(operation, response, media),
      });
    if (schema?.isValid(body) === false) return `${operation.id} breaks ${JSON.stringify(schema.explain(body, 1))}`;
  }
  return undefined;
}

describe.skipIf(!existsSync(folder))('real contracts (skipped where they are absent)', () => {
  it.each(files)('every operation of %s answers with a valid body', async (file) => {
    const { model } = await readServiceModel(new URL(file, folder).pathname);
    if (model === undefined) throw new TypeError('The contract cannot be read');
    const schemas = createLiveSchemas(model);
    const answering = model.operations.filter(({ responses }) =>
      responses.some(({ status }) => /^2|default/.test(status)),
    );
    expect(answering.length).toBeGreaterThan(0);
    expect(
      answering.map((operation) => judge(operation, model, schemas)).filter((fault) => fault !== undefined),
    ).toEqual([]);
    console.info(`${file}: ${answering.length} of ${model.operations.length} operations answer`);
  });

  it.each(files)('every schema of %s has a value', async (file) => {
    const { model } = await readServiceModel(new URL(file, folder).pathname);
    if (model === undefined) throw new TypeError('The contract cannot be read');
    const schemas = createLiveSchemas(model);
    const without = listSchemaPlaces(model).filter((place) => {
      const { isValid } = schemas.compile(place);
      return generateValue(place.schema, model, { direction: place.direction, isValid }) === undefined;
    });
    expect(without.map(({ key }) => key)).toEqual([]);
  });
});
