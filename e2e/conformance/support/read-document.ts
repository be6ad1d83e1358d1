import { readServiceModelText, type ServiceModel } from '@brrt/service-model';

export interface ReadDocument {
  readonly model: ServiceModel | undefined;
  /** `code pointer` of every finding, notes included. */
  readonly findings: readonly string[];
  /** Those that are errors. */
  readonly errors: readonly string[];
}

/** Reads a contract that stands in a test. */
export async function readDocument(document: object): Promise<ReadDocument> {
  const text = JSON.stringify({ info: { title: 'Conformance', version: '1' }, ...document });
  const { model, diagnostics } = await readServiceModelText({ text, file: '/conformance/openapi.json' });
  const show = ({ code, pointer }: { readonly code: string; readonly pointer: string }) => `${code} ${pointer}`;
  return {
    model,
    findings: diagnostics.map(show),
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(show),
  };
}
