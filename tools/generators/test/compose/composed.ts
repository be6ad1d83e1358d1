import { type Diagnostic, type ReadResult, readServiceModelText, type ServiceModel } from '@brrt/service-model';
import { composeApp } from '../../src/compose/compose-app.ts';

/** `composition.yaml`, `aggregates.yaml` and the contracts of services, by the names of the services. */
export interface Given {
  readonly composition: string;
  readonly aggregates?: string;
  readonly services: Readonly<Record<string, string>>;
}

export interface ComposedText {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

export async function composed({ composition, aggregates, services }: Given): Promise<ComposedText> {
  const { contract, diagnostics } = await composeApp({
    folder: '/workspace/apps/shop',
    read: (path) => ({ 'composition.yaml': composition, 'aggregates.yaml': aggregates })[path],
    contractOf: async (name) =>
      services[name] === undefined ? undefined : readText(services[name], `/workspace/apps/${name}/openapi.yaml`),
  });
  return { text: contract?.text ?? '', diagnostics };
}

export async function composedModel(given: Given): Promise<ServiceModel> {
  const { text, diagnostics } = await composed(given);
  if (text === '') throw new TypeError(diagnostics.map(({ message }) => message).join('\n'));
  return readModel(text, '/workspace/apps/shop/openapi.yaml');
}

export async function readModel(text: string, file: string): Promise<ServiceModel> {
  const { model, diagnostics } = await readText(text, file);
  if (model === undefined) throw new TypeError(diagnostics.map(({ message }) => message).join('\n'));
  return model;
}

function readText(text: string, file: string): Promise<ReadResult> {
  return readServiceModelText({ text, file }, { overlays: [] });
}
