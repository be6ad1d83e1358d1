import { type ReadResult, readServiceModelText } from '@brrt/service-model';
import type { Change } from '../change.ts';
import { compareContracts } from '../compare-contracts.ts';

/** The model of a document without faults. */
export async function modelOf(text: string): Promise<NonNullable<ReadResult['model']>> {
  const { model, diagnostics } = await readServiceModelText({ text, file: 'openapi.yaml' }, { overlays: [] });
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  return model;
}

export const head = `openapi: 3.1.0
info: { title: T, version: 1.0.0 }
`;

/** What has changed between two documents, each behind `head`. */
export async function diff(old: string, fresh: string): Promise<readonly Change[]> {
  return compareContracts(await modelOf(head + old), await modelOf(head + fresh));
}

/** The same of documents of OpenAPI 3.2. */
export async function diffOf32(old: string, fresh: string): Promise<readonly Change[]> {
  const newer = head.replace('3.1.0', '3.2.0');
  return compareContracts(await modelOf(newer + old), await modelOf(newer + fresh));
}

/** What is breaking has a witness. */
export const told = (changes: readonly Change[]): readonly string[] =>
  changes.map(({ id, level, witness }) => `${level} ${id}${level === 'breaking' && !witness ? ' unshown' : ''}`);

/** One operation with a request body and a response of these schemas, written as flow YAML. */
export const withBody = (schema: string, components = '{}'): string => `paths:
  /pets:
    post:
      operationId: addPet
      requestBody: { required: true, content: { application/json: { schema: ${schema} } } }
      responses: { '201': { description: made } }
components: { schemas: ${components} }
`;
export const withAnswer = (schema: string, components = '{}'): string => `paths:
  /pets:
    get:
      operationId: listPets
      responses: { '200': { description: all, content: { application/json: { schema: ${schema} } } } }
components: { schemas: ${components} }
`;
export const withOperation = (fields: string, more = ''): string => `paths:
  /pets:
    get: { operationId: listPets, responses: { '200': { description: all } }, ${fields} }
${more}`;
/** One operation that takes this content and answers with it. */
export const withContent = (mediaType: string, media: string): string => `paths:
  /pets:
    post:
      operationId: addPets
      requestBody: { required: true, content: { ${mediaType}: ${media} } }
      responses: { '200': { description: made, content: { ${mediaType}: ${media} } } }
`;
