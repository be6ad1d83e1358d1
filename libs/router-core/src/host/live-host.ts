import { fileURLToPath } from 'node:url';
import { type ContractSubset, loadServiceModel, type ServiceModel, writeDocument } from '@brrt/service-model';
import { clientDocument } from '../docs/client-document.ts';
import type { Contract, SchemaCompiler } from '../ports/schema-compiler.ts';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import { liveDashboardUrl, liveDocs } from './live-docs.ts';
import { liveSwitches } from './live-switches.ts';

/** Which contract to load. `service` names it in a build, where it was printed; `file` is read in development. */
export interface ContractSource {
  readonly service: string;
  readonly file: URL;
  /** Operations that cannot be read are left out and answer 501; otherwise they stop the start. */
  readonly skipBroken?: boolean;
}

/**
 * The contract of a service, read and compiled here; the build puts a printed one in the place of this module.
 * @throws SpecError with every mistake of the contract
 */
export async function loadContract({ file, skipBroken = false }: ContractSource): Promise<Contract> {
  return createContract(await loadServiceModel(fileURLToPath(file), { skipBroken }));
}

/** A model made ready to serve: schemas compiled when first used, documents written when first asked for. */
export function createContract(model: ServiceModel): Contract {
  const documents = new Map<string, string>();
  return {
    model,
    schemas: createLiveSchemas(model),
    switches: liveSwitches(),
    docs: liveDocs(),
    dashboardUrl: liveDashboardUrl(),
    document(format, name) {
      const key = `${name ?? ''} ${format}`;
      const written = () => (name === undefined ? model.document : clientDocument(model, name));
      const text = documents.get(key) ?? writeDocument(written(), format);
      documents.set(key, text);
      return text;
    },
  };
}

/** The schemas that a generated client checks answers with. `name` finds the printed ones in a build. */
export function clientSchemas(_name: string, contract: ContractSubset): SchemaCompiler {
  return createLiveSchemas(contract);
}
