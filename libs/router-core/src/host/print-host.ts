import { type ContractSubset, type ServiceModel, writeDocument } from '@brrt/service-model';
import { listClientContracts } from '../docs/client-contracts.ts';
import { clientDocument } from '../docs/client-document.ts';
import { printSchemaTable, runtimeSpecifier } from '../schema/print-schemas.ts';
import { printString } from '../schema/print-string.ts';
import { documentName, type PrintedDataName, printedNames } from './printed-host.ts';

export { type PrintedFunctions, printFunctions } from '../schema/print-schemas.ts';

const formats = ['json', 'yaml'] as const;

export interface HostToPrint {
  readonly service: string;
  readonly model: ServiceModel;
  /** What each generated client carries, by the name it gives `clientSchemas`. */
  readonly clients: Readonly<Record<string, ContractSubset>>;
  /** Where printed code finds `host-runtime.ts` of this package. */
  readonly runtime?: string;
}

/** A printed host in parts. */
export interface PrintedHostParts {
  readonly module: string;
  /** Text of each file that has to lie in `contract/` beside the module. */
  readonly data: Readonly<Record<PrintedDataName, string>>;
}

/**
 * The text of an ES module with the exports of `@brrt/router-core/host`: it takes that module's place, so that neither
 * Ajv nor a parser of YAML is in the bundle and nothing is compiled at start. Everything is in it.
 * @throws TypeError when a schema cannot be compiled
 */
export function printHost(host: HostToPrint): string {
  const entries = Object.entries(printData(host)).map(([name, text]) => `${printString(name)}: ${printString(text)}`);
  return printModule(host, [`read: runtime.readInline({ ${entries.join(', ')} })`]);
}

/**
 * `printHost` as the build uses it: what is data stays out of the code, where it would have to be read and parsed as
 * code before the first request, documents that nobody asks for included.
 */
export function printHostParts(host: HostToPrint): PrintedHostParts {
  return {
    module: printModule(host, [
      'read: runtime.readBeside(import.meta.url)',
      'docs: runtime.docsBeside(import.meta.url)',
    ]),
    data: printData(host),
  };
}

function printData({ model }: HostToPrint): PrintedHostParts['data'] {
  const { document, ...rest } = model;
  const parts = listClientContracts(model).flatMap(({ name }) => {
    const part = clientDocument(model, name);
    return formats.map((format) => [documentName(format, name), writeDocument(part, format)] as const);
  });
  return {
    'model.json': JSON.stringify(rest),
    'openapi.json': writeDocument(document, 'json'),
    'openapi.yaml': writeDocument(document, 'yaml'),
    ...Object.fromEntries(parts),
  };
}

/** `sources`: where data comes from, as fields of the host. */
function printModule(
  { service, model, clients, runtime = runtimeSpecifier }: HostToPrint,
  sources: readonly string[],
): string {
  const contracts: [string, ContractSubset][] = [
    [printedNames.service, model],
    ...Object.entries(clients).map(([name, contract]): [string, ContractSubset] => [
      printedNames.client(name),
      contract,
    ]),
  ];
  return [
    `import * as runtime from ${printString(runtime)};`,
    printSchemaTable(Object.fromEntries(contracts)),
    'const host = runtime.createPrintedHost({',
    `  service: ${printString(service)},`,
    ...sources.map((source) => `  ${source},`),
    '  printedSchemas,',
    '});',
    'export const loadContract = host.loadContract;',
    'export const clientSchemas = host.clientSchemas;',
    '',
  ].join('\n');
}
