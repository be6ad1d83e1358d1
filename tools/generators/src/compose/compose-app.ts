import { type Diagnostic, type JsonValue, type ReadResult, readServiceModelText } from '@brrt/service-model';
import { parse } from 'yaml';
import type { EmittedFile } from '../emit/emitted-file.ts';
import { aggregateField, readAggregateParts } from './aggregate-parts.ts';
import { compose } from './compose.ts';
import type { Composition } from './composition.ts';
import { isList, isObject } from './composition-file.ts';
import { componentsOverlay, offeredComponents } from './offered-components.ts';
import { compositionFile, readComposition } from './read-composition.ts';
import { type ServiceDocument, serviceDocument } from './service-document.ts';
import { writeComposed } from './write-composed.ts';

export const aggregatesFile = 'aggregates.yaml';

export interface ComposedApp {
  /** Absolute. */
  readonly folder: string;
  /** Files of the app; undefined for what is not there. */
  readonly read: (path: string) => string | undefined;
  /** The contract of a service of the workspace; undefined when there is none. */
  readonly contractOf: (service: string) => Promise<ServiceContract | undefined>;
}

/** Without a model, the diagnostics say why. */
export type ServiceContract = Pick<ReadResult, 'model' | 'diagnostics'>;

export interface ComposedContract {
  /** `openapi.yaml`; undefined when there is no composition, or when a finding is an error. */
  readonly contract: EmittedFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The contract of an app with a `composition.yaml`. */
export async function composeApp({ folder, read, contractOf }: ComposedApp): Promise<ComposedContract> {
  const text = read(compositionFile);
  if (text === undefined) return { contract: undefined, diagnostics: [] };
  const { composition, diagnostics } = readComposition({ text, file: `${folder}/${compositionFile}` });
  if (composition === undefined) return { contract: undefined, diagnostics };
  const own = read(aggregatesFile);
  const { documents, unreadable } = await readServices(calledServices(composition, own), contractOf);
  // What follows from a contract that cannot be read would be told as a mistake of this one.
  if (unreadable.length > 0) return { contract: undefined, diagnostics: [...diagnostics, ...unreadable] };
  const aggregates = own === undefined ? undefined : await readAggregates({ text: own, folder }, documents);
  const composed = compose({
    composition,
    services: documents,
    aggregates: aggregates?.model && serviceDocument('', aggregates.model),
  });
  const mistakes = (aggregates?.diagnostics ?? []).filter(isError);
  const found = [...diagnostics, ...composed.diagnostics, ...mistakes];
  if (composed.document === undefined || mistakes.length > 0) return { contract: undefined, diagnostics: found };
  const contract: EmittedFile = { path: 'openapi.yaml', text: writeComposed(composed.document), owner: 'generator' };
  return { contract, diagnostics: found };
}

interface ReadServices {
  readonly documents: readonly ServiceDocument[];
  /** Why the others cannot be read. */
  readonly unreadable: readonly Diagnostic[];
}

async function readServices(services: readonly string[], contractOf: ComposedApp['contractOf']): Promise<ReadServices> {
  const documents: ServiceDocument[] = [];
  const unreadable: Diagnostic[] = [];
  for (const service of services) {
    const contract = await contractOf(service);
    if (contract?.model !== undefined) documents.push(serviceDocument(service, contract.model));
    else unreadable.push(...(contract?.diagnostics ?? []).filter(isError));
  }
  return { documents, unreadable };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function readAggregates(
  { text, folder }: { readonly text: string; readonly folder: string },
  services: readonly ServiceDocument[],
) {
  const overlay = componentsOverlay(text, offeredComponents(services));
  const overlays = overlay === undefined ? [] : [{ text: overlay, file: `${folder}/components-of-services.json` }];
  return readServiceModelText({ text, file: `${folder}/${aggregatesFile}` }, { overlays });
}

/** Those of the composition in its order, then those that only answers of the BFF's own are made of. */
function calledServices(composition: Composition, aggregates: string | undefined): readonly string[] {
  const chosen = composition.contracts.flatMap(({ services }) => services.map(({ service }) => service));
  return [...new Set([...chosen, ...partServices(aggregates)])];
}

function partServices(aggregates: string | undefined): readonly string[] {
  if (aggregates === undefined) return [];
  const found: string[] = [];
  const visit = (value: JsonValue): void => {
    if (isList(value)) for (const item of value) visit(item);
    if (!isObject(value)) return;
    for (const [key, child] of Object.entries(value)) {
      const parts = key === aggregateField ? readAggregateParts(child) : undefined;
      found.push(...(parts ?? []).map(({ service }) => service));
      visit(child);
    }
  };
  try {
    visit(parse(aggregates));
  } catch {
    // What cannot be read is reported by who reads it as a contract.
  }
  return found;
}
