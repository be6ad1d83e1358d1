import type { ContractSubset, ServiceModel } from '@brrt/service-model';
import type { Contract, SchemaCompiler } from '../ports/schema-compiler.ts';
import { createPrintedSchemas, type PrintedModule } from '../schema/printed-schemas.ts';

/** What `printHost` printed: strings that are parsed when asked for, and validators. */
export interface PrintedHostData extends PrintedModule {
  readonly service: string;
  /** JSON of the model without its document. */
  readonly model: string;
  readonly documents: Readonly<Record<'json' | 'yaml', string>>;
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

/** What takes the place of `live-host.ts` in a build: no parser, no compiler. */
export function createPrintedHost(data: PrintedHostData): PrintedHost {
  return {
    async loadContract({ service }) {
      if (service !== data.service) throw new TypeError(`This build holds ${data.service}, not ${service}`);
      const model = readModel(data);
      return {
        model,
        schemas: createPrintedSchemas(data, printedNames.service, model),
        document: (format) => data.documents[format],
      };
    },
    clientSchemas: (name, contract) => createPrintedSchemas(data, printedNames.client(name), contract),
  };
}

function readModel({ model, documents }: PrintedHostData): ServiceModel {
  let document: ServiceModel['document'] | undefined;
  return {
    // `printHost` wrote a `ServiceModel` without its document.
    ...(JSON.parse(model) as Omit<ServiceModel, 'document'>),
    // Only tools ask for it, and it may be megabytes: parsed when it is read.
    get document() {
      document ??= JSON.parse(documents.json) as ServiceModel['document'];
      return document;
    },
  };
}
