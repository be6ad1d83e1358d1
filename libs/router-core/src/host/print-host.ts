import { type ContractSubset, type ServiceModel, writeDocument } from '@brrt/service-model';
import { printSchemaTable, runtimeSpecifier } from '../schema/print-schemas.ts';
import { printString } from '../schema/print-string.ts';
import { printedNames } from './printed-host.ts';

export interface HostToPrint {
  readonly service: string;
  readonly model: ServiceModel;
  /** What each generated client carries, by the name it gives `clientSchemas`. */
  readonly clients: Readonly<Record<string, ContractSubset>>;
  /** Where printed code finds `host-runtime.ts` of this package. */
  readonly runtime?: string;
}

/**
 * The text of an ES module with the exports of `@brrt/router-core/host`, from printed data: the build puts it in that
 * module's place, so that neither Ajv nor a parser of YAML is in the bundle and nothing is compiled at start.
 * @throws TypeError when a schema cannot be compiled
 */
export function printHost({ service, model, clients, runtime = runtimeSpecifier }: HostToPrint): string {
  const { document, ...rest } = model;
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
    `  model: ${printString(JSON.stringify(rest))},`,
    '  documents: {',
    `    json: ${printString(writeDocument(document, 'json'))},`,
    `    yaml: ${printString(writeDocument(document, 'yaml'))},`,
    '  },',
    '  printedSchemas,',
    '});',
    'export const loadContract = host.loadContract;',
    'export const clientSchemas = host.clientSchemas;',
    '',
  ].join('\n');
}
