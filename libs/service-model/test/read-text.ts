import { type ReadResult, readServiceModelText, type ServiceModel } from '../src/index.ts';

/** Reads a contract given as a value; its file exists nowhere. */
export function readValue(document: unknown): Promise<ReadResult> {
  return readServiceModelText({ text: JSON.stringify(document), file: '/nowhere/openapi.json' });
}

/** The model of a contract that must be readable. */
export async function modelOf(document: unknown): Promise<ServiceModel> {
  const { model, diagnostics } = await readValue(document);
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  return model;
}

/** Paths in OpenAPI 3.1 with the components given. */
export function contract(paths: object, components: object = {}): object {
  return { openapi: '3.1.0', info: { title: 'Test', version: '1' }, paths, components };
}

/** Findings as `severity code`. */
export async function findingsIn(document: unknown): Promise<readonly string[]> {
  const { diagnostics } = await readValue(document);
  return diagnostics.map(({ severity, code }) => `${severity} ${code}`);
}
