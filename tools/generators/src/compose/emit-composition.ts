import { yamlText } from '../emit/yaml-text.ts';
import { servicePrefix } from './taken-components.ts';

export interface NewComposition {
  readonly name: string;
  readonly contracts: readonly string[];
  /** What is taken of each service. */
  readonly services: ReadonlyMap<string, 'all' | readonly string[]>;
}

/** `composition.yaml` of a new BFF. Each service has a path of its own: two of them may have `/users`. */
export function emitComposition({ name, contracts, services }: NewComposition): string {
  const isAlone = services.size === 1;
  const choices = new Map(
    [...services].map(([service, operations]) => [
      service,
      { operations, ...(isAlone ? {} : { path: `/${service}` }) },
    ]),
  );
  const kinds = new Map(
    contracts.map((contract) => {
      const scheme = `${servicePrefix(contract)}Key`;
      const schemes = { [scheme]: { type: 'apiKey', in: 'header', name: 'X-API-Key' } };
      return [
        contract,
        { prefix: `/${contract}`, securitySchemes: schemes, security: [{ [scheme]: [] }], services: choices },
      ];
    }),
  );
  const value = new Map<string, unknown>([
    ['info', { title: servicePrefix(name), version: '1.0.0' }],
    ['contracts', kinds],
  ]);
  return `# What openapi.yaml is composed of: \`npx nx sync\` after each change. docs/bff.md
${yamlText(value)}`;
}

/** `aggregates.yaml` of a new BFF: nothing yet. */
export function emitAggregates(name: string): string {
  return `# Operations of the BFF's own. A path below /<contract> belongs to that contract. \`#/components/schemas/<Service>_<Name>\`
# is a schema of a service. With x-aggregate, \`npx nx g brrt:handler ${name} <operationId>\` asks for the parts:
#
#   x-aggregate:
#     user: { service: users, operation: getUser }
#     orders: { service: orders, operation: listOrders, optional: true }
openapi: 3.1.0
info: { title: ${servicePrefix(name)}, version: 1.0.0 }
paths: {}
`;
}
