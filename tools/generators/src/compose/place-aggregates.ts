import type { JsonObject, JsonValue, SourceLocation } from '@brrt/service-model';
import { nearestName, rewriteReferences } from '@brrt/service-model/references';
import { aggregateField, readAggregateParts } from './aggregate-parts.ts';
import { type Composing, textsOf } from './composing.ts';
import type { ClientContract } from './composition.ts';
import { isList, isObject } from './composition-file.ts';
import type { ServiceDocument, WrittenOperation } from './service-document.ts';
import type { Taker } from './taken-components.ts';

const contractsField = 'x-contracts';

/**
 * Enters the operations of the BFF's own. A path below the prefix of a contract belongs to it; `x-contracts` puts an
 * operation below the prefix of each that it names; what is left belongs to no contract and stays as it is written.
 */
export function placeAggregates(source: ServiceDocument, composing: Composing): void {
  const { contracts } = composing.composition;
  for (const written of source.operations) {
    checkParts(written, composing);
    const named = contractsOf(written, composing);
    const own = named === undefined ? ownerOf(written.operation.path, contracts) : undefined;
    if (named !== undefined)
      for (const contract of named) place(written, { contract, isNamed: true, source }, composing);
    else place(written, { contract: own, isNamed: false, source }, composing);
  }
}

interface Placing {
  readonly contract: ClientContract | undefined;
  /** By `x-contracts`: its path and operationId are within the contract. */
  readonly isNamed: boolean;
  readonly source: ServiceDocument;
}

function place(written: WrittenOperation, { contract, isNamed, source }: Placing, composing: Composing): void {
  const { operation, value, key } = written;
  const prefix = isNamed ? (contract?.prefix ?? '') : '';
  const id = isNamed ? `${contract?.name}_${operation.id}` : operation.id;
  const taker: Taker = {
    source,
    contract: '',
    operationId: ({ operationId }) => (typeof operationId === 'string' ? operationId : undefined),
  };
  // The cast: an operation stays an object.
  const rewritten = rewriteReferences(value, 'operation', composing.components.rules(taker)) as JsonObject;
  const { [contractsField]: _, servers, ...rest } = rewritten;
  const tags = textsOf(value.tags).map((tag) => composing.tags.use(tag, source));
  const ownServers = contract?.servers ?? servers;
  composing.paths.add({
    ...{ path: prefix + operation.path, key, method: operation.method, id },
    value: {
      operationId: id,
      ...rest,
      ...(tags.length === 0 ? {} : { tags }),
      security: securityOf(written, { contract, source }, composing),
      ...(ownServers === undefined ? {} : { servers: ownServers }),
    },
    origin: `aggregates.yaml: ${operation.id}`,
    writtenAt: operation.source,
    at: operation.source,
  });
}

function securityOf(
  { value, operation }: WrittenOperation,
  { contract, source }: Pick<Placing, 'contract' | 'source'>,
  { diagnostics }: Composing,
): JsonValue {
  if (contract === undefined) return value.security ?? source.document.security ?? [];
  if (value.security === undefined) return contract.security;
  if (isList(value.security) && value.security.length === 0) return [];
  report(operation.source, diagnostics, {
    code: 'composition-security',
    message: `${operation.id} has security of its own, and the contract ${contract.name} has it for all of its operations`,
    hint: 'Leave `security` out here; `security: []` lets everybody in',
  });
  return contract.security;
}

function ownerOf(path: string, contracts: readonly ClientContract[]): ClientContract | undefined {
  const owners = contracts.filter(({ prefix }) => `${path}/`.startsWith(`${prefix}/`));
  return owners.toSorted((left, right) => right.prefix.length - left.prefix.length)[0];
}

function contractsOf(
  { value, operation }: WrittenOperation,
  { composition, diagnostics }: Composing,
): readonly ClientContract[] | undefined {
  const written = value[contractsField];
  if (written === undefined) return undefined;
  const known = composition.contracts.map(({ name }) => name);
  const names = isList(written) ? written : [written];
  return names.flatMap((name) => {
    const contract = composition.contracts.find((each) => each.name === name);
    if (contract !== undefined) return [contract];
    const near = nearestName(String(name), known);
    const hint = near === undefined ? `There are ${known.join(', ')}` : `Did you mean "${near}"?`;
    report(operation.source, diagnostics, {
      code: 'composition-contract',
      message: `There is no contract ${String(name)}`,
      hint,
    });
    return [];
  });
}

function checkParts({ value, operation }: WrittenOperation, { services, diagnostics }: Composing): void {
  if (value[aggregateField] === undefined) return;
  const parts = readAggregateParts(value[aggregateField]);
  if (parts === undefined) {
    const hint = `Write ${aggregateField}: { <part>: { service: …, operation: …, optional: true } }; a part is named like a variable, and not "missing"`;
    report(operation.source, diagnostics, {
      code: 'composition-aggregate',
      message: `"${aggregateField}" of ${operation.id} cannot be read`,
      hint,
    });
  }
  for (const { name, service, operation: wanted } of parts ?? []) {
    const found = services.get(service);
    const ids = (found?.operations ?? []).map((each) => each.operation.id);
    if (ids.includes(wanted)) continue;
    const near = found === undefined ? nearestName(service, services.keys()) : nearestName(wanted, ids);
    const what = found === undefined ? `there is no service ${service}` : `${service} has no operation ${wanted}`;
    const hint = near === undefined ? {} : { hint: `Did you mean "${near}"?` };
    report(operation.source, diagnostics, {
      code: 'composition-operation',
      message: `Part ${name} of ${operation.id}: ${what}`,
      ...hint,
    });
  }
}

function report(
  at: SourceLocation,
  diagnostics: Composing['diagnostics'],
  finding: { readonly code: string; readonly message: string; readonly hint?: string },
): void {
  diagnostics.push({ ...at, severity: 'error', ...finding });
}

/** Security schemes that operations without a contract name, as the document of the BFF's own has them. */
export function ownSchemes({ document }: ServiceDocument, operations: readonly JsonValue[]): JsonObject {
  const names = new Set(
    operations.flatMap((operation) => {
      const security = isObject(operation) && isList(operation.security) ? operation.security : [];
      return security.flatMap((requirement) => (isObject(requirement) ? Object.keys(requirement) : []));
    }),
  );
  const components = isObject(document.components) ? document.components : {};
  const schemes = isObject(components.securitySchemes) ? components.securitySchemes : {};
  return Object.fromEntries(Object.entries(schemes).filter(([name]) => names.has(name)));
}
