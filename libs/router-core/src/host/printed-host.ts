import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ContractSubset, ServiceModel } from '@brrt/service-model';
import type { DocsFiles } from '../ports/docs-files.ts';
import type { Contract, SchemaCompiler } from '../ports/schema-compiler.ts';
import { createPrintedSchemas, type PrintedModule } from '../schema/printed-schemas.ts';

/** Files of a printed contract: the model without its document, and the documents as they are served. */
export type PrintedDataName = 'model.json' | DocumentName | `${string}.${DocumentName}`;

type DocumentName = 'openapi.json' | 'openapi.yaml';

/** What `printHost` printed: validators, and data that is read when asked for. */
export interface PrintedHostData extends PrintedModule {
  readonly service: string;
  readonly read: (name: PrintedDataName) => string;
  readonly docs?: DocsFiles;
}

export interface PrintedHost {
  loadContract(source: { readonly service: string }): Promise<Contract>;
  clientSchemas(name: string, contract: ContractSubset): SchemaCompiler;
}

/** Names of contracts in a printed host: that of the service, and one for each client. */
export const printedNames = {
  service: 'service',
  client: (name: string): string => `client:${name}`,
} as const;

/** `openapi.yaml`; of a client contract, `web.openapi.yaml`. */
export function documentName(format: 'json' | 'yaml', clientContract?: string): PrintedDataName {
  return clientContract === undefined ? `openapi.${format}` : `${clientContract}.openapi.${format}`;
}

/** Data that stands in the module itself. */
export function readInline(data: Readonly<Record<PrintedDataName, string>>): PrintedHostData['read'] {
  return (name) => {
    const text = data[name];
    if (text === undefined) throw new TypeError(`This build has no ${name}`);
    return text;
  };
}

/** Data in the folder `contract` beside the module with this address. */
export function readBeside(module: string): PrintedHostData['read'] {
  return (name) => readFileSync(new URL(`contract/${name}`, module), 'utf8');
}

/** Files in the folder `docs` beside the module with this address; those that are not there are not served. */
export function docsBeside(module: string): DocsFiles {
  return {
    read: (name) => readFile(new URL(`docs/${name}.gz`, module)).catch(() => undefined),
  };
}

/** What takes the place of `live-host.ts` in a build: no parser, no compiler. */
export function createPrintedHost(data: PrintedHostData): PrintedHost {
  const documents = new Map<PrintedDataName, string>();
  const readDocument = (name: PrintedDataName): string => {
    const text = documents.get(name) ?? data.read(name);
    documents.set(name, text);
    return text;
  };
  return {
    async loadContract({ service }) {
      if (service !== data.service) throw new TypeError(`This build holds ${data.service}, not ${service}`);
      const model = readModel(data);
      return {
        model,
        schemas: createPrintedSchemas(data, printedNames.service, model),
        docs: data.docs,
        document: (format, clientContract) => readDocument(documentName(format, clientContract)),
      };
    },
    clientSchemas: (name, contract) => createPrintedSchemas(data, printedNames.client(name), contract),
  };
}

function readModel({ read }: PrintedHostData): ServiceModel {
  let document: ServiceModel['document'] | undefined;
  return {
    // `printHost` wrote a `ServiceModel` without its document.
    ...(JSON.parse(read('model.json')) as Omit<ServiceModel, 'document'>),
    // Only tools ask for it, and it may be megabytes: parsed when it is read.
    get document() {
      document ??= JSON.parse(read('openapi.json')) as ServiceModel['document'];
      return document;
    },
  };
}
